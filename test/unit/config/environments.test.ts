import { describe, expect, it } from 'vitest';
import {
  environments,
  type PythonLocations,
  standardLibraryOf,
} from '../../../server/src/config/packages/environments.ts';
import { memoryFiles } from '../../support/memory.ts';

const files = memoryFiles(
  new Map(
    Object.entries({
      // Debian's
      '/usr/bin/python3.11': '',
      '/usr/lib/python3.11/os.py': '',
      '/usr/lib/python3.11/json/__init__.py': '',
      '/usr/lib/python3.11/lib-dynload/_json.cpython-311-x86_64-linux-gnu.so': '',
      '/usr/lib/python3.9/os.py': '',
      '/debian-venv/pyvenv.cfg': 'home = /usr/bin\nversion = 3.11.2\n',
      // of a version manager
      '/opt/pythons/3.10.13/lib/python3.10/os.py': '',
      '/opt/pythons/3.10.13/lib/python3.10/copy.py': '',
      '/opt/pythons/3.10.13/lib/python3.10/lib-dynload/math.cpython-310-x86_64-linux-gnu.so': '',
      '/venv/pyvenv.cfg': 'home = /opt/pythons/3.10.13/bin\nversion_info = 3.10.13\n',
      // in a container
      '/usr/local/lib/python3.8/os.py': '',
      // conda's
      '/conda/envs/mm/conda-meta/python-3.9.18-h955ad1f_0.json': '',
      '/conda/envs/mm/lib/python3.9/os.py': '',
      // Windows
      'C:/Python310/Lib/os.py': '',
      'C:/Python310/DLLs/_ctypes.pyd': '',
      'C:/work/venv/pyvenv.cfg': 'home = C:\\Python310\r\nversion = 3.10.11\r\n',
      'C:/conda/envs/mm/python.exe': '',
      'C:/conda/envs/mm/python310.dll': '',
      'C:/conda/envs/mm/Lib/os.py': '',
      // incomplete
      '/moved/pyvenv.cfg': 'home = /gone/bin\nversion = 3.10.11\n',
      '/two/lib/python3.9/os.py': '',
      '/two/lib/python3.10/os.py': '',
    }),
  ),
);

function libraryOf(locations: Partial<PythonLocations>) {
  const [environment] = environments(files, { workspaceFolders: [], ...locations });
  return environment && standardLibraryOf(files, environment);
}

const interpreter = (path: string, target = path) => ({ interpreter: { path, target } });

describe('the standard library of', () => {
  it.each<[string, Partial<PythonLocations>, number, boolean]>([
    ["Debian's Python", interpreter('/usr/bin/python3', '/usr/bin/python3.11'), 11, true],
    ["a virtual environment of Debian's", { virtualEnv: '/debian-venv' }, 11, true],
    ['a virtual environment of any other', { virtualEnv: '/venv' }, 10, false],
    ['the same by its interpreter', interpreter('/venv/bin/python', '/opt/pythons/3.10.13/bin/python3.10'), 10, false],
    [
      'that other itself',
      interpreter('/opt/pythons/3.10.13/bin/python', '/opt/pythons/3.10.13/bin/python3.10'),
      10,
      true,
    ],
    ['a container', interpreter('/usr/local/bin/python', '/usr/local/bin/python3.8'), 8, true],
    [
      'a link to a Python elsewhere',
      interpreter('/home/me/bin/python', '/opt/pythons/3.10.13/bin/python3.10'),
      10,
      false,
    ],
    ['conda', { virtualEnv: '/conda/envs/mm' }, 9, true],
    ['a virtual environment on Windows', interpreter('C:\\work\\venv\\Scripts\\python.exe'), 10, false],
    ['conda on Windows', { virtualEnv: 'C:\\conda\\envs\\mm' }, 10, true],
  ])('%s', (_, locations, minor, isRecognized) => {
    expect(libraryOf(locations)).toMatchObject({ minor, isRecognized });
  });

  it('what is not there, or of which it is not clear which it is, is not known', () => {
    expect(libraryOf({ virtualEnv: '/moved' })).toBeUndefined();
    expect(libraryOf({ virtualEnv: '/two' })).toBeUndefined();
    expect(libraryOf({})).toBeUndefined();
  });

  it('knows which modules have files', () => {
    const has = (locations: Partial<PythonLocations>, names: readonly string[]) =>
      names.map((name) => libraryOf(locations)?.hasFile(name));
    expect(has({ virtualEnv: '/venv' }, ['copy', 'math', 'sys'])).toEqual([true, true, false]);
    expect(has({ virtualEnv: '/debian-venv' }, ['json', '_json', 'math'])).toEqual([true, true, false]);
    expect(has({ virtualEnv: 'C:\\work\\venv' }, ['_ctypes', 'math'])).toEqual([true, false]);
  });
});

describe('the environment that serves', () => {
  const fallback = { path: '/usr/bin/python', target: '/usr/bin/python3.11' };

  it('is the one in the workspace before that of the shell', () => {
    const local = memoryFiles(new Map([['/work/.venv/pyvenv.cfg', 'home = /usr/bin\n']]));
    const prefixes = (workspaceFolders: readonly string[]) =>
      environments(local, { fallback, workspaceFolders }).map(({ prefix }) => prefix);
    expect(prefixes(['/work'])).toEqual(['/work/.venv']);
    expect(prefixes(['/other'])).toEqual(['/usr']);
  });
});
