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

describe('the Python that loads configs', () => {
  test('is the one of the environment that is active', () => {
    vi.stubEnv('VIRTUAL_ENV', withEngine);
    expect(locator().standardLibrary).toMatchObject({ minor: 11, isRecognized: true });
    vi.stubEnv('VIRTUAL_ENV', without);
    // Whatever it is good for, MMEngine does not run there.
    expect(locator().standardLibrary).toBeUndefined();
  });

  test('is the one that is named, whatever is active', () => {
    vi.stubEnv('VIRTUAL_ENV', without);
    expect(locator(join(withEngine, 'bin/python')).standardLibrary?.minor).toBe(11);
    expect(locator(withEngine).standardLibrary?.minor).toBe(11);
  });

  test('is what the shell runs where none is active, if MMEngine is there', () => {
    vi.stubEnv('VIRTUAL_ENV', '');
    vi.stubEnv('CONDA_PREFIX', '');
    vi.stubEnv('PATH', join(withEngine, 'bin'));
    expect(locator().standardLibrary?.minor).toBe(11);
    expect(locator().moduleFile('mmdet')).toBe(join(withEngine, 'lib/python3.11/site-packages/mmdet/__init__.py'));
    vi.stubEnv('PATH', join(without, 'bin'));
    expect(locator().standardLibrary).toBeUndefined();
    vi.stubEnv('PATH', '');
    expect(locator().standardLibrary).toBeUndefined();
  });

  test('is the version that pyenv is set to', () => {
    const pyenv = join(root, 'pyenv');
    install('pyenv/versions/3.10.13', 10, ['mmengine']);
    install('pyenv/versions/3.9.18', 9, ['mmengine']);
    mkdirSync(join(pyenv, 'shims'));
    writeFileSync(join(pyenv, 'shims/python'), '#!/usr/bin/env bash\n');
    writeFileSync(join(pyenv, 'version'), '3.10.13\n');
    vi.stubEnv('VIRTUAL_ENV', '');
    vi.stubEnv('CONDA_PREFIX', '');
    vi.stubEnv('PYENV_VERSION', '');
    vi.stubEnv('PATH', join(pyenv, 'shims'));
    expect(locator().standardLibrary?.minor).toBe(10);
    vi.stubEnv('PYENV_VERSION', '3.9.18');
    expect(locator().standardLibrary?.minor).toBe(9);
  });
});
