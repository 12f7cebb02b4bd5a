import { parentPort, workerData } from 'node:worker_threads';
import type { JobAnswer, JobRequest } from './jobs.ts';
import { type LensOptions, openLens } from './lens.ts';
import { reportOn } from './report.ts';

/* A thread of `mmlens check`: judges the files of one request after the other. */

const lens = openLens(workerData as LensOptions);

parentPort?.on('message', async ({ first, targets }: JobRequest) => {
  const opened = await lens;
  const answer: JobAnswer = { first, reports: targets.map((target) => reportOn(opened, target)) };
  parentPort?.postMessage(answer);
});
