import { delimiter, resolve } from 'node:path';
import { PackageLocator } from '../config/packages/locator.ts';
import { type PythonLocations, pythonRoots } from '../config/packages/roots.ts';
import { exists, type FileSystem } from '../text/files.ts';
import { normalizePath } from '../text/paths.ts';

export interface PythonEnvironment {
  /** Interpreter or root of an environment; undefined: the active one. */
  readonly interpreter: string | undefined;
  /** Further folders with packages, absolute or relative to the first of `folders`. */
  readonly searchPaths: readonly string[];
  /** Folders that the user works in. */
  readonly folders: readonly string[];
}

/** Finds configs of packages in a Python environment, by its files alone. */
export function packageLocator(
  files: FileSystem,
  { interpreter, searchPaths, folders }: PythonEnvironment,
): PackageLocator {
  const { VIRTUAL_ENV, CONDA_PREFIX, PYTHONPATH } = process.env;
  const virtualEnv = VIRTUAL_ENV || CONDA_PREFIX;
  const locations: PythonLocations = {
    ...(interpreter ? chosen(files, interpreter) : virtualEnv && { virtualEnv }),
    ...(PYTHONPATH && { pythonPath: PYTHONPATH }),
    workspaceFolders: folders,
  };
  const own = searchPaths.map((path) => absolute(path, folders[0] ?? process.cwd()));
  return new PackageLocator(files, [...new Set([...own, ...pythonRoots(files, locations)])]);
}

function chosen(files: FileSystem, path: string): Pick<PythonLocations, 'interpreterPath' | 'virtualEnv'> {
  const full = interpreterPath(files, path);
  return files.isDirectory(full) ? { virtualEnv: full } : { interpreterPath: full };
}

/** There is an interpreter or an environment of that path, or a command of that name. */
export function isInterpreter(files: FileSystem, path: string): boolean {
  return exists(files, interpreterPath(files, path));
}

function interpreterPath(files: FileSystem, path: string): string {
  return absolute(/[\\/]/.test(path) ? path : (onPath(files, path) ?? path), process.cwd());
}

/** Where the shell would find a command. */
function onPath(files: FileSystem, name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => absolute(name, folder)).find((path) => files.isFile(path));
}

function absolute(path: string, folder: string): string {
  return normalizePath(resolve(folder, path).replaceAll('\\', '/'));
}
