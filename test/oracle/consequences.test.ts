import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { registry } from '../../server/src/rules/registry.generated.ts';
import { trainingPython } from './support/environment.ts';
import { succeed } from './support/run.ts';

/*
 * What the rules' pages claim, shown by runs: each line of the data is a job that
 * `scripts/oracle/train_schedule.py < test/oracle/consequences.jsonl` repeats, with the rule it speaks for and what is
 * expected of the run.
 */
const DATA = 'test/oracle/consequences.jsonl';

interface Run {
  readonly status: string;
  readonly error: string | null;
  readonly checkpoints: readonly (readonly [number, string])[];
}

test('every claimed consequence shows in a run', async () => {
  const jobs = readFileSync(DATA, 'utf8');
  const output = await succeed(trainingPython(), ['scripts/oracle/train_schedule.py'], { input: jobs });
  const lines = (text: string) => text.split('\n').filter(Boolean);
  const runs = lines(output).map((line) => JSON.parse(line) as Run);
  const known = new Set(registry.map(({ id }) => id));
  for (const [index, line] of lines(jobs).entries()) {
    const { id, rule, expect: expected } = JSON.parse(line);
    expect(known).toContain(rule);
    const run = runs[index];
    const { error, ...shown } = expected;
    const seen = { ...run, checkpoints: run?.checkpoints.map(([iteration]) => iteration) };
    expect(seen, `${rule}: ${id}`).toMatchObject(shown);
    if (error !== undefined) expect(run?.error, `${rule}: ${id}`).toContain(error);
  }
});
