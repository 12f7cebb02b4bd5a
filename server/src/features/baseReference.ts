import type { Span } from '../text/source.ts';

/** A mention of a base's variable: `{{_base_.a.b}}` or `_base_.a.b`. */
export interface BaseReference {
  readonly keyPath: readonly string[];
  readonly span: Span;
}

const PLACEHOLDER = /\{\{\s*_base_\.([\w.]+)\s*\}\}|\b_base_((?:\.[A-Za-z_]\w*)+)/gu;

/** The mention around `offset`, looked for in its line alone. Calls at the end, as in `_base_.a.copy()`, are not part of it. */
export function baseReferenceAt(text: string, offset: number): BaseReference | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const line = text.slice(lineStart, newline < 0 ? text.length : newline);
  for (const match of line.matchAll(PLACEHOLDER)) {
    const start = lineStart + match.index;
    const span = { start, end: start + match[0].length };
    if (offset < span.start || offset > span.end) continue;
    const keyPath = (match[1] ?? match[2]?.slice(1) ?? '').split('.');
    if (text.charAt(span.end) === '(') keyPath.pop();
    return keyPath.length > 0 ? { keyPath, span } : undefined;
  }
  return undefined;
}
