import { EXIT_USAGE } from './exit.ts';

/** `mmlens` with the arguments of this process. */
export async function main(): Promise<void> {
  // A reader that stops early (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  if (process.argv.includes('--stdio')) {
    const { serve } = await import('../node/serve.ts');
    serve();
    return;
  }
  const { run } = await import('./program.ts');
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`mmlens: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT_USAGE;
  }
}
