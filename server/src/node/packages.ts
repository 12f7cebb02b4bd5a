import { realpathSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import {
  environments,
  type Interpreter,
  type PythonLocations,
  standardLibraryOf,
} from '../config/packages/environments.ts';
import { PackageLocator } from '../config/packages/locator.ts';
import { pythonRoots } from '../config/packages/roots.ts';
import { exists, type FileSystem } from '../text/files.ts';
import { basename, dirname, normalizePath } from '../text/paths.ts';

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
    fallback: interpreter || virtualEnv ? undefined : interpreterOnPath(files),
    ...(interpreter ? chosen(files, interpreter) : virtualEnv && { virtualEnv }),
    ...(PYTHONPATH && { pythonPath: PYTHONPATH }),
    workspaceFolders: folders,
  };
  const own = searchPaths.map((path) => absolute(path, folders[0] ?? process.cwd()));
  return new PackageLocator(files, [...new Set([...own, ...pythonRoots(files, locations)])], () => {
    const [environment] = environments(files, locations);
    return environment && standardLibraryOf(files, environment);
  });
}

function chosen(files: FileSystem, path: string): Pick<PythonLocations, 'interpreter' | 'virtualEnv'> {
  const full = interpreterPath(files, path);
  return files.isDirectory(full) ? { virtualEnv: full } : { interpreter: interpreterAt(full) };
}

function interpreterAt(path: string): Interpreter {
  try {
    return { path, target: realpathSync(path) };
  } catch {
    return { path, target: path };
  }
}

/** What `python` runs in the shell, if MMEngine is installed there: in a container nobody names an environment. */
function interpreterOnPath(files: FileSystem): Interpreter | undefined {
  const command = onPath(files, 'python') ?? onPath(files, 'python3');
  if (command === undefined) return undefined;
  const interpreter = interpreterAt(behindShim(files, command));
  const roots = pythonRoots(files, { interpreter, workspaceFolders: [] });
  return roots.some((root) => files.isDirectory(`${root}/mmengine`)) ? interpreter : undefined;
}

/** pyenv's commands are scripts that look up which Python is meant. */
function behindShim(files: FileSystem, command: string): string {
  const folder = dirname(command);
  if (basename(folder) !== 'shims') return command;
  const root = dirname(folder);
  const version = [absolute('.python-version', process.cwd()), `${root}/version`].map((path) => firstWord(files, path));
  const meant = process.env.PYENV_VERSION || version.find((each) => each !== undefined);
  return meant === undefined ? command : `${root}/versions/${meant}/bin/python`;
}

function firstWord(files: FileSystem, path: string): string | undefined {
  const content = files.read(path);
  return content.kind === 'text' ? /\S+/.exec(content.text)?.[0] : undefined;
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
