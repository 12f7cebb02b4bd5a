import { availableParallelism } from 'node:os';
import { disk } from '../../node/disk.ts';
import { startThread, type Thread, threadsFor } from '../thread.ts';

/**
 * The threads that will help, as far as the arguments of `mmlens` tell. To be wrong costs time and nothing else: what is
 * missing is started later, what is too much is not used.
 */
export function startEarly([command, ...args]: readonly string[]): readonly Thread[] {
  if (command !== 'check' || args.includes('--help')) return [];
  const files = filesNamed(args);
  const worth = files === undefined ? 2 : threadsFor(files);
  const wanted = Math.min(jobsIn(args) ?? worth, files ?? worth, availableParallelism()) - 1;
  const threads: Thread[] = [];
  while (threads.length < wanted) {
    const thread = startThread();
    if (!thread) break;
    threads.push(thread);
  }
  return threads;
}

/** The last one counts. */
function jobsIn(args: readonly string[]): number | undefined {
  const given = [...args.join('\0').matchAll(/(?<=^|\0)--jobs[=\0](\d+)(?=\0|$)/g)].at(-1)?.[1];
  return given === undefined ? undefined : Number(given);
}

/** How many files the arguments name; undefined where they name a folder, in which nobody has counted yet. */
function filesNamed(args: readonly string[]): number | undefined {
  // What stands behind an option may be its value.
  const paths = args.filter((each, index) => !each.startsWith('-') && !args[index - 1]?.startsWith('--'));
  return paths.length === 0 || paths.some(disk.isDirectory) ? undefined : paths.length;
}
