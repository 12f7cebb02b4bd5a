import type { FileSystem } from '../text/files.ts';
import { basename, dirname } from '../text/paths.ts';

/** One of pyenv's commands: a script that looks up which Python is meant. */
export function isShim(command: string): boolean {
  return basename(dirname(command)) === 'shims';
}

/**
 * The interpreter that a command of pyenv's runs; undefined when it leaves that to others.
 * @param folder where it is called
 */
export function behindShim(files: FileSystem, command: string, folder: string): string | undefined {
  const root = dirname(dirname(command));
  const meant = (
    process.env.PYENV_VERSION ||
    localVersion(files, folder) ||
    firstWord(files, `${root}/version`)
  )?.split(':', 1)[0];
  if (!meant || meant === 'system') return undefined;
  const versions = files.list(`${root}/versions`);
  const found = versions.includes(meant) ? meant : latest(versions.filter((each) => each.startsWith(`${meant}.`)));
  return found === undefined ? undefined : `${root}/versions/${found}/bin/python`;
}

/** Of the folder, or of the nearest one above it that has one. */
function localVersion(files: FileSystem, folder: string): string | undefined {
  const own = firstWord(files, `${folder}/.python-version`);
  const above = dirname(folder);
  return own ?? (above === folder || above === '' ? undefined : localVersion(files, above));
}

function latest(versions: readonly string[]): string | undefined {
  const order = new Intl.Collator('en', { numeric: true });
  return [...versions].sort(order.compare).at(-1);
}

function firstWord(files: FileSystem, path: string): string | undefined {
  const content = files.read(path);
  return content.kind === 'text' ? /\S+/.exec(content.text)?.[0] : undefined;
}
