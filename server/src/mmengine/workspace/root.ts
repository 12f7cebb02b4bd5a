import type { FileSystem } from '../../text/files.ts';
import { dirname } from '../../text/paths.ts';

/** What marks the top folder of somebody's project. */
const MARKS = ['.git', 'mmlens.toml', 'pyproject.toml', 'setup.py', 'setup.cfg'];
/** Deeper than any project is. */
const MAX_LEVELS = 16;

/** The nearest folder above a file that is a project's; undefined when there is none. */
export function projectRoot(files: FileSystem, path: string): string | undefined {
  let folder = dirname(path);
  for (let level = 0; level < MAX_LEVELS && dirname(folder) !== folder; level++, folder = dirname(folder))
    if (MARKS.some((mark) => files.isFile(`${folder}/${mark}`) || files.isDirectory(`${folder}/${mark}`)))
      return folder;
  return undefined;
}
