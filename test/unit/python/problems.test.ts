import { describe, expect, test } from 'vitest';
import { parser } from '../../support/memory.ts';

const errorOf = (code: string) => parser.parse(code).errors[0]?.error;

describe('code that Python refuses', () => {
  // The names are those that CPython 3.11 raises for these texts.
  test.each([
    'dict(a=1 b=2)',
    'x = [1 2]',
    'x = [1, 2\ny = 3\n',
    "x = 'abc\ny=2",
    'x = 007',
    'f(a=1, 2)',
    'dict(a=1, a=2)',
    "print 'x'",
    'return 1',
    'x = *a',
    'x = )',
    '\uFEFFx = 1',
    'x = 1\u200B',
    'x = 1 \\\n',
    'x = 1 \\\r\n',
    'x = 1 \\\n\\\n',
    'x = 1\n\\\n',
    'x = lambda: 1 \\\n',
    'x = {1: 2, 3}',
    'x = 1 +',
    'a b',
    'x = dict(a=1,, b=2)',
    'del f()',
    'f() = 1',
    "x = {'a': 1 'b': 2}",
    'f(**a, *b)',
    'x = 1__0',
    "x = b'é'",
    "x = '\\x4'",
    'x = a ? b',
    'if x = 1: pass',
    'else: pass',
    'break',
    'try:\n  a=1\n',
    'def f(a=1, b): pass',
    'def f(a, a): pass',
    "x = '''abc",
    "'abc' = 1",
    `x = ${'['.repeat(201)}${']'.repeat(201)}`,
  ])('%j is a SyntaxError', (code) => {
    expect(errorOf(code)).toBe('SyntaxError');
  });

  test.each(['if True:\nx=1\n', '  x = 1\n', 'x=1\n  y=2\n', 'if 1:\n    a=1\n  b=2\n', 'class B:\n'])(
    '%j is an IndentationError',
    (code) => {
      expect(errorOf(code)).toBe('IndentationError');
    },
  );

  test('tabs and spaces that disagree are a TabError', () => {
    expect(errorOf('if 1:\n\ta=1\n        b=2\n')).toBe('TabError');
  });

  test.each([
    'x = [*a.b(), *c]',
    'x = f(*a, **b)',
    "x = 'a' 'b'\n",
    'x = (1,\n  2)\n',
    'if a:\n\tb = 1\nelse:\n\tb = 2\n',
    'for i in range(3):\n    x = i; y = i\n',
    'x = 1 if y else 2\n',
    'x = \\\n1\n',
    'x = 1 \\\n\n',
    'x = 1 \\\n  ',
    '# x \\\n',
    "x = '''\\\n'''",
    'x = 1\ry = [2,\r3]\r',
    'x = f"{a!r:>{w}} {{b}}"\n',
    'with read_base():\n    from .a import *\n',
    '# only a comment',
    '',
  ])('%j is fine', (code) => {
    expect(parser.parse(code).errors).toEqual([]);
  });
});

describe('a missing comma', () => {
  test.each([
    ['x = dict(\n    a=[6, 8]\n    b=True,\n)\n', 'x = dict(\n    a=[6, 8]'],
    ['x = dict(a=b\n    c=d)', 'x = dict(a=b'],
    ["x = {'a': 1\n 'b': 2}", "x = {'a': 1"],
    ['x = [dict(a=1)\n dict(b=2)]', 'x = [dict(a=1)'],
    ["x = ['a'\n  b]", "x = ['a'"],
  ])('is pointed at in %j', (code, before) => {
    const { errors, body } = parser.parse(code);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ kind: 'missing-comma', insert: ',', start: before.length, end: before.length });
    expect(body[0]?.kind).toBe('Assign');
  });

  test('does not hide another error', () => {
    const { errors } = parser.parse('x = dict(a=1 b=2)\ny = = 3\n');
    expect(errors.map((error) => error.kind)).toEqual(['missing-comma', 'unexpected']);
  });

  test('is not seen in what only seems to stand in brackets', () => {
    const { errors } = parser.parse('a = [1 2]\nx = [\n    1,\ny = dict(a=1)\nz = 3\n');
    expect(errors.map((error) => [error.kind, error.start])).toEqual([
      ['missing-comma', 6],
      ['unclosed-bracket', 14],
    ]);
  });

  test('two of them are both found, and spans are those of the text as it stands', () => {
    const code = 'a = [1 2]\nb = [3 4]\nc = 5\n';
    const { errors, body } = parser.parse(code);
    expect(errors.map((error) => error.start)).toEqual([6, 16]);
    const last = body[2];
    expect(last && code.slice(last.start, last.end)).toBe('c = 5');
  });
});

test('a text that cannot be read at all still gives a tree', () => {
  for (const code of ['((((', ')))))', '"""', "f'{", 'def', '\\', '\u0000', '@', `x = [${'('.repeat(5000)}`])
    expect(() => parser.parse(code)).not.toThrow();
});
