/*
 * Paths inside, URIs outside. A file's path is the one on disk, with forward slashes. A document that is on no disk
 * (`untitled:`, `vscode-vfs:`) gets a path of its own, so that relative bases work there too.
 */

const ELSEWHERE = '/~uri/';
/** `/~uri/scheme/authority/name` in parts. */
const ROOT_DEPTH = 5;

/** The path that stands for a URI. */
export function pathOf(uri: string): string {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/.exec(uri);
  if (!match) return uri;
  const [, scheme = '', authority = '', encoded = ''] = match;
  const path = decode(encoded);
  if (scheme !== 'file') return `${ELSEWHERE}${scheme}/${authority}/${path.replace(/^\//, '')}`;
  if (authority !== '') return `//${authority}${path}`;
  // `/c:/x` is a Windows path; its drive letter is compared as VS Code writes it.
  return /^\/[A-Za-z]:/.test(path) ? path.charAt(1).toLowerCase() + path.slice(2) : path;
}

/** The URI of a path, encoded as VS Code encodes it. */
export function uriOf(path: string): string {
  if (path.startsWith(ELSEWHERE)) {
    const [scheme = '', authority = '', ...rest] = path.slice(ELSEWHERE.length).split('/');
    const tail = encode(rest.join('/'));
    return scheme === 'untitled' ? `${scheme}:${tail}` : `${scheme}://${authority}/${tail}`;
  }
  if (path.startsWith('//')) return `file:${encode(path)}`;
  return `file://${path.startsWith('/') ? '' : '/'}${encode(path)}`;
}

/** True for a document that only the editor can reach. */
export function isElsewhere(path: string): boolean {
  return path.startsWith(ELSEWHERE);
}

/** True for a path that a document elsewhere has above it, but no editor has: it is no URI. */
export function isAboveAll(path: string): boolean {
  return isElsewhere(`${path}/`) && path.split('/').length < ROOT_DEPTH;
}

/** Half of a character outside the basic plane, as a broken `_base_` may name one; it has no encoding. */
const HALF_CHARACTER = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function encode(path: string): string {
  return encodeURIComponent(path.replace(HALF_CHARACTER, '\uFFFD'))
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A lone percent sign: the client did not encode.
    return path;
  }
}
