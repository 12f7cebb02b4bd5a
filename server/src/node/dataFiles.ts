// What is asked of the module itself is loaded when it is asked for, and most runs count nothing.
import { createReadStream, type Dirent, promises } from 'node:fs';
import type { DataFiles } from '../training/epochLength/counter.ts';

/** Large enough that reading does not wait, small enough that others get their turn. */
const PIECE_BYTES = 1024 * 1024;

/** The data on this machine's disk. */
export const dataFiles: DataFiles = {
  async stat(path) {
    const found = await promises.stat(path).catch(() => undefined);
    const version = found && `${found.size} ${found.mtimeMs}`;
    if (version === undefined) return undefined;
    if (found?.isDirectory()) return { kind: 'folder', version };
    return found?.isFile() ? { kind: 'file', bytes: found.size, version } : undefined;
  },
  read: (path) => createReadStream(path, { highWaterMark: PIECE_BYTES }),
  async list(path) {
    const entries = await promises.readdir(path, { withFileTypes: true });
    return Promise.all(
      entries.map(async (entry) => ({ name: entry.name, isFolder: await isFolder(entry, `${path}/${entry.name}`) })),
    );
  },
};

async function isFolder(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await promises.stat(path).catch(() => undefined);
  return target?.isDirectory() === true;
}
