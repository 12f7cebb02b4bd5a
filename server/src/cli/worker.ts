import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { type Job, judgeShares } from './jobs.ts';
import { THROUGH } from './thread.ts';

/** A thread of `mmlens check`, which is told its job. */
export async function work(): Promise<void> {
  const port = parentPort;
  if (!port) return;
  const [job] = (await once(port, 'message')) as [Job];
  await judgeShares(job, (answer) => port.postMessage(answer));
  port.postMessage(THROUGH);
}
