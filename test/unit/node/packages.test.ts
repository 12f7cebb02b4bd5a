import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { disk } from '../../../server/src/node/disk.ts';
import { packageLocator } from '../../../server/src/node/packages.ts';

const root = mkdtempSync(join(tmpdir(), 'mmlens-pythons-'));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** @returns the folder of an installed Python 3.x. */
function install(name: string, minor: number, packages: readonly string[]): string {
  const prefix = join(root, name);
  const site = `lib/python3.${minor}/site-packages`;
  for (const file of [
    `bin/python3.${minor}`,
    `lib/python3.${minor}/os.py`,
    `lib/python3.${minor}/copy.py`,
    ...packages.map((each) => `${site}/${each}/__init__.py`),
  ]) {
    mkdirSync(dirname(join(prefix, file)), { recursive: true });
    writeFileSync(join(prefix, file), '');
  }
  symlinkSync(`python3.${minor}`, join(prefix, 'bin/python'));
  return prefix;
}

function locator(interpreter?: string) {
  return packageLocator(disk, { interpreter, searchPaths: [], folders: [join(root, 'work')] });
}

const withEngine = install('with-engine', 11, ['mmengine', 'mmdet']);
const without = install('without', 12, []);

/** Of the only Python here that is so new, MMEngine misses `os`. */
const isWithEngine = (interpreter?: string) => locator(interpreter).standardLibrary?.recognizes('os') === false;

describe('the Python that loads configs', () => {
  test('is the one of the environment that is active', () => {
    vi.stubEnv('VIRTUAL_ENV', withEngine);
    expect(isWithEngine()).toBe(true);
    vi.stubEnv('VIRTUAL_ENV', without);
    // Whatever it is good for, MMEngine does not run there.
    expect(locator().standardLibrary).toBeUndefined();
  });

  test('is the one that is named, whatever is active', () => {
    vi.stubEnv('VIRTUAL_ENV', without);
    expect(isWithEngine(join(withEngine, 'bin/python'))).toBe(true);
    expect(isWithEngine(withEngine)).toBe(true);
    expect(isWithEngine(join(withEngine, 'bin'))).toBe(true);
  });

  test('may lie behind links: those of its folders are not followed', () => {
    symlinkSync(withEngine, join(root, 'linked'));
    vi.stubEnv('VIRTUAL_ENV', '');
    const { standardLibrary } = locator(join(root, 'linked/bin/python'));
    expect([standardLibrary?.recognizes('copy'), standardLibrary?.recognizes('os')]).toEqual([true, false]);
    mkdirSync(join(root, 'commands/bin'), { recursive: true });
    symlinkSync(join(withEngine, 'bin/python'), join(root, 'commands/bin/python'));
    vi.stubEnv('PYTHONPATH', join(withEngine, 'lib/python3.11/site-packages'));
    expect(locator(join(root, 'commands/bin/python')).standardLibrary?.recognizes('copy')).toBe(false);
  });

  test('is what the shell runs where none is active, if MMEngine is there', () => {
    vi.stubEnv('VIRTUAL_ENV', '');
    vi.stubEnv('CONDA_PREFIX', '');
    vi.stubEnv('PATH', join(withEngine, 'bin'));
    expect(isWithEngine()).toBe(true);
    expect(locator().moduleFile('mmdet')).toBe(join(withEngine, 'lib/python3.11/site-packages/mmdet/__init__.py'));
    vi.stubEnv('PATH', join(without, 'bin'));
    expect(locator().standardLibrary).toBeUndefined();
    vi.stubEnv('PATH', '');
    expect(locator().standardLibrary).toBeUndefined();
  });

  test('may have MMEngine in other folders', () => {
    vi.stubEnv('VIRTUAL_ENV', '');
    vi.stubEnv('CONDA_PREFIX', '');
    const elsewhere = install('elsewhere', 11, []);
    vi.stubEnv('PATH', join(elsewhere, 'bin'));
    vi.stubEnv('PYTHONPATH', join(withEngine, 'lib/python3.11/site-packages'));
    expect(isWithEngine()).toBe(true);
    vi.stubEnv('PYTHONPATH', '');
    expect(locator().standardLibrary).toBeUndefined();
    mkdirSync(join(elsewhere, 'lib/python3.11/site-packages'));
    writeFileSync(
      join(elsewhere, 'lib/python3.11/site-packages/engine.pth'),
      join(withEngine, 'lib/python3.11/site-packages'),
    );
    expect(isWithEngine()).toBe(true);
    rmSync(join(elsewhere, 'lib/python3.11/site-packages/engine.pth'));
    vi.stubEnv('PYTHONUSERBASE', withEngine);
    expect(isWithEngine()).toBe(true);
    // A folder of that name in the workspace is a checkout, of which nobody knows whether it is used.
    vi.stubEnv('PYTHONUSERBASE', '');
    mkdirSync(join(root, 'work/mmengine'), { recursive: true });
    expect(locator().standardLibrary).toBeUndefined();
  });
});

test('pyenv is asked which version is meant', () => {
  const pyenv = join(root, 'pyenv');
  install('pyenv/versions/3.11.7', 11, ['mmengine']);
  install('pyenv/versions/3.9.18', 9, ['mmengine']);
  install('pyenv/versions/3.9.2', 9, []);
  mkdirSync(join(pyenv, 'shims'));
  writeFileSync(join(pyenv, 'shims/python'), '#!/usr/bin/env bash\n');
  writeFileSync(join(pyenv, 'version'), '3.11.7\n');
  for (const name of ['VIRTUAL_ENV', 'CONDA_PREFIX', 'PYENV_VERSION']) vi.stubEnv(name, '');
  vi.stubEnv('PATH', `${join(pyenv, 'shims')}:${join(withEngine, 'bin')}`);
  const recognizesOs = () => locator().standardLibrary?.recognizes('os');
  expect(recognizesOs()).toBe(false);
  // The latest of that name, the first of several.
  for (const version of ['3.9.18', '3.9', '3.9:3.11.7']) {
    vi.stubEnv('PYENV_VERSION', version);
    expect(recognizesOs()).toBe(true);
  }
  vi.stubEnv('PYENV_VERSION', 'system');
  expect(recognizesOs()).toBe(false);
  vi.stubEnv('PYENV_VERSION', '');
  mkdirSync(join(root, 'work'), { recursive: true });
  writeFileSync(join(root, '.python-version'), '3.9\n');
  expect(recognizesOs()).toBe(true);
});
