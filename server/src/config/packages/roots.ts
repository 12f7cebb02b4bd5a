/** Where Python would look for packages: the part of `sys.path` that holds other people's code. */
import type { FileSystem } from '../../text/files.ts';
import { forwardSlashes, normalizePath } from '../../text/paths.ts';
import {
  basePrefixes,
  type Environment,
  environments,
  type PythonLocations,
  seesBase,
  versionOf,
} from './environments.ts';
import { InstalledPackages } from './installed.ts';

/** Search roots in the order of `sys.path`; the workspace folders come last. Only folders that exist. */
export function pythonRoots(files: FileSystem, locations: PythonLocations): string[] {
  const roots = [
    ...splitPath(locations.pythonPath ?? ''),
    ...environments(files, locations).flatMap((each) => environmentRoots(files, each, locations.userBase)),
    ...locations.workspaceFolders.map((folder) => normalizePath(forwardSlashes(folder))),
  ];
  return existing(files, roots);
}

/** The environment that loads configs: of several the first in which MMEngine is installed. */
export function loadingEnvironment(files: FileSystem, locations: PythonLocations): Environment | undefined {
  const all = environments(files, locations);
  if (all.length < 2) return all[0];
  const withEngine = all.find((each) => {
    const roots = existing(files, environmentRoots(files, each, locations.userBase));
    return new InstalledPackages(files, () => roots).holds('mmengine');
  });
  return withEngine ?? all[0];
}

function existing(files: FileSystem, roots: readonly string[]): string[] {
  return [...new Set(roots)].filter((root) => files.isDirectory(root));
}

function splitPath(pythonPath: string): string[] {
  const separator = /;|^[A-Za-z]:[\\/]/.test(pythonPath) ? ';' : ':';
  return pythonPath
    .split(separator)
    .filter((path) => path !== '')
    .map((path) => normalizePath(forwardSlashes(path)));
}

function environmentRoots(files: FileSystem, environment: Environment, userBase: string | undefined): string[] {
  const { prefix, settings } = environment;
  const version = versionOf(environment);
  const own = sitePackages(files, prefix, version);
  if (!seesBase(environment)) return own;
  const users =
    userBase === undefined || version === undefined ? [] : [`${userBase}/lib/python${version}/site-packages`];
  if (settings === undefined) return [...users, ...own];
  const [base] = basePrefixes(environment);
  return [...own, ...users, ...(base === undefined ? [] : sitePackages(files, base, version))];
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
