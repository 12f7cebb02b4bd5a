import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';

export interface RunOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where standard output goes instead of into the result. */
  readonly output?: string;
}

export interface RunResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end; a failing one is an answer, not an exception. */
function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: options.env, cwd: options.cwd, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const file = options.output === undefined ? undefined : createWriteStream(options.output);
    if (file) child.stdout.pipe(file);
    else child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    const finish = (status: number | null) =>
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    child.on('close', (status) =>
      file && !file.writableFinished ? file.on('finish', () => finish(status)) : finish(status),
    );
    // A command that stops reading early says why on its own; the broken pipe adds nothing.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

/** Runs a command that must succeed. */
export async function succeed(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const result = await run(command, args, options);
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(' ').slice(0, 200)}: exit ${result.status}\n${result.stderr.slice(-2000)}`);
  return result.stdout;
}

/** The built command line. */
export function mmlens(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const cli = resolvePath('dist/cli.js');
  if (!existsSync(cli)) throw new Error('dist/cli.js is missing: npm run build');
  return run(process.execPath, [cli, ...args], options);
}
