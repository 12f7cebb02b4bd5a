import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `scripts/oracle/prepare.sh` puts downloads, Python environments and unpacked wheels. */
const cache =
  process.env.MMLENS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'mmengine-lens');

/** A path below the cache; an error that says what to do when it is not there. */
export function prepared(...path: string[]): string {
  const found = join(cache, ...path);
  if (!existsSync(found)) throw new Error(`${found} is missing: run scripts/oracle/prepare.sh first`);
  return found;
}

/** An interpreter that can read configs. */
export const configPython = (): string => prepared('config', 'bin', 'python');

/** An interpreter that can also train. */
export const trainingPython = (): string => prepared('training', 'bin', 'python');

/** Released packages by name, each with the folder that belongs on PYTHONPATH. */
export function packages(): ReadonlyMap<string, string> {
  const root = prepared('packages');
  return new Map(
    readdirSync(root)
      .sort()
      .map((name) => [name, join(root, name)]),
  );
}

/** The environment in which MMEngine and the tool find the released packages: `mmdet::…` resolves for both. */
export function withPackages(): NodeJS.ProcessEnv {
  return { ...process.env, PYTHONPATH: [...packages().values()].join(':') };
}

/** Every Python config of a released package, sorted. */
export function configsOf(packageRoot: string): string[] {
  return readdirSync(packageRoot, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py') && entry.name !== '__init__.py')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.slice(packageRoot.length).split('/').includes('configs'))
    .sort();
}
