import { describe, expect, it } from 'vitest';
import {
  isBuiltinModule,
  isStandardModule,
  type Python,
  type StandardLibrary,
} from '../../../server/src/config/packages/stdlib.ts';

const UNKNOWN: Python = { standardLibrary: undefined };

const python = (minor: number, others: Partial<StandardLibrary> = {}): Python => ({
  standardLibrary: { minor, isRecognized: true, hasFile: () => true, ...others },
});

describe('isBuiltinModule', () => {
  it.each(['os', 'os.path', 'math', '__future__', 'mmengine.config', 'mmengine.config.lazy', 'mmengine.config_tools'])(
    '%s comes with Python or is read by MMEngine itself',
    (name) => expect(isBuiltinModule(name, UNKNOWN)).toBe(true),
  );

  it.each(['torch', 'mmengine', 'mmengine.hooks', '.os', '..', '', 'osx', 'numpy', 'tomllib', 'zipimport'])(
    '%s does not',
    (name) => expect(isBuiltinModule(name, UNKNOWN)).toBe(false),
  );

  // As `_is_builtin_module` of MMEngine 0.10.7 answered under these versions.
  it.each([
    ['os', 10, true],
    ['os.path', 11, false],
    ['io', 11, false],
    ['math', 11, true],
    ['copy', 13, true],
    ['tomllib', 11, true],
    ['imp', 11, true],
    ['imp', 12, false],
    ['cgi', 12, true],
    ['cgi', 13, false],
    ['binhex', 10, true],
    ['binhex', 11, false],
  ])('%s in Python 3.%i: %s', (name, minor, answer) => expect(isBuiltinModule(name, python(minor))).toBe(answer));

  it('misses what lies in a folder that it does not know, and nothing that is compiled into the interpreter', () => {
    const elsewhere = python(10, { isRecognized: false, hasFile: (name) => name !== 'sys' });
    expect(['sys', 'copy', 'mmengine.config'].map((name) => isBuiltinModule(name, elsewhere))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('does not look for the Python because of what never comes with one', () => {
    const nobody: Python = {
      get standardLibrary(): never {
        throw new Error('asked');
      },
    };
    expect(isBuiltinModule('torch', nobody)).toBe(false);
    expect(() => isBuiltinModule('copy', nobody)).toThrow('asked');
  });
});

it('isStandardModule does not ask which version', () => {
  expect(['os', 'imp', 'tomllib', 'mmengine.config', 'torch', '.os'].map(isStandardModule)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});
