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
  const rounds: { seconds: number; memory: number }[] = [];
  for (let round = 0; round < 3; round++) {
    rounds.push(await timed(process.execPath, ['dist/cli.js', 'check', '--format', 'json', ...paths], ''));
  }
  const theirs = await timed(configPython(), ['bench/fromfile.py'], paths.join('\n'));
  return {
    name,
    files: paths.length,
    ours: median(rounds.map((round) => round.seconds)),
    mmengine: theirs.seconds,
    memory: Math.max(...rounds.map((round) => round.memory)),
  };
}

function timed(command: string, args: readonly string[], input: string): Promise<{ seconds: number; memory: number }> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(command, args, { env: withPackages(), stdio: ['pipe', 'ignore', 'inherit'] });
    let memory = 0;
    const watch = setInterval(() => {
      memory = Math.max(memory, usageOf(child.pid).peakMemory);
    }, 10);
    child.on('error', reject);
    child.on('exit', (status) => {
      clearInterval(watch);
      // Findings are exit status 1.
      if (status === 0 || status === 1) resolve({ seconds: (performance.now() - began) / 1000, memory });
      else reject(new Error(`${command} ${args[0]}: exit ${status}`));
    });
    child.stdin.end(input);
  });
}
