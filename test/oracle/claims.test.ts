import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { registry } from '../../server/src/rules/registry.generated.ts';
import { trainingPython } from './support/environment.ts';
import { succeed } from './support/run.ts';

/* Each file of test/fixtures/consequences/ holds what one rule claims, with the jobs that show it and their results. */
test('every recorded consequence shows in a run again', async () => {
  const known = new Set(registry.map(({ id }) => id));
  const recorded = readdirSync('test/fixtures/consequences').map((name) => basename(name, '.json'));
  expect(recorded.filter((rule) => !known.has(rule))).toEqual([]);
  const output = await succeed(trainingPython(), ['scripts/oracle/consequences.py']);
  for (const rule of recorded) expect(output).toContain(`${rule}: as recorded`);
});
