/** Which Python environments a user works with, told from files alone. */
import type { FileSystem } from '../../text/files.ts';
import { basename, dirname, forwardSlashes, joinPath, normalizePath } from '../../text/paths.ts';

export interface Interpreter {
  /** `/envs/openmmlab/bin/python`, or `Scripts/python.exe` of a Windows environment. */
  readonly path: string;
  /** Where the file of that name leads; links among its folders are not followed, as Python does not follow them. */
  readonly target: string;
}

export interface PythonLocations {
  readonly interpreter?: Interpreter;
  /** Serves where no interpreter is named, and the workspace has no environment. */
  readonly fallback?: Interpreter | undefined;
  /** The value of `PYTHONPATH`. */
  readonly pythonPath?: string;
  /** Python's `site.USER_BASE`. */
  readonly userBase?: string;
  readonly workspaceFolders: readonly string[];
}

/** Environments that lie in a workspace under their usual names serve where none is named. */
const LOCAL_ENVIRONMENTS = ['.venv', 'venv', 'env', '.env', '.conda'];

export interface Environment {
  /** `sys.prefix` */
  readonly prefix: string;
  readonly interpreter: Interpreter;
  /** What a virtual environment says of itself in `pyvenv.cfg`; undefined for any other. */
  readonly settings: string | undefined;
}

/** Those whose packages are found. */
export function environments(files: FileSystem, locations: PythonLocations): readonly Environment[] {
  const { interpreter, fallback, workspaceFolders } = locations;
  if (interpreter) return [environmentOf(files, interpreter)];
  const local = workspaceFolders
    .flatMap((folder) => LOCAL_ENVIRONMENTS.map((name) => joinPath(folder, name)))
    .filter((prefix) => files.isFile(`${prefix}/pyvenv.cfg`) || files.isDirectory(`${prefix}/conda-meta`));
  if (local.length > 0)
    return local.map((prefix) => {
      const path = interpreterIn(files, prefix);
      return environmentOf(files, { path, target: path });
    });
  return fallback ? [environmentOf(files, fallback)] : [];
}

function environmentOf(files: FileSystem, { path, target }: Interpreter): Environment {
  const interpreter = { path: normal(path), target: normal(target) };
  const prefix = prefixOf(interpreter.path);
  const settings = files.read(`${prefix}/pyvenv.cfg`);
  return { prefix, interpreter, settings: settings.kind === 'text' ? settings.text : undefined };
}

/** The interpreter of the environment in a folder, whether it is there or not. */
export function interpreterIn(files: FileSystem, folder: string): string {
  const prefix = /^(?:bin|Scripts)$/i.test(basename(folder)) ? dirname(folder) : folder;
  const candidates = ['bin/python', 'bin/python3', 'Scripts/python.exe', 'python.exe'].map(
    (name) => `${prefix}/${name}`,
  );
  return candidates.find((path) => files.isFile(path)) ?? `${prefix}/bin/python`;
}

/**
 * Where the Python of an environment may be installed, Python's `sys.base_prefix`: the likeliest first. For an environment that
 * is not a virtual one, where its interpreter leads, or the environment itself.
 */
export function basePrefixes({ prefix, interpreter, settings }: Environment): readonly string[] {
  const target = prefixOf(interpreter.target);
  if (settings === undefined) return target === prefix ? [prefix] : [target, prefix];
  const executables = ['executable', 'base-executable'].map((name) => venvSetting(settings, name));
  const home = venvSetting(settings, 'home');
  return [...executables, target === prefix ? undefined : interpreter.target, home && `${home}/python`].flatMap(
    (path) => (path === undefined ? [] : [prefixOf(normal(path))]),
  );
}

/** `3.10`, where an environment's own words tell it. */
export function versionOf({ interpreter, settings }: Environment): string | undefined {
  const names = `${basename(interpreter.path)} ${basename(interpreter.target)}`;
  const stated = settings === undefined ? undefined : venvSetting(settings, 'version(?:_info)?');
  return /\d+\.\d+/.exec(names)?.[0] ?? /^\d+\.\d+/.exec(stated ?? '')?.[0];
}

/** The packages of the Python that it is made from are seen, too. */
export function seesBase({ settings }: Environment): boolean {
  return settings === undefined || venvSetting(settings, 'include-system-site-packages')?.toLowerCase() === 'true';
}

function venvSetting(settings: string, name: string): string | undefined {
  return new RegExp(`^${name}\\s*=\\s*(.*?)\\s*$`, 'mi').exec(settings)?.[1] || undefined;
}

function normal(path: string): string {
  return normalizePath(forwardSlashes(path));
}

function prefixOf(interpreter: string): string {
  const folder = dirname(interpreter);
  return /^(?:bin|Scripts)$/i.test(basename(folder)) ? dirname(folder) : folder;
}
