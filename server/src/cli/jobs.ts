import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type LensOptions, openLens } from './lens.ts';
import { type FileReport, reportOn } from './report.ts';

export interface Target {
  readonly path: string;
  readonly named: boolean;
}

/** What a thread is given, and what it gives back for each request. */
export interface JobRequest {
  readonly first: number;
  readonly targets: readonly Target[];
}
export interface JobAnswer {
  readonly first: number;
  readonly reports: readonly (FileReport | undefined)[];
}

/** A thread of its own has to start and to read the bases that others have read too. */
const FILES_WORTH_A_THREAD = 200;
const CHUNK = 50;
/** Most values die with their file; with room for many files at once little of them is ever copied. */
const YOUNG_GENERATION_MB = 64;

/** How many threads `files` files are worth. */
export function jobsFor(files: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(files / FILES_WORTH_A_THREAD)));
}

/** Judges all files, in their order; those that are no configs and were not named are left out. */
export async function reportAll(
  targets: readonly Target[],
  options: LensOptions,
  jobs: number,
): Promise<readonly FileReport[]> {
  const worker = new URL('./cli-worker.js', import.meta.url);
  const isBuilt = existsSync(fileURLToPath(worker));
  const threads = Math.min(jobs, Math.ceil(targets.length / CHUNK));
  const reports =
    threads > 1 && isBuilt ? await inThreads(worker, targets, options, threads) : await inThisThread(targets, options);
  return reports.filter((report) => report !== undefined);
}

async function inThisThread(
  targets: readonly Target[],
  options: LensOptions,
): Promise<readonly (FileReport | undefined)[]> {
  if (targets.length === 0) return [];
  const lens = await openLens(options);
  return targets.map((target) => reportOn(lens, target));
}

/** Each thread takes the next chunk when it is through with its last; neighbours share bases, so they stay together. */
async function inThreads(
  script: URL,
  targets: readonly Target[],
  { itersPerEpoch, python }: LensOptions,
  threads: number,
): Promise<readonly (FileReport | undefined)[]> {
  const reports = new Array<FileReport | undefined>(targets.length);
  let next = 0;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(script, {
        workerData: { itersPerEpoch, python } satisfies LensOptions,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      });
      const give = (): void => {
        if (next >= targets.length) {
          void worker.terminate().then(() => resolve());
          return;
        }
        const request: JobRequest = { first: next, targets: targets.slice(next, next + CHUNK) };
        next += CHUNK;
        worker.postMessage(request);
      };
      worker.on('message', ({ first, reports: done }: JobAnswer) => {
        for (const [index, report] of done.entries()) reports[first + index] = report;
        give();
      });
      worker.on('error', reject);
      give();
    });
  await Promise.all(Array.from({ length: threads }, work));
  return reports;
}
