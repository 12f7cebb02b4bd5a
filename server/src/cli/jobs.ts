import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { disk } from '../node/disk.ts';
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

/** The threads that help this one, started as early as it is likely that they will be needed. */
export class Threads {
  private readonly script = new URL('./cli-worker.js', import.meta.url);
  private readonly workers: Worker[] = [];

  /** Starts the first, if `paths` look like enough work for it. */
  prepare(paths: readonly string[]): void {
    if (availableParallelism() > 1 && (paths.length >= 2 * FILES_WORTH_A_THREAD || paths.some(disk.isDirectory)))
      this.start(1);
  }

  private start(count: number): void {
    if (!existsSync(fileURLToPath(this.script))) return;
    while (this.workers.length < count) {
      const worker = new Worker(this.script, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } });
      // One that is not needed after all shall keep nobody waiting.
      worker.unref();
      this.workers.push(worker);
    }
  }

  /** Judges all files, in their order; those that are no configs and were not named are left out. */
  async report(
    targets: readonly Target[],
    { itersPerEpoch, python }: LensOptions,
    jobs: number,
  ): Promise<readonly FileReport[]> {
    const wanted = Math.max(0, Math.min(jobs, targets.length) - 1);
    this.start(wanted);
    const helpers = this.workers.slice(0, wanted);
    const threads = helpers.length + 1;
    const job: Job = { targets, threads, memory: Shares.memory(), options: { itersPerEpoch, python } };
    const reports = new Array<FileReport | undefined>(targets.length);
    const keep = ({ start, reports: done }: JobAnswer): void => {
      for (const [index, report] of done.entries()) reports[start + index] = report;
    };
    const others = helpers.map((worker) => hasDone(worker, job, keep));
    await judgeShares(job, keep);
    await Promise.all(others);
    return reports.filter((report) => report !== undefined);
  }
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

function hasDone(worker: Worker, job: Job, keep: (answer: JobAnswer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', keep);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
    worker.ref();
    worker.postMessage(job);
  });
}
