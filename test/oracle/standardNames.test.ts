import { expect, test } from 'vitest';
import { COMPLETE } from '../../server/src/config/evaluate/standardNames.ts';
import { configPython, trainingPython } from './support/environment.ts';
import { succeed } from './support/run.ts';

const TABLE = 'server/src/config/evaluate/standardNames.json';

test.each([
  ['the Python that reads configs', configPython],
  ["the system's Python", trainingPython],
] as const)('what names of standard modules are, as %s says', async (_, python) => {
  const wrong = await succeed(python(), ['scripts/oracle/standard_names.py', TABLE, ...COMPLETE]);
  expect(wrong).toBe('');
});
