import { readlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';
import { type Interpreter, interpreterIn, type PythonLocations } from '../config/packages/environments.ts';
import { InstalledPackages } from '../config/packages/installed.ts';
import { PackageLocator } from '../config/packages/locator.ts';
import { loadingEnvironment, pythonRoots } from '../config/packages/roots.ts';
import { standardLibraryOf } from '../config/packages/standardLibrary.ts';
import { exists, type FileSystem } from '../text/files.ts';
import { normalizePath } from '../text/paths.ts';
import { behindShim, isShim } from './pyenv.ts';

export interface PythonEnvironment {
  /** Interpreter or root of an environment; undefined: the active one. */
  readonly interpreter: string | undefined;
  /** Further folders with packages, absolute or relative to the first of `folders`. */
  readonly searchPaths: readonly string[];
  /** Folders that the user works in. */
  readonly folders: readonly string[];
}

/** Finds configs of packages in a Python environment, and what MMEngine makes of its modules, by its files alone. */
export function packageLocator(
  files: FileSystem,
  { interpreter, searchPaths, folders }: PythonEnvironment,
): PackageLocator {
  const { VIRTUAL_ENV, CONDA_PREFIX, PYTHONPATH, PYTHONUSERBASE } = process.env;
  const named = interpreter || VIRTUAL_ENV || CONDA_PREFIX;
  const start = folders[0] ?? process.cwd();
  const surroundings = {
    ...(PYTHONPATH && { pythonPath: PYTHONPATH }),
    userBase: PYTHONUSERBASE || `${homedir()}/.local`,
  };
  let known: PythonLocations | undefined;
  // Most runs look for no package and no Python.
  const locations = (): PythonLocations => {
    known ??= {
      ...surroundings,
      ...(named
        ? { interpreter: interpreterNamed(files, named) }
        : { fallback: interpreterOfShell(files, start, surroundings) }),
      workspaceFolders: folders,
    };
    return known;
  };
  const own = searchPaths.map((path) => absolute(path, start));
  const roots = (): string[] => [...new Set([...own, ...pythonRoots(files, locations())])];
  return new PackageLocator(files, roots, () => {
    const environment = loadingEnvironment(files, locations());
    return environment && standardLibraryOf(files, environment, normalizePath(process.cwd()));
  });
}

function interpreterNamed(files: FileSystem, name: string): Interpreter {
  const path = interpreterPath(files, name);
  return interpreterAt(files.isDirectory(path) ? interpreterIn(files, path) : path);
}

function interpreterAt(path: string): Interpreter {
  return { path, target: targetOf(path, MAX_LINKS) };
}

/** As many as Linux follows. */
const MAX_LINKS = 40;

function targetOf(path: string, links: number): string {
  if (links === 0) return path;
  let next: string;
  try {
    next = resolve(dirname(path), readlinkSync(path));
  } catch {
    return path;
  }
  return targetOf(next, links - 1);
}

/** What `python` runs in the shell, if MMEngine is installed there: in a container nobody names an environment. */
function interpreterOfShell(
  files: FileSystem,
  folder: string,
  surroundings: Pick<PythonLocations, 'pythonPath' | 'userBase'>,
): Interpreter | undefined {
  for (const name of ['python', 'python3'])
    for (const command of onPath(files, name)) {
      const path = isShim(command) ? behindShim(files, command, absolute('.', folder)) : command;
      if (path === undefined) continue;
      const interpreter = interpreterAt(path);
      const roots = pythonRoots(files, { ...surroundings, interpreter, workspaceFolders: [] });
      return new InstalledPackages(files, () => roots).holds('mmengine') ? interpreter : undefined;
    }
  return undefined;
}

/** There is an interpreter or an environment of that path, or a command of that name. */
export function isInterpreter(files: FileSystem, path: string): boolean {
  return exists(files, interpreterPath(files, path));
}

function interpreterPath(files: FileSystem, path: string): string {
  return absolute(/[\\/]/.test(path) ? path : (onPath(files, path)[0] ?? path), process.cwd());
}

/** Where the shell would find a command, the first one first. */
function onPath(files: FileSystem, name: string): readonly string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => absolute(name, folder)).filter((path) => files.isFile(path));
}

function absolute(path: string, folder: string): string {
  return normalizePath(resolve(folder, path).replaceAll('\\', '/'));
}
