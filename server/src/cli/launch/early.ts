import { availableParallelism } from 'node:os';
import { disk } from '../../node/disk.ts';
import { FILES_WORTH_A_THREAD, startThread, type Thread } from '../thread.ts';

/** A second thread, where the arguments of `mmlens` look like work for two. A wrong guess costs time and nothing else. */
export function startEarly([command, ...args]: readonly string[]): Thread | undefined {
  if (command !== 'check' || availableParallelism() === 1) return undefined;
  const jobs = args.indexOf('--jobs');
  if (args.includes('--jobs=1') || (jobs >= 0 && args[jobs + 1] === '1') || args.includes('--help')) return undefined;
  // What stands behind an option may be its value.
  const paths = args.filter((each, index) => !each.startsWith('-') && !args[index - 1]?.startsWith('--'));
  const isMuch = paths.length === 0 || paths.length >= 2 * FILES_WORTH_A_THREAD || paths.some(disk.isDirectory);
  return isMuch ? startThread() : undefined;
}
