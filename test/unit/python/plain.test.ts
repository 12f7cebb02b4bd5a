import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { RepeatedStatements } from '../../../server/src/python/plain/repeated.ts';
import { parsePlain } from '../../../server/src/python/plain/statements.ts';
import { parser } from '../../support/memory.ts';
import { spelledOut } from '../../support/trees.ts';

/** The tree that the full parser gives. */
function full(text: string) {
  return parser.parseByGrammar(text);
}

const PIECES = [
  'x = 1',
  'y = \'a\' "b"',
  'z = dict(a=1, b=[2, 3.5e-3,], **c)',
  "t = ('a', *b)",
  'u, v = 1, 2',
  'w = 1,',
  'a.b[1:2, ] = 3',
  'a[-1].c += 2',
  'l = [i * 2 for i in range(3) if i % 2 == 0]',
  'd = {k: v for k, v in e.items()}',
  "d = {'a': 1, **b}",
  'c = a if b else not c',
  'n = -2 ** -x + ~3 // 4',
  'q = a or b and c not in d is not None',
  'f(x for x in y)',
  "g = (\n    'a'  # one\n    'b'\n)",
  '# comment',
  '',
  'import os',
  'import a.b as c',
  'from . import x',
  'from ..a.b import (c, d as e,)',
  'from m import *',
  'if x:\n    y = 1\nelif z:\n    pass\nelse:\n    w = 2',
  'for i, j in x:\n    y = i\n\n    # deep\n    z = j',
  'with read_base():\n    from .a import *\n    from .b import c',
  "r = r'\\d' + u'x'",
  "b'\\x00'",
  'x = (1)',
  'x = ((1, 2))',
  'x = a[1:][::2][:, ]',
  'x = \\\n    1',
  'lambda: 1',
  'del x',
  'del a.b, c[0]',
  "f'{x}/{a.b[1]} {{y}}' 'z'",
  "rf'\\d{x}'",
  "f'{x!r}'",
  "f'{x:>3}{y=}'",
  "f'{d[1:2]}{ e }'",
  'def f(a=1):\n    return a',
  "f'{x}'",
  'x = y = 3',
  'x: int = 3',
  'assert x',
  'x = 1; y = 2',
  'x = 007',
  'dict(a=1, a=2)',
  'f(a=1, 2)',
  'x = 1 if 2',
  'x = {1}',
  'x = {*a}',
  'x = ()',
  'x = not',
  'x = 1_000',
  'x <<= 2',
  'x = a << 2',
  'x = a @ b',
  'x = (yield)',
  'print(x)',
  "print('a', b)  # c",
  'print (x)',
  'print(x) % y',
  'print(x), y',
  'print(x).y',
  'print(x).y = 1',
  'print(x)(y)',
  'print x',
  'print(*x, sep=y)',
  'x = a << 2 + 1 & b >> c | 1',
  'x = a <<b<< -c',
  'x = a <<= b',
  'x = a < < b',
  'x = 0xFF + 1j',
  '  x = 1',
  '\tx = 1',
  'é = 1',
  'x = 1 # é',
  "f(a = 1, b =\\\n'c' )",
  'f(a == 1, b)',
  'f(a\n=1)',
  'f((a)=1)',
  'f(None=1)',
  'f(1=2)',
  'f(a=b=c)',
  'f(a:=1)',
  "x = 1 .real, 'a'.b, 2 ** 3, 'a' % b",
  "x = ['a'  # one\n    , 12  # two\n]",
];

describe('the plain reader', () => {
  test('gives what the full parser gives, wherever it gives anything', () => {
    const cut = fc.tuple(fc.nat(400), fc.nat(6), fc.constantFrom('', ' ', ',', ')', '\n', "'", '=', '.', '*', 'if '));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }),
        fc.option(cut),
        (pieces, change) => {
          let text = pieces.join('\n');
          if (change) {
            const at = Math.min(change[0], text.length);
            text = text.slice(0, at) + change[2] + text.slice(at + change[1]);
          }
          const plain = parsePlain(text);
          // The grammar takes a star only before some expressions, Python before any.
          if (plain && !/(?:^|[,([{=])\s*\*\s*[-+~\d'"]/m.test(text)) expect(plain).toEqual(full(text));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('gives the same for statements that it has read elsewhere', () => {
    const lines = fc.constantFrom(
      ...PIECES.filter((piece) => parsePlain(piece)),
      '',
      '# b',
      'x = 1  # a',
      'x = [\n  1,  # a\n\n  # b\n  2]',
      "x = '''\ny = 2\n'''",
    );
    const ends = fc.constantFrom('\n', '\r\n', '\n\n', '');
    const texts = fc.array(fc.tuple(fc.array(lines, { maxLength: 8 }), ends), { minLength: 2, maxLength: 6 });
    let reused = 0;
    fc.assert(
      fc.property(texts, (parts) => {
        const repeated = new RepeatedStatements();
        for (const [pieces, end] of parts) {
          const text = pieces.map((piece) => piece + end).join('') || pieces.join('\n');
          const plain = parsePlain(text, repeated);
          expect(plain && spelledOut(plain)).toEqual(parsePlain(text));
          for (const statement of plain?.body ?? []) if (statement.kind === 'Assign' && statement.moved) reused++;
        }
      }),
      { numRuns: 2000 },
    );
    expect(reused).toBeGreaterThan(500);
  });

  test('reads configs with carriage returns, comments at the end and none at all', () => {
    for (const text of ['', '# x', 'x = 1', 'x = [\r\n  1,  # a\r\n]\r\n# b\r\n', "x = '''a\r\nb'''\r\n"])
      expect(parsePlain(text), JSON.stringify(text)).toEqual(full(text));
  });

  test('reads the examples', () => {
    const files = globSync('examples/**/*.py', { absolute: true });
    const plain = files.filter((file) => {
      const text = readFileSync(file, 'utf8');
      const module = parsePlain(text);
      if (module) expect(module, file).toEqual(full(text));
      return module !== undefined;
    });
    expect(plain.length).toBeGreaterThan(files.length * 0.7);
  });

  test('does not take a statement for one that goes on with the next line', () => {
    const repeated = new RepeatedStatements();
    for (const end of ['\n', '\r\n'])
      for (const [first, rest] of [
        ['x = 1 \\', '+ 2'],
        ['x = 1, \\', '2'],
        ['x = a \\', '(1)'],
        ["x = 'a' \\", "'b'"],
      ]) {
        parsePlain(`${first}${end}`, repeated);
        const text = `${first}${end}${rest}${end}`;
        const module = parsePlain(text, repeated);
        expect(module && spelledOut(module), text).toEqual(parsePlain(text));
      }
  });

  test('keeps no more of what it has read than it may', () => {
    const repeated = new RepeatedStatements();
    const read = (text: string) => parsePlain(text, repeated)?.body.at(-1);
    const isKept = (text: string) => {
      const statement = read(`\n${text}`);
      return statement?.kind === 'Assign' && statement.moved !== undefined;
    };
    read('x = 1\n');
    expect(isKept('x = 1\n')).toBe(true);
    // Not so long that it would be forgotten for its own length, but together.
    for (let index = 0; index < 4000; index++) read(`name_${index} = '${'a'.repeat(200)}'\n`);
    expect(isKept('x = 1\n')).toBe(false);
    read('y = 1\n');
    for (let index = 0; index < 500; index++) read(`# ${'b'.repeat(60_000)}\nname_${index} = 1\n`);
    expect(isKept('y = 1\n'), 'each of these keeps its text').toBe(false);
    const long = `z = [${'1, '.repeat(4000)}]\n`;
    read(long);
    expect(isKept(long)).toBe(false);
  });
});
