import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** A thread of its own has to start and to read the bases that others have read too. */
const FILES_WORTH_A_THREAD = 200;
/** Each takes about 40 MB, and a quarter of a second of processor time before it is as quick as it gets. */
const MOST_THREADS = 8;
/** V8 would take three times as much, and be no quicker. */
const YOUNG_GENERATION_MB = 16;

/** How many threads `files` files are worth. */
export function threadsFor(files: number): number {
  const wanted = Math.floor(files / FILES_WORTH_A_THREAD);
  return Math.max(1, Math.min(availableParallelism(), MOST_THREADS, wanted));
}

/** A thread that waits for a job. Until it has one, it keeps nobody waiting. */
export class Thread {
  private readonly worker: Worker;
  /** Never resolves. It may come about before anybody asks. */
  private readonly failure: Promise<never>;

  constructor(worker: Worker) {
    this.worker = worker;
    this.failure = new Promise((_, reject) => {
      worker.on('error', reject);
      worker.on('exit', (status) => reject(new Error(`a thread ended before it was through, with status ${status}`)));
    });
    this.failure.catch(() => {});
    worker.unref();
  }

  /**
   * @param keep is given each answer
   * @throws what became of the thread, when it ended before it was through
   */
  async run<Job, Answer>(job: Job, keep: (answer: Answer) => void): Promise<void> {
    const { worker } = this;
    const through = new Promise<void>((resolve) => {
      worker.on('message', (answer: Answer | typeof THROUGH) => (answer === THROUGH ? resolve() : keep(answer)));
    });
    worker.ref();
    worker.postMessage(job);
    await Promise.race([through, this.failure]);
    // To end takes it a while.
    worker.unref();
  }
}

/** The last answer of a thread. */
export const THROUGH = 'through';

/** Undefined where threads cannot be had. */
export function startThread(): Thread | undefined {
  const script = new URL('./cli-worker.js', import.meta.url);
  if (!existsSync(fileURLToPath(script))) return undefined;
  return new Thread(new Worker(script, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } }));
}
