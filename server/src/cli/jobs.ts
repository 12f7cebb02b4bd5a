import { Judge, type Target } from './judge.ts';
import type { LensOptions } from './lens.ts';
import type { FileReport } from './report.ts';
import { Shares } from './shares.ts';
import { startThread, type Thread } from './thread.ts';

/** What a thread is given, and what it gives back for each share of the targets. */
export interface Job {
  readonly targets: readonly Target[];
  readonly threads: number;
  readonly memory: SharedArrayBuffer;
  readonly options: LensOptions;
}
export interface JobAnswer {
  readonly start: number;
  readonly reports: readonly (FileReport | undefined)[];
}

/**
 * Judges all files, in their order; those that are no configs and were not named are left out.
 * @param jobs how many threads shall work
 * @param started those that are there already
 */
export async function reportOnAll(
  targets: readonly Target[],
  { itersPerEpoch, python }: LensOptions,
  jobs: number,
  started: readonly Thread[],
): Promise<readonly FileReport[]> {
  const wanted = Math.max(0, Math.min(jobs, targets.length) - 1);
  const helpers = started.slice(0, wanted);
  while (helpers.length < wanted) {
    const helper = startThread();
    if (!helper) break;
    helpers.push(helper);
  }
  const threads = helpers.length + 1;
  const job: Job = { targets, threads, memory: Shares.memory(), options: { itersPerEpoch, python } };
  const reports = new Array<FileReport | undefined>(targets.length);
  const keep = ({ start, reports: done }: JobAnswer): void => {
    for (const [index, report] of done.entries()) reports[start + index] = report;
  };
  await Promise.all([...helpers.map((helper) => helper.run(job, keep)), judgeShares(job, keep)]);
  return reports.filter((report) => report !== undefined);
}

/** Judges files as long as there are any that nobody has taken. */
export async function judgeShares(job: Job, answer: (answer: JobAnswer) => void): Promise<void> {
  const { targets, threads, memory, options } = job;
  const shares = new Shares(memory, targets.length, threads);
  const judge = new Judge(options);
  for (let share = shares.take(); share; share = shares.take()) {
    const { start, end } = share;
    answer({ start, reports: await judge.judge(targets.slice(start, end)) });
  }
}
