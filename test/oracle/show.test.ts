import { describe, expect, test } from 'vitest';
import { configPython, configsOf, packages, withPackages } from './support/environment.ts';
import { compareShow, describeVerdict, type Verdict } from './support/truth.ts';

/** At most this share of the files may hold a value that the tool says it cannot know. */
const UNKNOWN_SHARE = 0.005;

describe('mmlens show reads released configs as MMEngine does', () => {
  const verdicts: Verdict[] = [];

  test.each([...packages()])('%s', async (name, root) => {
    const verdict = await compareShow(configsOf(root), withPackages(), configPython());
    verdicts.push(verdict);
    console.log(describeVerdict(name, verdict));
    expect(verdict.files).toBeGreaterThan(100);
    expect(verdict.different).toEqual([]);
  });

  test.each([...packages()])('%s, with a Python that is no virtual environment', async (name, root) => {
    const verdict = await compareShow(configsOf(root), withPackages());
    verdicts.push(verdict);
    console.log(describeVerdict(`${name} without environment`, verdict));
    expect(verdict.different).toEqual([]);
  });

  test('hardly any value is unknown', () => {
    const files = verdicts.reduce((sum, verdict) => sum + verdict.files, 0);
    const unknown = verdicts.flatMap((verdict) => verdict.unknown);
    console.log(`${files} files, ${unknown.length} with $unknown`);
    expect(files).toBeGreaterThan(6000);
    expect(unknown.length).toBeLessThanOrEqual(files * UNKNOWN_SHARE);
  });
});

describe('mmlens show reads a package as MMEngine does where no other package is installed', () => {
  const alone = ['mmdet', 'mmsegmentation'];

  test.each(alone)('%s', async (name) => {
    const root = packages().get(name) ?? '';
    const env = { ...process.env };
    delete env.PYTHONPATH;
    const verdict = await compareShow(configsOf(root), env, configPython());
    console.log(describeVerdict(`${name} alone`, verdict));
    expect(verdict.different).toEqual([]);
    expect(verdict.equal).toBeGreaterThanOrEqual(verdict.loaded * 0.99);
  });
});
