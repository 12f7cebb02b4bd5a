import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { startThread, type Thread } from '../thread.ts';

/** Fewer are read by one thread before another is there. */
const FILES_FOR_TWO = 400;

/** A second thread, where the arguments of `mmlens` look like work for two. A wrong guess costs time and nothing else. */
export function startEarly([command, ...args]: readonly string[]): Thread | undefined {
  if (command !== 'check' || availableParallelism() === 1) return undefined;
  const jobs = args.indexOf('--jobs');
  if (args.includes('--jobs=1') || (jobs >= 0 && args[jobs + 1] === '1') || args.includes('--help')) return undefined;
  // What stands behind an option may be its value.
  const paths = args.filter((each, index) => !each.startsWith('-') && !args[index - 1]?.startsWith('--'));
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
