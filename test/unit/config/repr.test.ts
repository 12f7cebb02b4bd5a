import { describe, expect, it } from 'vitest';
import { pythonBytesRepr, pythonFloatRepr, pythonStringRepr } from '../../../server/src/config/repr.ts';

describe('repr of floats', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [0.1, '0.1'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [2.5e-5, '2.5e-05'],
    [123456789.125, '123456789.125'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.5e16, '1.5e+16'],
    [1e100, '1e+100'],
    [1e-300, '1e-300'],
    [9007199254740992, '9007199254740992.0'],
    [5e-324, '5e-324'],
    [-1.7976931348623157e308, '-1.7976931348623157e+308'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('%s', (value, text) => expect(pythonFloatRepr(value)).toBe(text));
});

describe('repr of strings', () => {
  it.each([
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    ['both \' and "', "'both \\' and \"'"],
    ['a\\b\n\t\r', "'a\\\\b\\n\\t\\r'"],
    ['\u0000\u007f\u00a0\u00ad', "'\\x00\\x7f\\xa0\\xad'"],
    ['é中 \u3000\u2028\ufeff', "'é中 \\u3000\\u2028\\ufeff'"],
    ['\ud800', "'\\ud800'"],
    ['😀\u{e0001}', "'😀\\U000e0001'"],
  ])('%j', (value, text) => expect(pythonStringRepr(value)).toBe(text));

  it('writes bytes in ASCII', () => expect(pythonBytesRepr("a'\u0000\u00ff~")).toBe('b"a\'\\x00\\xff~"'));
});
