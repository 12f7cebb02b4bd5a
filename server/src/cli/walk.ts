import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { absolute, reasonOf, shown } from './output.ts';

export interface FoundFiles {
  /** Absolute paths in order, each once; `named` when the user wrote it, not its folder. */
  readonly files: readonly { readonly path: string; readonly named: boolean }[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** Folders that hold nobody's own configs. `.mim`, where OpenMMLab packages keep theirs, is walked. */
const SKIPPED =
  'node_modules .git .hg .svn .venv venv __pycache__ .tox .nox .mypy_cache .ruff_cache .pytest_cache'.split(' ');
const VENV_MARK = 'pyvenv.cfg';

/** The files that `paths` name, folders searched. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const found = new Map<string, boolean>();
  const unreadable: { path: string; reason: string }[] = [];
  for (const given of paths) {
    if (given === '') {
      unreadable.push({ path: "''", reason: 'an empty path names nothing' });
      continue;
    }
    const path = absolute(given);
    try {
      if (statSync(path).isDirectory()) for (const file of await walk(path)) found.set(file, found.get(file) ?? false);
      else found.set(path, true);
    } catch (error) {
      unreadable.push({ path: shown(path), reason: reasonOf(error) });
    }
  }
  return { files: [...found].map(([path, named]) => ({ path, named })), unreadable };
}

async function walk(folder: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const files = await glob([`**/*.{py,yaml,yml,json}`, `**/${VENV_MARK}`], {
    cwd: folder,
    absolute: true,
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: SKIPPED.map((name) => `**/${name}/**`),
  });
  const environments = files.filter((file) => file.endsWith(`/${VENV_MARK}`)).map((file) => `${dirname(file)}/`);
  return files
    .filter((file) => !file.endsWith(`/${VENV_MARK}`) && !environments.some((prefix) => file.startsWith(prefix)))
    .sort();
}
