import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { configPython, configsOf, withPackages } from '../test/oracle/support/environment.ts';
import { median } from './statistics.ts';
import { usageOf } from './usage.ts';

export interface CheckingResult {
  readonly name: string;
  readonly files: number;
  /** Seconds, the start of the process included. */
  readonly ours: number;
  readonly mmengine: number;
  /** Megabytes resident at the highest, of the tool. */
  readonly memory: number;
}

/** `mmlens check` against `Config.fromfile` on the same files, one process each. */
export async function measureChecking(name: string, roots: readonly string[]): Promise<CheckingResult> {
  const paths = roots.flatMap(configsOf);
  const check = ['dist/cli.js', 'check', '--format', 'json', ...paths];
  const seconds: number[] = [];
  for (let round = 0; round < 5; round++) seconds.push((await timed(process.execPath, check, '')).seconds);
  // To look at the memory again and again takes time too.
  const { memory } = await timed(process.execPath, check, '', WATCH_MS);
  const theirs = await timed(configPython(), ['bench/fromfile.py'], paths.join('\n'));
  return {
    name,
    files: paths.length,
    ours: median(seconds),
    mmengine: theirs.seconds,
    memory,
  };
}

const WATCH_MS = 10;

/** @param watch how often to look at the memory, in milliseconds; unless given, it is not looked at */
function timed(
  command: string,
  args: readonly string[],
  input: string,
  watch?: number,
): Promise<{ seconds: number; memory: number }> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(command, args, { env: withPackages(), stdio: ['pipe', 'ignore', 'inherit'] });
    let memory = 0;
    const look = (): void => {
      memory = Math.max(memory, usageOf(child.pid).peakMemory);
    };
    const timer = watch === undefined ? undefined : setInterval(look, watch);
    child.on('error', reject);
    child.on('exit', (status) => {
      clearInterval(timer);
      // Findings are exit status 1.
      if (status === 0 || status === 1) resolve({ seconds: (performance.now() - began) / 1000, memory });
      else reject(new Error(`${command} ${args[0]}: exit ${status}`));
    });
    child.stdin.end(input);
  });
}
