/** Which Python environment a user works with, told from files alone. */
import type { FileSystem } from '../../text/files.ts';
import { basename, dirname, joinPath, normalizePath } from '../../text/paths.ts';
import { forwardSlashes } from './installed.ts';
import type { StandardLibrary } from './stdlib.ts';

export interface Interpreter {
  /** `/envs/openmmlab/bin/python`, or `Scripts/python.exe` of a Windows environment. */
  readonly path: string;
  /** Where that path leads in the end. */
  readonly target: string;
}

export interface PythonLocations {
  readonly interpreter?: Interpreter;
  /** A virtual or conda environment's folder. */
  readonly virtualEnv?: string;
  /** Serves where neither of those is named and the workspace has no environment. */
  readonly fallback?: Interpreter | undefined;
  /** The value of `PYTHONPATH`. */
  readonly pythonPath?: string;
  readonly workspaceFolders: readonly string[];
}

/** Environments that lie in a workspace under their usual names serve where none is named. */
const LOCAL_ENVIRONMENTS = ['.venv', 'venv', 'env', '.env', '.conda'];

export interface Environment {
  /** `sys.prefix` */
  readonly prefix: string;
  /** Undefined where it was not named. */
  readonly interpreter: Interpreter | undefined;
  /** What a virtual environment says of itself in `pyvenv.cfg`. */
  readonly settings: string | undefined;
}

/** Those whose packages are found; the first is the one that runs. */
export function environments(files: FileSystem, locations: PythonLocations): readonly Environment[] {
  const { interpreter, virtualEnv, fallback, workspaceFolders } = locations;
  if (interpreter) return [environmentOf(files, interpreter)];
  if (virtualEnv) return [environmentAt(files, normal(virtualEnv))];
  const local = workspaceFolders
    .flatMap((folder) => LOCAL_ENVIRONMENTS.map((name) => joinPath(folder, name)))
    .filter((prefix) => files.isFile(`${prefix}/pyvenv.cfg`) || files.isDirectory(`${prefix}/conda-meta`));
  if (local.length > 0) return local.map((prefix) => environmentAt(files, prefix));
  return fallback ? [environmentOf(files, fallback)] : [];
}

function environmentOf(files: FileSystem, { path, target }: Interpreter): Environment {
  const interpreter = { path: normal(path), target: normal(target) };
  return environmentAt(files, prefixOf(interpreter.path), interpreter);
}

function environmentAt(files: FileSystem, prefix: string, interpreter?: Interpreter): Environment {
  const settings = files.read(`${prefix}/pyvenv.cfg`);
  return { prefix, interpreter, settings: settings.kind === 'text' ? settings.text : undefined };
}

/** The folder that the Python of a virtual environment is installed in, Python's `sys.base_prefix`. */
export function basePrefix({ settings }: Environment): string | undefined {
  const home = settings === undefined ? undefined : venvSetting(settings, 'home');
  return home === undefined ? undefined : prefixOf(`${normal(home)}/python`);
}

/** `3.10`, where an environment's own words tell it. */
export function versionOf({ interpreter, settings }: Environment): string | undefined {
  const names = interpreter ? [basename(interpreter.path), basename(interpreter.target)] : [];
  const stated = settings === undefined ? undefined : venvSetting(settings, 'version(?:_info)?');
  return [/\d+\.\d+/.exec(names.join(' '))?.[0], /^\d+\.\d+/.exec(stated ?? '')?.[0]].find(
    (each) => each !== undefined,
  );
}

export function venvSetting(settings: string, name: string): string | undefined {
  return new RegExp(`^${name}\\s*=\\s*(.*?)\\s*$`, 'mi').exec(settings)?.[1];
}

/** The standard library of an environment; undefined when it is not found, or its version is not told. */
export function standardLibraryOf(files: FileSystem, environment: Environment): StandardLibrary | undefined {
  const { prefix, interpreter } = environment;
  const minor = minorOf(files, environment);
  if (minor === undefined) return undefined;
  const base = basePrefix(environment);
  const prefixes = base !== undefined ? [base] : [...(interpreter ? [prefixOf(interpreter.target)] : []), prefix];
  const folder = prefixes
    .flatMap((each) => [`${each}/lib/python3.${minor}`, `${each}/Lib`])
    .find((each) => files.isFile(`${each}/os.py`));
  if (folder === undefined) return undefined;
  // MMEngine goes up two folders from the interpreter, which on Windows may lie in its prefix.
  const root = interpreter
    ? dirname(dirname(interpreter.path))
    : files.isFile(`${prefix}/python.exe`)
      ? dirname(prefix)
      : prefix;
  const isRecognized =
    (folder.startsWith(root) || folder.startsWith('/usr/lib/python')) && !/(?:site|dist)-package/.test(folder);
  return { minor, isRecognized, hasFile: (name) => hasModule(files, folder, name) };
}

function hasModule(files: FileSystem, folder: string, name: string): boolean {
  if ([`${folder}/${name}.py`, `${folder}/${name}/__init__.py`].some((path) => files.isFile(path))) return true;
  const compiled = [...files.list(`${folder}/lib-dynload`), ...files.list(joinPath(folder, '../DLLs'))];
  return compiled.some((each) => each.startsWith(`${name}.`));
}

function minorOf(files: FileSystem, environment: Environment): number | undefined {
  const version = versionOf(environment);
  const prefix = basePrefix(environment) ?? environment.prefix;
  const found = [
    matching(version === undefined ? [] : [version], /^3\.(\d+)$/),
    matching(files.list(`${prefix}/conda-meta`), /^python-3\.(\d+)\..*\.json$/),
    matching(files.list(`${prefix}/lib`), /^python3\.(\d+)$/),
    // Windows has it in no other name.
    matching(files.list(prefix), /^python3(\d+)\.dll$/i),
  ].find((minors) => minors.length > 0);
  return found?.length === 1 ? found[0] : undefined;
}

function matching(names: readonly string[], pattern: RegExp): number[] {
  return names.flatMap((name) => {
    const minor = pattern.exec(name)?.[1];
    return minor === undefined ? [] : [Number(minor)];
  });
}

export function normal(path: string): string {
  return normalizePath(forwardSlashes(path));
}

function prefixOf(interpreter: string): string {
  const folder = dirname(interpreter);
  return /^(?:bin|Scripts)$/i.test(basename(folder)) ? dirname(folder) : folder;
}
