import { availableParallelism } from 'node:os';
import { disk } from '../../node/disk.ts';
import { startThread, type Thread, threadsFor } from '../thread.ts';

/**
 * The threads that will help, as far as the arguments of `mmlens` tell. To be wrong costs time and nothing else: what is
 * missing is started later, what is too much is not used.
 */
export function startEarly([command, ...args]: readonly string[]): readonly Thread[] {
  if (command !== 'check' || args.includes('--help')) return [];
  const wanted = Math.min(jobsIn(args) ?? threadsWorth(args), availableParallelism()) - 1;
  const threads: Thread[] = [];
  while (threads.length < wanted) {
    const thread = startThread();
    if (!thread) break;
    threads.push(thread);
  }
  return threads;
}

function jobsIn(args: readonly string[]): number | undefined {
  const given = /(?:^|\0)--jobs[=\0](\d+)(?:\0|$)/.exec(args.join('\0'))?.[1];
  return given === undefined ? undefined : Number(given);
}

function threadsWorth(args: readonly string[]): number {
  // What stands behind an option may be its value.
  const paths = args.filter((each, index) => !each.startsWith('-') && !args[index - 1]?.startsWith('--'));
  // Nobody has counted what is in a folder yet.
  if (paths.length === 0 || paths.some(disk.isDirectory)) return 2;
  return threadsFor(paths.length);
}
