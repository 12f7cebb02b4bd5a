import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { Job, JobAnswer } from './jobs.ts';
import { Judge } from './judge.ts';
import { Shares } from './shares.ts';

/** A thread of `mmlens check`: judges files as long as there are any that nobody has taken. */
export async function work(): Promise<void> {
  if (!parentPort) return;
  const [{ targets, threads, memory, options }] = (await once(parentPort, 'message')) as [Job];
  const shares = new Shares(memory, targets.length, threads);
  const judge = new Judge(options);
  for (let share = shares.take(); share; share = shares.take()) {
    const { start, end } = share;
    parentPort.postMessage({ start, reports: await judge.judge(targets.slice(start, end)) } satisfies JobAnswer);
  }
}
