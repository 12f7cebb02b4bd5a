/**
 * A pattern of paths as in a `.gitignore`: `*` and `?` stay within one name, `**` crosses folders; a pattern without a
 * slash is about names at any depth; what matches a folder matches all that lies in it.
 * @returns whether a path relative to the project's folder matches
 */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const trimmed = pattern.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '');
  const anchored = trimmed.includes('/') ? trimmed.replace(/^\//, '') : `**/${trimmed}`;
  const expression = new RegExp(`^${source(anchored)}(?:/.*)?$`, 'u');
  return (path) => expression.test(path);
}

/** False for a pattern that can never match, such as one with the range `[z-a]`. */
export function isPattern(pattern: string): boolean {
  try {
    pathMatcher(pattern);
    return pattern !== '';
  } catch {
    return false;
  }
}

function source(pattern: string): string {
  let result = '';
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const rest = pattern.slice(i);
    const character = rest.charAt(0);
    const folders = /^\*\*\//.exec(rest);
    const set = /^\[(!?)([^\]/]+)\]/.exec(rest);
    if (folders) {
      result += '(?:[^/]+/)*';
      i += 2;
    } else if (rest.startsWith('**')) {
      result += '.*';
      i += 1;
    } else if (character === '*') result += '[^/]*';
    else if (character === '?') result += '[^/]';
    else if (set) {
      result += `[${set[1] === '!' ? '^/' : ''}${(set[2] ?? '').replace(/[\\^[\]]/g, '\\$&')}]`;
      i += set[0].length - 1;
    } else if (character === '{' && rest.includes('}')) {
      result += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      result += ')';
      depth--;
    } else if (character === ',' && depth > 0) result += '|';
    else result += character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  return result + ')'.repeat(depth);
}
