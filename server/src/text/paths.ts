/** Path arithmetic on absolute forward-slash paths, the same in Node and in the browser. */

export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '';
  return slash === 0 ? '/' : path.slice(0, slash);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The extension with its dot, as Python's `os.path.splitext` cuts it: leading dots belong to the name. */
export function extname(path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || /^\.*$/.test(name.slice(0, dot))) return '';
  return name.slice(dot);
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

/** There is a part that is empty, or one or two dots: nothing for a path to keep. */
const UNTIDY = /\/\.{0,2}(?:\/|$)/;

/** `directory` and `path` joined and normalised; an absolute `path` wins, as in Python's `os.path.join`. */
export function joinPath(directory: string, path: string): string {
  if (isAbsolute(path)) return UNTIDY.test(path) ? normalizePath(path) : path;
  if (!directory.startsWith('/') || UNTIDY.test(directory)) return normalizePath(`${directory}/${path}`);
  let folder = directory;
  let rest = path;
  // Most paths only go up, and do so at their beginning.
  while (rest.startsWith('../')) {
    folder = dirname(folder);
    rest = rest.slice(3);
  }
  if (rest.startsWith('./')) rest = rest.slice(2);
  const joined = `${folder}/${rest}`;
  return UNTIDY.test(joined) ? normalizePath(joined) : joined;
}

/** How `path` is called from `folder`; both are absolute, tidy and on one disk. */
export function relativePath(folder: string, path: string): string {
  let up = '';
  let common = folder;
  while (common !== '/' && common !== path && !path.startsWith(`${common}/`)) {
    common = dirname(common);
    up += '../';
  }
  const down = path.slice(common === '/' ? 1 : common.length + 1);
  return down === '' ? up.slice(0, -1) || '.' : up + down;
}

/** A path as Windows and Python's own files write it, in the one way in which paths are written here. */
export function forwardSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

export function normalizePath(path: string): string {
  const prefix = /^(?:[A-Za-z]:)?\//.exec(path)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of path.slice(prefix.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (part !== '..' || prefix === '') parts.push(part);
  }
  return prefix + parts.join('/');
}
