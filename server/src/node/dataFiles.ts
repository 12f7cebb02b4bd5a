import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import type { DataFiles } from '../training/epochLength/counter.ts';

/** Large enough that reading does not wait, small enough that others get their turn. */
const PIECE_BYTES = 1024 * 1024;

/** The data on this machine's disk. */
export const dataFiles: DataFiles = {
  async stat(path) {
    const found = await stat(path).catch(() => undefined);
    const version = found && `${found.size} ${found.mtimeMs}`;
    if (version === undefined) return undefined;
    if (found?.isDirectory()) return { kind: 'folder', version };
    return found?.isFile() ? { kind: 'file', bytes: found.size, version } : undefined;
  },
  read: (path) => createReadStream(path, { highWaterMark: PIECE_BYTES }),
  async list(path) {
    const entries = await readdir(path, { withFileTypes: true });
    return Promise.all(
      entries.map(async (entry) => ({ name: entry.name, isFolder: await isFolder(entry, `${path}/${entry.name}`) })),
    );
  },
};

async function isFolder(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await stat(path).catch(() => undefined);
  return target?.isDirectory() === true;
}
