import { describe, expect, test } from 'vitest';
import { type Baseline, baselineText, compareWith, readBaseline } from '../../../server/src/project/baseline.ts';
import { memoryFiles } from '../../support/memory.ts';

const finding = (path: string, rule: string, ...keyPath: (string | number)[]) => ({ path, rule, keyPath });

function reread(text: string): Baseline {
  const baseline = readBaseline('/r/base.json', memoryFiles(new Map([['/r/base.json', text]])));
  if ('reason' in baseline) throw new Error(baseline.reason);
  return baseline;
}

describe('a baseline', () => {
  const old = [finding('a.py', 'x', 'k', 0), finding('b/c.py', 'y'), finding('a.py', 'z', 'k'), finding('b/c.py', 'y')];
  const baseline = reread(baselineText(old));

  test('is the same text in whatever order findings come', () => {
    expect(baselineText([...old].reverse())).toBe(baselineText(old));
    expect(baselineText([])).toBe('{\n  "version": 1,\n  "findings": []\n}\n');
  });

  test('knows what it was written from', () => {
    expect(
      compareWith(
        baseline,
        '/r/a.py',
        [old[0], old[2]].flatMap((each) => each ?? []),
      ),
    ).toEqual({ fresh: [], gone: [] });
    expect(compareWith(baseline, '/r/b/c.py', [finding('', 'y'), finding('', 'y')])).toEqual({ fresh: [], gone: [] });
  });

  test('knows neither other rules, other keys and other files, nor one more of the same', () => {
    const fresh = [finding('', 'y', 'other'), finding('', 'w')];
    expect(compareWith(baseline, '/r/b/c.py', fresh).fresh).toEqual(fresh);
    expect(compareWith(baseline, '/r/d.py', [finding('', 'y')]).fresh).toHaveLength(1);
    expect(
      compareWith(
        baseline,
        '/r/b/c.py',
        [1, 2, 3].map(() => finding('', 'y')),
      ).fresh,
    ).toHaveLength(1);
  });

  test('tells what no longer occurs, and how often', () => {
    expect(compareWith(baseline, '/r/b/c.py', [finding('', 'y')]).gone).toEqual([
      { path: 'b/c.py', rule: 'y', keyPath: [], count: 1 },
    ]);
    expect(compareWith(baseline, '/r/a.py', []).gone).toHaveLength(2);
  });
});
