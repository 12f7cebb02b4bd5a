import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Judge, type Target } from './judge.ts';
import type { LensOptions } from './lens.ts';
import type { FileReport } from './report.ts';
import { Shares } from './shares.ts';

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

/** A thread of its own has to start and to read the bases that others have read too. */
const FILES_WORTH_A_THREAD = 200;
/** Most values die with their file; with room for many files at once little of them is ever copied. */
const YOUNG_GENERATION_MB = 64;

/** How many threads `files` files are worth. */
export function jobsFor(files: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(files / FILES_WORTH_A_THREAD)));
}

/** Judges all files, in their order; those that are no configs and were not named are left out. */
export async function reportAll(
  targets: readonly Target[],
  { itersPerEpoch, python }: LensOptions,
  jobs: number,
): Promise<readonly FileReport[]> {
  if (targets.length === 0) return [];
  const script = new URL('./cli-worker.js', import.meta.url);
  const threads = existsSync(fileURLToPath(script)) ? Math.min(jobs, targets.length) : 1;
  const job: Job = { targets, threads, memory: Shares.memory(), options: { itersPerEpoch, python } };
  const reports = new Array<FileReport | undefined>(targets.length);
  const keep = ({ start, reports: done }: JobAnswer): void => {
    for (const [index, report] of done.entries()) reports[start + index] = report;
  };
  // This thread is the first of them.
  const others = Array.from({ length: threads - 1 }, () => inThread(script, job, keep));
  const judge = new Judge(job.options);
  const shares = new Shares(job.memory, targets.length, threads);
  for (let share = shares.take(); share; share = shares.take()) {
    const { start, end } = share;
    keep({ start, reports: await judge.judge(targets.slice(start, end)) });
  }
  await Promise.all(others);
  return reports.filter((report) => report !== undefined);
}

function inThread(script: URL, job: Job, keep: (answer: JobAnswer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, {
      workerData: job,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    worker.on('message', keep);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}
