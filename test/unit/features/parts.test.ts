import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseReferenceAt } from '../../../server/src/features/baseReference.ts';
import { fixAll } from '../../../server/src/features/fixAll.ts';
import { amount, code } from '../../../server/src/features/markdown.ts';
import { pathOf, uriOf } from '../../../server/src/features/uri.ts';
import { RemoteFiles } from '../../../server/src/lsp/remoteFiles.ts';
import { readSettings } from '../../../server/src/lsp/settings.ts';
import type { CheckedFinding } from '../../../server/src/rules/check.ts';
import { difference } from '../../../server/src/text/difference.ts';
import { grouped } from '../../../server/src/text/numbers.ts';
import { applyEdits } from '../../../server/src/text/source.ts';

describe('uri', () => {
  test('paths and URIs go there and back', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((name) => !/[/\\\0]/.test(name) && !/^\.+$/.test(name));
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 4 }), (parts) => {
        const path = `/${parts.join('/')}`;
        expect(pathOf(uriOf(path))).toBe(path);
      }),
    );
  });

  test('as VS Code writes them', () => {
    expect(uriOf('/a b/c(1).py')).toBe('file:///a%20b/c%281%29.py');
    expect(pathOf('file:///c%3A/x/y.py')).toBe('c:/x/y.py');
    expect(uriOf('c:/x/y.py')).toBe('file:///c%3A/x/y.py');
    for (const uri of ['untitled:Untitled-1', 'vscode-vfs://github/owner/repo/a.py'])
      expect(uriOf(pathOf(uri))).toBe(uri);
  });
});

test('difference is the edit from one text to the other, and as small as one edit can be', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '😀', '😁'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = difference(before, after);
      expect(applyEdits(before, edits)).toBe(after);
      expect(edits.length).toBe(before === after ? 0 : 1);
    }),
  );
  expect(difference('x = 1\ny = 2\n', 'x = 1\ny = 32\n')).toEqual([{ span: { start: 10, end: 10 }, text: '3' }]);
});

describe('fixAll', () => {
  const finding = (start: number, text: string, preferred = true): CheckedFinding => ({
    rule: 'r',
    severity: 'error',
    message: '',
    keyPath: [],
    place: { path: '/a', start, end: start },
    fixes: [{ title: '', preferred, edits: [{ span: { start, end: start + 1 }, text }] }],
  });

  test('goes on until nothing is left, and leaves what is not preferred', () => {
    const next: Record<string, string> = { a: 'b', b: 'c' };
    const findingsIn = (text: string) =>
      [...text].flatMap((letter, at) =>
        letter in next ? [finding(at, next[letter] ?? '')] : letter === 'x' ? [finding(at, 'y', false)] : [],
      );
    expect(applyEdits('a x a', fixAll('a x a', findingsIn))).toBe('c x c');
    expect(fixAll('c x', findingsIn)).toEqual([]);
  });

  test('fixes that overlap wait, and fixes that undo each other end', () => {
    const same = (text: string) => (text === 'a' ? [finding(0, 'b'), finding(0, 'c')] : []);
    expect(applyEdits('a', fixAll('a', same))).toBe('b');
    const back = (text: string) => [finding(0, text === 'a' ? 'b' : 'a')];
    expect(['a', 'b']).toContain(applyEdits('a', fixAll('a', back)));
  });
});

test('base references', () => {
  const at = (marked: string) => baseReferenceAt(marked.replace('|', ''), marked.indexOf('|'))?.keyPath;
  expect(at("x = '{{ _base_.a.b|_c }}'")).toEqual(['a', 'b_c']);
  expect(at('x = _base_.a|.b')).toEqual(['a', 'b']);
  expect(at('x = _base_.a.co|py()')).toEqual(['a']);
  expect(at("_bas|e_ = 'a.py'")).toBeUndefined();
  expect(at('x = |1\ny = _base_.a')).toBeUndefined();
});

test('numbers and code in Markdown', () => {
  expect([grouped(7330), grouped(117266), grouped(999), grouped(1234.5), grouped(1e21)]).toEqual([
    '7,330',
    '117,266',
    '999',
    '1,234.5',
    '1e+21',
  ]);
  expect([amount(1, 'epoch'), amount(2000, 'iter')]).toEqual(['1 epoch', '2,000 iterations']);
  expect(code('a`b')).toBe('`` a`b ``');
});

test('files of the editor are missing until they are fetched, and fetched again when they change', async () => {
  const asked: string[] = [];
  const files = new RemoteFiles(async (path) => {
    asked.push(path);
    if (path === '/bad') throw new Error('gone');
    return path === '/d' ? { kind: 'directory', entries: ['a.py'] } : { kind: 'file', text: 'x = 1\n' };
  });
  expect(files.read('/d/a.py')).toEqual({ kind: 'missing' });
  expect(files.list('/d')).toEqual([]);
  expect(files.isFile('/bad')).toBe(false);
  expect(files.isWaiting).toBe(true);
  await files.fetchWanted();
  expect(files.isWaiting).toBe(false);
  expect(files.read('/d/a.py')).toEqual({ kind: 'text', text: 'x = 1\n' });
  expect(files.list('/d')).toEqual(['a.py']);
  expect(files.read('/bad')).toEqual({ kind: 'unreadable', reason: 'gone' });
  files.forget('/d/a.py');
  expect(files.read('/d/a.py')).toEqual({ kind: 'missing' });
  await files.fetchWanted();
  expect(asked.filter((path) => path === '/d/a.py')).toHaveLength(2);
});

test('settings are taken as far as they are valid', () => {
  expect(readSettings(null)).toEqual({});
  expect(
    readSettings({ itersPerEpoch: null, rules: { a: 'off', b: 'loud' }, python: { searchPaths: ['x', 3] } }),
  ).toEqual({
    rules: { a: 'off' },
    python: { searchPaths: ['x'] },
  });
  expect(readSettings({ itersPerEpoch: 7330 })).toMatchObject({ itersPerEpoch: 7330 });
});
