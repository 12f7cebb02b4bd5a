import { expect, test } from 'vitest';
import { RecentMap } from '../../../server/src/text/recentMap.ts';

test('keeps what was used last, and never twice the limit', () => {
  const map = new RecentMap<number>(() => 4);
  for (let index = 0; index < 100; index++) {
    map.set(`${index}`, index);
    map.get('7');
    const kept = [...map].map(([, value]) => value);
    expect(kept.length).toBeLessThan(8);
    expect(new Set(kept).size).toBe(kept.length);
    for (const value of [index, index - 1, index - 2].filter((each) => each >= 0)) expect(kept).toContain(value);
  }
  expect(map.get('7')).toBe(7);
  expect(map.get('8')).toBeUndefined();
});

test('answers with the newest value and forgets a deleted one', () => {
  const map = new RecentMap<string>(() => 2);
  for (const [key, value] of ['a1', 'b1', 'a2', 'c1']) map.set(`${key}`, `${value}`);
  expect(map.get('a')).toBe('2');
  map.delete('a');
  expect(map.get('a')).toBeUndefined();
  expect([...map].map(([key]) => key)).not.toContain('a');
  map.clear();
  expect([...map]).toEqual([]);
});
