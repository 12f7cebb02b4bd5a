import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinPath, normalizePath, relativePath } from '../../../server/src/text/paths.ts';

const SEGMENTS = fc.array(fc.constantFrom('..', '.', '', 'a', 'b.py', '...', '_base_', '.mim'), { maxLength: 6 });

test('paths are joined as Node joins them, and tidied', () => {
  fc.assert(
    fc.property(SEGMENTS, SEGMENTS, fc.boolean(), (folders, parts, isTidy) => {
      const folder = `/${folders.join('/')}`;
      const directory = isTidy ? normalizePath(folder) : folder;
      const path = parts.join('/');
      const expected = posix.resolve('/', path.startsWith('/') ? path : `${directory}/${path}`);
      expect(joinPath(directory, path)).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});

test('a path is called from a folder as Node calls it', () => {
  const names = fc.array(fc.constantFrom('a', 'ab', 'b.py', '.mim'), { maxLength: 4 });
  fc.assert(
    fc.property(names, names, (folders, parts) => {
      const [folder, path] = [`/${folders.join('/')}`, `/${parts.join('/')}`];
      expect(posix.relative(folder, path) || '.').toBe(relativePath(folder, path));
    }),
    { numRuns: 2000 },
  );
});

test('a drive of Windows is a root, and a relative folder may be left', () => {
  expect(joinPath('C:/work/configs', '../base.py')).toBe('C:/work/base.py');
  expect(joinPath('C:/work', 'D:/base.py')).toBe('D:/base.py');
  expect(joinPath('C:/a', '../../../base.py')).toBe('C:/base.py');
  expect(joinPath('a/b', '../../../base.py')).toBe('../base.py');
});
