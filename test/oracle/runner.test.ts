import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from './support/check.ts';
import { configsOf, packages, trainingPython, withPackages } from './support/environment.ts';
import { succeed } from './support/run.ts';

/** What judge_runner.py says of a config. */
interface Judged {
  readonly path: string;
  readonly kind: 'refused' | 'fragment' | 'root';
  readonly error: string | null;
}

/** A class of a downstream package that is not installed here: nothing is known about what the Runner would say next. */
const NOT_INSTALLED = /is not in the .*registry/;

/** A base in a package that is not installed: MMEngine may well have it where the config is used, so it is no error. */
const BASE_NOT_INSTALLED = /^ModuleNotFoundError: .* is not installed/;

const JUDGED = ['mmdet', 'mmsegmentation', 'mmpretrain', 'mmocr', 'mmyolo', 'xtuner'];

describe('error-severity findings stand on exactly the configs that the real Runner refuses', () => {
  test.each(JUDGED)('%s', async (name) => {
    const paths = configsOf(packages().get(name) ?? '');
    const [lines, files] = await Promise.all([
      succeed(trainingPython(), ['scripts/oracle/judge_runner.py'], { input: paths.join('\n'), env: withPackages() }),
      check(paths, withPackages()),
    ]);
    const judged = lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Judged);
    const errors = new Map(
      files.map((file) => [
        resolve(file.path),
        file.diagnostics
          .filter((finding) => finding.severity === 'error')
          .map((finding) => `${finding.rule}: ${finding.message}`),
      ]),
    );

    const missed: string[] = [];
    const falselyAccused: string[] = [];
    let refusedByRunner = 0;
    let roots = 0;
    let undecided = 0;
    for (const { path, kind, error } of judged) {
      const found = errors.get(path) ?? [];
      const elsewhere = error !== null && (NOT_INSTALLED.test(error) || BASE_NOT_INSTALLED.test(error));
      const refuses = !elsewhere && error !== null;
      if (kind === 'root') roots++;
      if (elsewhere) undecided++;
      if (refuses) refusedByRunner++;
      if (refuses && found.length === 0) missed.push(`${path}: ${error}`);
      if (!refuses && found.length > 0) falselyAccused.push(`${path}: ${found.join(' | ')}`);
    }
    console.log(
      `${name}: ${judged.length} configs, ${roots} roots; MMEngine refuses ${refusedByRunner}, ` +
        `${undecided} need classes or bases that are not installed; ` +
        `${missed.length} missed, ${falselyAccused.length} falsely accused`,
    );
    expect(judged).toHaveLength(paths.length);
    expect({ missed, falselyAccused }).toEqual({ missed: [], falselyAccused: [] });
  });
});
