import type { Worker } from 'node:worker_threads';
import { EXIT_USAGE } from './exit.ts';

/**
 * `mmlens` with the arguments of this process.
 * @param thread one that was started already, if a second is likely to be needed
 */
export async function main(args: readonly string[], thread: Worker | undefined): Promise<void> {
  // A reader that stops early (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  if (args.includes('--stdio')) {
    const { serve } = await import('../node/serve.ts');
    serve();
    return;
  }
  const { run } = await import('./program.ts');
  try {
    process.exitCode = await run(args, thread);
  } catch (error) {
    process.stderr.write(`mmlens: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT_USAGE;
  }
}
