import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, type Stats, statSync } from 'node:fs';
import { type FileContent, type FileSystem, MAX_FILE_BYTES } from '../text/files.ts';

/** The machine's own disk. */
export const disk: FileSystem = {
  read(path) {
    let file: number | undefined;
    try {
      // Opening a pipe would wait for its other end without the second flag.
      file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      return readOpen(file);
    } catch (error) {
      return failure(error);
    } finally {
      if (file !== undefined) closeSync(file);
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

/** Asks the system as little as it can: with many small files the asking is what takes the time. */
function readOpen(file: number): FileContent {
  const stat = fstatSync(file);
  if (stat.isDirectory()) return { kind: 'directory' };
  if (!stat.isFile()) return { kind: 'unreadable', reason: 'it is not a regular file' };
  if (stat.size > MAX_FILE_BYTES) return { kind: 'too-large', bytes: stat.size };
  const buffer = Buffer.allocUnsafe(stat.size);
  let length = 0;
  while (length < buffer.length) {
    const count = readSync(file, buffer, length, buffer.length - length, length);
    if (count === 0) break;
    length += count;
  }
  const bytes = buffer.subarray(0, length);
  if (bytes.includes(0) || !isUtf8(bytes)) return { kind: 'binary' };
  return { kind: 'text', text: bytes.toString('utf8') };
}

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
