/**
 * MMEngine replaces `{{ … }}` in the text of a config before it parses it (mmengine/config/config.py:
 * `_substitute_predefined_vars`, `_substitute_env_variables`, `_pre_substitute_base_vars`). The same here, remembering
 * which part of the original text each part of the result came from.
 */
import { basename, dirname, extname } from '../text/paths.ts';
import type { Span } from '../text/source.ts';
import { PythonError } from './evaluate/runtime.ts';

export interface SubstitutedText {
  readonly text: string;
  /** Spans of the substituted text in terms of the original one; the identity when nothing was replaced. */
  readonly originalSpan: (span: Span) => Span;
  /** The same for a part of the original text, whose ends lie in no placeholder. */
  readonly part: (span: Span) => Pick<SubstitutedText, 'text' | 'originalSpan'>;
  /** What was put in, in source order, with the span that it replaces in the original text. */
  readonly replacements: readonly (Span & { readonly text: string })[];
  /** Marker strings that stand for base variables: marker → dotted path below the base config. */
  readonly baseVariables: ReadonlyMap<string, string>;
}

/** In each marker of a base variable, and in no text that a user writes. */
export const MARKER = '\u{e000}';

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The text is the original's own, so offsets inside it can be carried over. */
  readonly verbatim: boolean;
}

/** Throws the KeyError that MMEngine raises for an environment variable without value and default. */
export function substitutePlaceholders(
  path: string,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): SubstitutedText {
  if (!text.includes('{{')) return asItStands(text);
  let pieces: Piece[] = [{ text, start: 0, end: text.length, verbatim: true }];
  const name = basename(path);
  const extension = extname(path);
  const predefined: readonly (readonly [string, string])[] = [
    ['fileDirname', dirname(path)],
    ['fileBasename', name],
    ['fileBasenameNoExtension', extension ? name.slice(0, -extension.length) : name],
    ['fileExtname', extension],
  ];
  for (const [variable, value] of predefined)
    pieces = replaceAll(pieces, new RegExp(`\\{\\{\\s*${variable}\\s*\\}\\}`, 'g'), () => value);
  pieces = substituteEnvironment(pieces, path, environment);
  const baseVariables = new Map<string, string>();
  pieces = replaceAll(pieces, /\{\{\s*_base_\.([\w.]+)\s*\}\}/gu, (match) => {
    const variable = match[1] ?? '';
    // MMEngine ends its marker in random digits; no text that a user writes may equal it.
    const marker = `_${variable}_${MARKER}${variable.length.toString(16)}`;
    baseVariables.set(marker, variable);
    return `"${marker}"`;
  });
  return {
    text: join(pieces),
    originalSpan: mapper(pieces),
    part: (span) => {
      const inside = within(pieces, span);
      return { text: join(inside), originalSpan: mapper(inside) };
    },
    replacements: pieces.filter(({ verbatim }) => !verbatim),
    baseVariables,
  };
}

/** A text without placeholders. */
export function asItStands(text: string): SubstitutedText {
  const originalSpan = (span: Span): Span => span;
  return {
    text,
    originalSpan,
    part: ({ start, end }) => ({
      text: text.slice(start, end),
      originalSpan: (span) => ({ start: span.start + start, end: span.end + start }),
    }),
    replacements: [],
    baseVariables: new Map(),
  };
}

/** The pieces that came from a part of the original text. */
function within(pieces: readonly Piece[], span: Span): Piece[] {
  return pieces.flatMap((piece) => {
    const start = Math.max(piece.start, span.start);
    const end = Math.min(piece.end, span.end);
    if (start >= end) return [];
    return [
      piece.verbatim ? { ...piece, text: piece.text.slice(start - piece.start, end - piece.start), start, end } : piece,
    ];
  });
}

function substituteEnvironment(
  pieces: Piece[],
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Piece[] {
  let current = pieces;
  const found = [...join(pieces).matchAll(/\{\{['"]?\s*\$(\w+)\s*:\s*(\S*?)\s*['"]?\}\}/gu)];
  for (const match of found) {
    const [, variable = '', fallback = ''] = match;
    const value = environment[variable] ?? fallback;
    if (value === '') {
      const span = mapper(pieces)({ start: match.index, end: match.index + match[0].length });
      throw new PythonError(
        'KeyError',
        `\`${variable}\` cannot be found in \`os.environ\`. Please set \`${variable}\` in environment or give a default value.`,
        { path, ...span },
      );
    }
    const pattern = safePattern(`\\{\\{['"]?\\s*\\$${variable}\\s*:\\s*${fallback}\\s*['"]?\\}\\}`);
    if (pattern) current = replaceAll(current, pattern, () => value);
  }
  return current;
}

// MMEngine puts the default into a regular expression as it stands; one that is no valid expression replaces nothing here.
function safePattern(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'g');
  } catch {
    return undefined;
  }
}

function join(pieces: readonly Piece[]): string {
  return pieces.length === 1 ? (pieces[0]?.text ?? '') : pieces.map((piece) => piece.text).join('');
}

function replaceAll(pieces: Piece[], pattern: RegExp, replacement: (match: RegExpMatchArray) => string): Piece[] {
  const text = join(pieces);
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return pieces;
  const original = mapper(pieces);
  const result: Piece[] = [];
  let position = 0;
  for (const match of matches) {
    const end = match.index + match[0].length;
    result.push(...cut(pieces, position, match.index));
    const span = original({ start: match.index, end });
    result.push({ text: replacement(match), start: span.start, end: span.end, verbatim: false });
    position = end;
  }
  result.push(...cut(pieces, position, text.length));
  return result;
}

/** The pieces of the range `from … to`, cut at its ends. */
function cut(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const result: Piece[] = [];
  let position = 0;
  for (const piece of pieces) {
    const start = Math.max(from, position);
    const end = Math.min(to, position + piece.text.length);
    if (start < end) {
      const text = piece.text.slice(start - position, end - position);
      result.push(
        piece.verbatim
          ? { text, start: piece.start + start - position, end: piece.start + end - position, verbatim: true }
          : { ...piece, text },
      );
    }
    position += piece.text.length;
  }
  return result;
}

function mapper(pieces: readonly Piece[]): (span: Span) => Span {
  const starts: number[] = [];
  let position = 0;
  for (const piece of pieces) {
    starts.push(position);
    position += piece.text.length;
  }
  const last = pieces[pieces.length - 1];
  const locate = (offset: number, isEnd: boolean): number => {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= offset - (isEnd ? 1 : 0)) low = middle + 1;
      else high = middle;
    }
    const index = Math.max(0, low - 1);
    const piece = pieces[index];
    if (!piece) return last?.end ?? 0;
    if (piece.verbatim) return Math.min(piece.end, piece.start + offset - (starts[index] ?? 0));
    return isEnd ? piece.end : piece.start;
  };
  return (span) => {
    const start = locate(span.start, false);
    return { start, end: Math.max(start, span.end === span.start ? start : locate(span.end, true)) };
  };
}
