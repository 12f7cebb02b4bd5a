import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configPython } from './environment.ts';
import { mmlens, succeed } from './run.ts';

/** What compare_show.py says about a set of files. */
export interface Verdict {
  readonly files: number;
  readonly loaded: number;
  readonly refused: number;
  readonly equal: number;
  /** Files with a value that the tool says it cannot know: path, key path, reason. */
  readonly unknown: readonly (readonly [string, string, string])[];
  /** Disagreements: path, first difference. */
  readonly different: readonly (readonly [string, string])[];
}

/**
 * Reads the same files with MMEngine and with `mmlens show` in the same environment, and compares.
 * @param python what both read with; unless given, what the tool supposes where it is told of none: a Python before 3.11 that
 *   is no virtual environment, so that MMEngine knows the standard library for what it is
 */
export async function compareShow(paths: readonly string[], env: NodeJS.ProcessEnv, python?: string): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'mmlens-show-'));
  const truth = join(folder, 'truth.jsonl');
  const shown = join(folder, 'shown.jsonl');
  const input = paths.join('\n');
  const [, result] = await Promise.all([
    python === undefined
      ? succeed(configPython(), ['-X', 'frozen_modules=off', TRUTH, '--plain'], { input, env, output: truth })
      : succeed(python, [TRUTH], { input, env, output: truth }),
    python === undefined
      ? mmlens(['show', '--format', 'json', ...paths], { env: withoutPython(env), cwd: folder, output: shown })
      : mmlens(['show', '--format', 'json', '--python', python, ...paths], { env, output: shown }),
  ]);
  const answered = (await readFile(shown, 'utf8')).split('\n').filter((line) => line !== '').length;
  if (answered !== paths.length)
    throw new Error(
      `mmlens show answered for ${answered} of ${paths.length} files (exit ${result.status})\n${result.stderr.slice(-2000)}`,
    );
  return JSON.parse(await succeed(configPython(), ['scripts/oracle/compare_show.py', truth, shown])) as Verdict;
}

const TRUTH = 'scripts/oracle/show_truth.py';

function withoutPython({ PATH: _, VIRTUAL_ENV: __, CONDA_PREFIX: ___, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}

/** One line for the log, then the disagreements. */
export function describeVerdict(name: string, verdict: Verdict): string {
  const { files, loaded, refused, equal, unknown, different } = verdict;
  const lines = [
    `${name}: ${files} files, MMEngine loads ${loaded} and refuses ${refused}; ` +
      `${equal} equal, ${unknown.length} with $unknown, ${different.length} different`,
  ];
  for (const [path, at, reason] of unknown.slice(0, 40)) lines.push(`  unknown    ${path} ${at}: ${reason}`);
  for (const [path, what] of different.slice(0, 100)) lines.push(`  different  ${path} ${what}`);
  return lines.join('\n');
}
