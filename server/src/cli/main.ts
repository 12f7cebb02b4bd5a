import { EXIT_OK, EXIT_USAGE } from './exit.ts';
import type { Thread } from './thread.ts';

/**
 * `mmlens` with the arguments of this process.
 * @param threads those that were started already, where more than one are likely to be needed
 */
export async function main(args: readonly string[], threads: readonly Thread[]): Promise<void> {
  // A reader that stops early (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(EXIT_OK);
  });
  if (args.includes('--stdio')) {
    const { serve } = await import('../node/serve.ts');
    serve();
    return;
  }
  // Whatever keeps it from coming to an end, no silence shall pass for "no findings".
  process.exitCode = EXIT_USAGE;
  const { run } = await import('./program.ts');
  try {
    process.exitCode = await run(args, threads);
  } catch (error) {
    process.stderr.write(`mmlens: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
