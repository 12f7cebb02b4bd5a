import { once } from 'node:events';
import { relative, resolve, sep } from 'node:path';
import { createColors } from 'picocolors';

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

/** An absolute path with forward slashes, as all rooms of the service want it. */
export function absolute(path: string): string {
  const full = resolve(path);
  return sep === '/' ? full : full.replaceAll(sep, '/');
}

/** A path relative to the working directory, with forward slashes. */
export function shown(path: string): string {
  const short = relative(process.cwd(), path) || '.';
  return sep === '/' ? short : short.replaceAll(sep, '/');
}
