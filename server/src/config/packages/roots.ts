/** Where Python would look for packages: the part of `sys.path` that holds other people's code. */
import type { FileSystem } from '../../text/files.ts';
import {
  basePrefix,
  type Environment,
  environments,
  normal,
  type PythonLocations,
  venvSetting,
  versionOf,
} from './environments.ts';

/** Search roots in the order of `sys.path`; the workspace folders come last. Only folders that exist. */
export function pythonRoots(files: FileSystem, locations: PythonLocations): string[] {
  const roots = [
    ...splitPath(locations.pythonPath ?? ''),
    ...environments(files, locations).flatMap((environment) => environmentRoots(files, environment)),
    ...locations.workspaceFolders.map(normal),
  ];
  return [...new Set(roots)].filter((root) => files.isDirectory(root));
}

function splitPath(pythonPath: string): string[] {
  const separator = /;|^[A-Za-z]:[\\/]/.test(pythonPath) ? ';' : ':';
  return pythonPath
    .split(separator)
    .filter((path) => path !== '')
    .map(normal);
}

function environmentRoots(files: FileSystem, environment: Environment): string[] {
  const { prefix, settings } = environment;
  const version = versionOf(environment);
  const roots = sitePackages(files, prefix, version);
  const base = basePrefix(environment);
  const seesBase = venvSetting(settings ?? '', 'include-system-site-packages')?.toLowerCase() === 'true';
  return base !== undefined && seesBase ? [...roots, ...sitePackages(files, base, version)] : roots;
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
