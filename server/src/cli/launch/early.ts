import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../thread.ts';

/** Fewer are read by one thread before another is there. */
const FILES_FOR_TWO = 400;

/** A second thread, where the arguments of `mmlens` look like work for two: to start takes it as long as to read 100 files. */
export function startEarly([command, ...args]: readonly string[]): Worker | undefined {
  if (command !== 'check' || availableParallelism() === 1) return undefined;
  if (args.includes('--jobs=1') || args[args.indexOf('--jobs') + 1] === '1') return undefined;
  const paths = args.filter((each) => !each.startsWith('-'));
  const isMuch = paths.length === 0 || paths.length >= FILES_FOR_TWO || paths.some(isDirectory);
  return isMuch ? startThread() : undefined;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}
