import { expect, test } from 'vitest';
import { isPattern, pathMatcher } from '../../../server/src/project/glob.ts';

test.each([
  ['legacy/**', ['legacy/a.py', 'legacy/b/c.py'], ['legacy.py', 'x/legacy/a.py']],
  ['legacy', ['legacy/a.py', 'x/legacy/a.py', 'legacy'], ['legacy2/a.py', 'old-legacy/a.py']],
  ['legacy/', ['x/legacy/a.py'], ['legacy2/a.py']],
  ['/legacy', ['legacy/a.py'], ['x/legacy/a.py']],
  ['configs/*.py', ['configs/a.py'], ['configs/b/a.py', 'configs/a.yaml', 'x/configs/a.py']],
  ['./configs/*.py', ['configs/a.py'], ['configs/b/a.py']],
  ['**/coco/*', ['coco/a.py', 'x/y/coco/a.py'], ['x/cocoa/a.py']],
  ['*_8xb32-*', ['x/r50_8xb32-in1k.py'], ['x/r50_8xb64-in1k.py']],
  ['r?.py', ['r1.py', 'x/r2.py'], ['r10.py', 'r/.py']],
  ['r[0-4].py', ['r3.py'], ['r7.py', 'r[0-4].py']],
  ['r[!0-4].py', ['r7.py'], ['r3.py', 'r/.py']],
  ['*.{yaml,yml}', ['a.yml', 'b/a.yaml'], ['a.py', 'a.yaml2']],
  ['a+b (1).py', ['a+b (1).py'], ['aab (1).py']],
  ['unclosed{a.py', ['unclosed{a.py'], ['unclosed.py']],
  ['a,b.py', ['a,b.py'], ['a.py']],
  ['größe/*', ['größe/ä.py'], ['grosse/a.py']],
  ['windows\\sub', ['windows/sub/a.py'], ['windows/a.py']],
])('%s', (pattern, matching, others) => {
  const matches = pathMatcher(pattern);
  expect(matching.filter((path) => !matches(path))).toEqual([]);
  expect(others.filter(matches)).toEqual([]);
});

test('a range that is empty is no pattern', () => {
  expect(isPattern('[z-a]')).toBe(false);
  expect(isPattern('')).toBe(false);
  expect(isPattern('**')).toBe(true);
});
