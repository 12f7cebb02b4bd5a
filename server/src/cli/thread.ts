import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Most values die with their file; with room for many files at once little of them is ever copied. */
const YOUNG_GENERATION_MB = 64;

/** Starts a thread that waits for a job; undefined where it cannot be had. Unless it is given one, it keeps nobody waiting. */
export function startThread(): Worker | undefined {
  const script = new URL('./cli-worker.js', import.meta.url);
  if (!existsSync(fileURLToPath(script))) return undefined;
  const worker = new Worker(script, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } });
  worker.unref();
  return worker;
}
