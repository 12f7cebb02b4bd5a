/** Where Python would look for packages: the part of `sys.path` that holds other people's code. */
import type { FileSystem } from '../../text/files.ts';
import { basename, dirname, joinPath, normalizePath } from '../../text/paths.ts';
import { forwardSlashes } from './installed.ts';

export interface PythonLocations {
  /** `/envs/openmmlab/bin/python`, or `Scripts/python.exe` of a Windows environment. */
  readonly interpreterPath?: string;
  /** A virtual or conda environment's folder. */
  readonly virtualEnv?: string;
  /** The value of `PYTHONPATH`. */
  readonly pythonPath?: string;
  readonly workspaceFolders: readonly string[];
}

/** Environments that lie in a workspace under their usual names serve where none is named. */
const LOCAL_ENVIRONMENTS = ['.venv', 'venv', 'env', '.env', '.conda'];

/** Search roots in the order of `sys.path`; the workspace folders come last. Only folders that exist. */
export function pythonRoots(files: FileSystem, locations: PythonLocations): string[] {
  const { interpreterPath, virtualEnv, pythonPath, workspaceFolders } = locations;
  const roots = splitPath(pythonPath ?? '');
  if (interpreterPath)
    roots.push(...environmentRoots(files, prefixOf(normal(interpreterPath)), basename(normal(interpreterPath))));
  else if (virtualEnv) roots.push(...environmentRoots(files, normal(virtualEnv)));
  else {
    for (const folder of workspaceFolders)
      for (const name of LOCAL_ENVIRONMENTS) {
        const prefix = joinPath(folder, name);
        if (files.isFile(`${prefix}/pyvenv.cfg`) || files.isDirectory(`${prefix}/conda-meta`))
          roots.push(...environmentRoots(files, prefix));
      }
  }
  roots.push(...workspaceFolders.map(normal));
  return [...new Set(roots)].filter((root) => files.isDirectory(root));
}

function normal(path: string): string {
  return normalizePath(forwardSlashes(path));
}

function splitPath(pythonPath: string): string[] {
  const separator = /;|^[A-Za-z]:[\\/]/.test(pythonPath) ? ';' : ':';
  return pythonPath
    .split(separator)
    .filter((path) => path !== '')
    .map(normal);
}

function prefixOf(interpreterPath: string): string {
  const folder = dirname(interpreterPath);
  return /^(?:bin|Scripts)$/i.test(basename(folder)) ? dirname(folder) : folder;
}

function environmentRoots(files: FileSystem, prefix: string, interpreter = ''): string[] {
  const roots = sitePackages(files, prefix, /\d+\.\d+/.exec(interpreter)?.[0]);
  const settings = files.read(`${prefix}/pyvenv.cfg`);
  if (settings.kind !== 'text') return roots;
  const setting = (name: string) => new RegExp(`^${name}\\s*=\\s*(.*?)\\s*$`, 'mi').exec(settings.text)?.[1];
  const home = setting('home');
  if (home === undefined || setting('include-system-site-packages')?.toLowerCase() !== 'true') return roots;
  return [
    ...roots,
    ...sitePackages(files, prefixOf(`${normal(home)}/python`), setting('version(?:_info)?')?.match(/^\d+\.\d+/)?.[0]),
  ];
}

/** `version` picks among several Pythons of one prefix, as in `/usr`. */
function sitePackages(files: FileSystem, prefix: string, version: string | undefined): string[] {
  const roots: string[] = [];
  for (const base of prefix === '/usr' ? ['/usr/local', '/usr'] : [prefix])
    for (const library of ['lib', 'lib64'])
      for (const name of pythonFolders(files.list(`${base}/${library}`), version))
        roots.push(`${base}/${library}/${name}/site-packages`, `${base}/${library}/${name}/dist-packages`);
  return [...roots, `${prefix}/Lib/site-packages`];
}

function pythonFolders(names: readonly string[], version: string | undefined): string[] {
  const folders = names.filter((name) => /^(?:python3(?:\.\d+)?|pypy3(?:\.\d+)?)$/.test(name));
  const own = folders.filter((name) => version !== undefined && name.endsWith(version));
  if (own.length > 0) return [...own, ...folders.filter((name) => name === 'python3')];
  return folders.sort((a, b) => Number(b.split('.')[1] ?? 0) - Number(a.split('.')[1] ?? 0));
}
