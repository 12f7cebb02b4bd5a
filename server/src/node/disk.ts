import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { type FileContent, type FileSystem, MAX_FILE_BYTES } from '../text/files.ts';

/** The machine's own disk. */
export const disk: FileSystem = {
  read(path) {
    try {
      const stat = statSync(path);
      if (stat.isDirectory()) return { kind: 'directory' };
      // Reading a pipe or a device may never end.
      if (!stat.isFile()) return { kind: 'unreadable', reason: 'it is not a regular file' };
      if (stat.size > MAX_FILE_BYTES) return { kind: 'too-large', bytes: stat.size };
      const bytes = readFileSync(path);
      if (bytes.includes(0) || !isUtf8(bytes)) return { kind: 'binary' };
      return { kind: 'text', text: bytes.toString('utf8') };
    } catch (error) {
      return failure(error);
    }
  },
  isFile: (path) => statOf(path)?.isFile() ?? false,
  isDirectory: (path) => statOf(path)?.isDirectory() ?? false,
  list(path) {
    try {
      return readdirSync(path).sort();
    } catch {
      return [];
    }
  },
};

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function failure(error: unknown): FileContent {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'unreadable', reason: 'permission denied' };
  if (code === 'ELOOP') return { kind: 'unreadable', reason: 'its symbolic links go round in a circle' };
  return { kind: 'unreadable', reason: message };
}
