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

/** Reads the same files with MMEngine and with `mmlens show` in the same environment, and compares. */
export async function compareShow(paths: readonly string[], env: NodeJS.ProcessEnv): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'mmlens-show-'));
  const truth = join(folder, 'truth.jsonl');
  const shown = join(folder, 'shown.jsonl');
  const [, result] = await Promise.all([
    succeed(configPython(), ['-X', 'frozen_modules=off', 'scripts/oracle/show_truth.py'], {
      input: paths.join('\n'),
      env,
      output: truth,
    }),
    mmlens(['show', '--format', 'json', ...paths], { env, output: shown }),
  ]);
  const answered = (await readFile(shown, 'utf8')).split('\n').filter((line) => line !== '').length;
  if (answered !== paths.length)
    throw new Error(
      `mmlens show answered for ${answered} of ${paths.length} files (exit ${result.status})\n${result.stderr.slice(-2000)}`,
    );
  return JSON.parse(await succeed(configPython(), ['scripts/oracle/compare_show.py', truth, shown])) as Verdict;
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
