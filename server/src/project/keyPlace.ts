import { parse } from 'smol-toml';
import type { Span } from '../text/source.ts';

/**
 * Where a TOML file sets a key. The parser keeps no places, so the file is read up to each of its lines until the key is
 * there: the statement that ends on that line sets it.
 * @returns the key as it is written, or the whole statement when it is written in another way; the file's start for none.
 */
export function keyPlace(text: string, keyPath: readonly PropertyKey[]): Span {
  let start = 0;
  for (const end of lineEnds(text)) {
    const parsed = parsedOf(text.slice(0, end));
    if (parsed === undefined) continue;
    if (has(parsed, keyPath)) return within(text, start, end, keyPath);
    start = end;
  }
  return { start: 0, end: 0 };
}

function* lineEnds(text: string): Iterable<number> {
  for (const match of text.matchAll(/\n/g)) yield match.index + 1;
  if (!text.endsWith('\n')) yield text.length;
}

function parsedOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function has(value: unknown, keyPath: readonly PropertyKey[]): boolean {
  let current = value;
  for (const key of keyPath) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return false;
    current = Reflect.get(current, key);
  }
  return true;
}

/** The key in the statement from `start` to `end`; of an element of a list, the list's key. */
function within(text: string, start: number, end: number, keyPath: readonly PropertyKey[]): Span {
  const statement = text.slice(start, end);
  const name = keyPath.findLast((key) => typeof key === 'string') ?? '';
  const written = new RegExp(`(?<![\\w-])${escaped(String(name))}(?![\\w-])`).exec(statement);
  if (written) return { start: start + written.index, end: start + written.index + written[0].length };
  const blank = /^\s*/.exec(statement)?.[0].length ?? 0;
  return { start: start + blank, end: start + statement.trimEnd().length };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
