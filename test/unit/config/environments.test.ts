import { describe, expect, it } from 'vitest';
import { environments, interpreterIn, type PythonLocations } from '../../../server/src/config/packages/environments.ts';
import { loadingEnvironment } from '../../../server/src/config/packages/roots.ts';
import { standardLibraryOf } from '../../../server/src/config/packages/standardLibrary.ts';
import { memoryFiles } from '../../support/memory.ts';

/** Files without content, and what else there is. */
function disk(names: string, others: Readonly<Record<string, string>> = {}) {
  const empty = names.split(/\s+/).filter((name) => name !== '');
  return memoryFiles(new Map([...empty.map((name) => [name, ''] as const), ...Object.entries(others)]));
}

const files = disk(
  `/usr/bin/python3.11 /usr/lib/python3.11/os.py /usr/lib/python3.11/copy.py /usr/lib/python3.9/os.py
   /usr/lib/python3.11/json/__init__.py /usr/lib/python3.11/lib-dynload/mmap.cpython-311-x86_64-linux-gnu.so
   /pythons/3.10.13/lib/python3.10/os.py /pythons/3.10.13/lib/python3.10/copy.py
   /pythons/3.10.13/lib/python3.10/lib-dynload/math.cpython-310-x86_64-linux-gnu.so
   /rocky/lib64/python3.9/os.py /rocky/lib64/python3.9/copy.py
   /usr/local/lib/python3.8/os.py /usr/local/lib/python3.8/copy.py
   /conda/envs/mm/conda-meta/python-3.9.18-h955ad1f_0.json /conda/envs/mm/lib/python3.9/os.py /conda/envs/mm/lib/python3.9/copy.py
   C:/Python310/Lib/os.py C:/Python310/Lib/copy.py C:/Python310/DLLs/_ctypes.pyd
   C:/conda/envs/mm/python.exe C:/conda/envs/mm/python310.dll C:/conda/envs/mm/Lib/os.py C:/conda/envs/mm/Lib/copy.py
   /two/lib/python3.9/os.py /two/lib/python3.10/os.py`,
  {
    '/debian-venv/pyvenv.cfg': 'home = /usr/bin\nversion = 3.11.2\n',
    '/merged/pyvenv.cfg': 'home = /bin\nversion = 3.11.2\nexecutable = /usr/bin/python3.11\n',
    '/venv/pyvenv.cfg': 'home = /pythons/3.10.13/bin\nversion_info = 3.10.13\n',
    '/linked/pyvenv.cfg': 'home = /home/me/bin\nversion = 3.10.13\n',
    'C:/work/venv/pyvenv.cfg': 'home = C:\\Python310\r\nversion = 3.10.11\r\n',
    '/moved/pyvenv.cfg': 'home = /gone/bin\nversion = 3.10.11\n',
    '/odd/pyvenv.cfg': 'home =\nhome\n= x\n[version]\n',
  },
);

function libraryOf(path: string, target = path, workingDirectory = '/work') {
  const [environment] = environments(files, { interpreter: { path, target }, workspaceFolders: [] });
  return environment && standardLibraryOf(files, environment, workingDirectory);
}

const OF_310 = '/pythons/3.10.13/bin/python3.10';

// The answers of `_is_builtin_module` (MMEngine 0.10.7) in environments of these kinds.
describe('what MMEngine recognizes with', () => {
  const names = ['copy', 'os', 'sys'];

  it.each<[string, string, string | undefined, readonly boolean[]]>([
    ["Debian's Python", '/usr/bin/python3', '/usr/bin/python3.11', [true, false, true]],
    ["a virtual environment of Debian's", '/debian-venv/bin/python', undefined, [true, false, true]],
    ['the same, made by way of /bin', '/merged/bin/python', undefined, [true, false, true]],
    ['a virtual environment of any other', '/venv/bin/python', undefined, [false, false, true]],
    ['the same, known by its interpreter', '/linked/bin/python', OF_310, [false, false, true]],
    ['that other itself', '/pythons/3.10.13/bin/python', OF_310, [true, true, true]],
    ['a link to it from elsewhere', '/home/me/bin/python', OF_310, [false, false, true]],
    ['a Python below /lib64', '/rocky/bin/python3', '/rocky/bin/python3.9', [true, true, true]],
    ['a container', '/usr/local/bin/python', '/usr/local/bin/python3.8', [true, true, true]],
    ['conda', '/conda/envs/mm/bin/python', undefined, [true, true, true]],
    ['a virtual environment on Windows', 'C:\\work\\venv\\Scripts\\python.exe', undefined, [false, false, true]],
    ['conda on Windows', 'C:\\conda\\envs\\mm\\python.exe', undefined, [true, true, true]],
  ])('%s', (_, path, target, recognized) => {
    const library = libraryOf(path, target);
    expect(names.map((name) => library?.recognizes(name))).toEqual(recognized);
    expect(names.map((name) => library?.has(name))).toEqual([true, true, true]);
  });

  it('nothing that is not there, nor what belongs to another system', () => {
    const library = libraryOf('/venv/bin/python');
    const absent = ['tkinter', 'winreg', 'tomllib'];
    expect(absent.map((name) => [library?.has(name), library?.recognizes(name)])).toEqual(
      absent.map(() => [false, false]),
    );
    expect(libraryOf('C:\\work\\venv\\Scripts\\python.exe')?.recognizes('winreg')).toBe(true);
  });

  it('what is compiled into the interpreter, and not what lies in a file of its own', () => {
    expect(libraryOf('/venv/bin/python')?.recognizes('math')).toBe(false);
    expect(libraryOf('/debian-venv/bin/python')?.recognizes('math')).toBe(true);
  });

  it('a part of the interpreter, where it is started below its own folder', () => {
    expect(libraryOf('/usr/bin/python3', '/usr/bin/python3.11', '/usr/src/app')?.recognizes('os')).toBe(true);
    expect(libraryOf('/usr/bin/python3', '/usr/bin/python3.11', '/usr/src/app')?.recognizes('zipimport')).toBe(true);
  });
});

it.each(['/moved', '/two', '/none', '/odd'])('the standard library of %s is not known', (prefix) => {
  expect(libraryOf(`${prefix}/bin/python`)).toBeUndefined();
});

it('an environment may be called by its folder, or the one with its commands', () => {
  expect(interpreterIn(disk('/env/bin/python3'), '/env')).toBe('/env/bin/python3');
  expect(interpreterIn(disk('/env/bin/python'), '/env/bin')).toBe('/env/bin/python');
  expect(interpreterIn(disk('C:/env/python.exe'), 'C:/env')).toBe('C:/env/python.exe');
  expect(interpreterIn(disk(''), '/env')).toBe('/env/bin/python');
});

describe('the environment that loads configs', () => {
  const fallback = { path: '/usr/bin/python', target: '/usr/bin/python3.11' };
  const loading = (names: string, locations: Partial<PythonLocations>) =>
    loadingEnvironment(disk(names), { workspaceFolders: ['/work'], ...locations })?.prefix;

  it('is that of the shell where the workspace has none', () => {
    expect(loading('/work/a.py', { fallback })).toBe('/usr');
    expect(loading('/work/.venv/pyvenv.cfg', { fallback })).toBe('/work/.venv');
  });

  it('is the one in the workspace that has MMEngine', () => {
    const both = '/work/.venv/pyvenv.cfg /work/venv/pyvenv.cfg';
    expect(loading(both, {})).toBe('/work/.venv');
    expect(loading(`${both} /work/venv/lib/python3.9/site-packages/mmengine/__init__.py`, {})).toBe('/work/venv');
  });
});
