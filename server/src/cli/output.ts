import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { createColors } from 'picocolors';
import type { Refusal } from '../config/result.ts';
import { disk } from '../node/disk.ts';
import { problem } from '../rules/refusals.ts';
import { joinPath, relativePath } from '../text/paths.ts';
import { EXIT_USAGE, Failure } from './exit.ts';

/** Writes all of `text` to the standard output, however slowly it is read. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

export function complain(text: string): void {
  process.stderr.write(`mmlens: ${text}\n`);
}

/** Colours for people: not in files and pipes, and not when they ask for none. */
export const colors = createColors(
  (process.env.NO_COLOR ?? '') === '' && (process.stdout.isTTY === true || (process.env.FORCE_COLOR ?? '') !== ''),
);

/** @throws Failure when there is no such file, it cannot be read, or it is a folder. */
export function demandReadable(file: string): void {
  if (disk.isDirectory(file)) throw new Failure(`${file}: it is a folder`, EXIT_USAGE);
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new Failure(`${file}: ${reasonOf(error)}`, EXIT_USAGE);
  }
}

/** Why a file or folder cannot be had, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return message;
}

/** An absolute path with forward slashes, as all rooms of the service want it. */
export function absolute(path: string): string {
  // Node's own functions take several times as long, and here are thousands of files.
  if (sep !== '/') return resolve(path).replaceAll(sep, '/');
  // The name of a file here may look like a drive.
  return joinPath(process.cwd(), path.startsWith('/') ? path : `./${path}`);
}

/** A path relative to the working directory, with forward slashes. */
/** Why MMEngine does not load a file, and what to do about it where that is not plain. */
export function told(refusal: Refusal): string {
  const { error, message, advice } = refusal;
  return advice === undefined ? `${error}: ${message}` : `${problem(refusal)} ${advice}`;
}

export function shown(path: string): string {
  if (sep === '/') return relativePath(process.cwd(), absolute(path));
  return (relative(process.cwd(), path) || '.').replaceAll(sep, '/');
}
