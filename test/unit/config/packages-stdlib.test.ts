import { describe, expect, it } from 'vitest';
import {
  isBuiltinModule,
  isMissedModule,
  isStandardModule,
  type Python,
} from '../../../server/src/config/packages/stdlib.ts';

const UNKNOWN: Python = { standardLibrary: undefined };

describe('isBuiltinModule, where nothing is known of the Python', () => {
  it.each(['os', 'os.path', 'math', '__future__', 'mmengine.config', 'mmengine.config.lazy', 'mmengine.config_tools'])(
    '%s comes with Python or is read by MMEngine itself',
    (name) => expect(isBuiltinModule(name, UNKNOWN)).toBe(true),
  );

  it.each(['torch', 'mmengine', 'mmengine.hooks', '.os', '..', '', 'osx', 'numpy', 'tomllib', 'zipimport'])(
    '%s does not',
    (name) => expect(isBuiltinModule(name, UNKNOWN)).toBe(false),
  );
});

describe('isBuiltinModule', () => {
  it('asks the standard library about the top of the name', () => {
    const asked: string[] = [];
    const python: Python = {
      standardLibrary: {
        has: () => true,
        recognizes: (name) => {
          asked.push(name);
          return name === 'os';
        },
      },
    };
    expect(['os.path', 'copy', 'torch'].map((name) => isBuiltinModule(name, python))).toEqual([true, false, false]);
    expect(asked).toEqual(['os', 'copy']);
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

it('isMissedModule is true of what is there and not recognized', () => {
  const python: Python = {
    standardLibrary: { has: (name) => name !== 'imp', recognizes: (name) => name === 'sys' },
  };
  expect(['copy', 'sys', 'imp', 'torch'].map((name) => isMissedModule(name, python))).toEqual([
    true,
    false,
    false,
    false,
  ]);
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
