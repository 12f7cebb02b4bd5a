/** One pass over the tokens of a YAML text, before anything recursive reads it. */
import { Lexer } from 'yaml';
import type { Span } from '../../text/source.ts';

export interface YamlTokens {
  readonly comments: readonly Span[];
  /** How deep collections are nested, or a little more. */
  readonly depth: number;
}

/** The lexer announces documents, scalars and broken brackets with one control character that is not in the text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

export function scanYaml(text: string): YamlTokens {
  const comments: Span[] = [];
  const columns: number[] = [];
  let depth = 0;
  let brackets = 0;
  let offset = 0;
  let lineStart = 0;
  /** A collection may start here: at the start of a line, and behind `-` and `?`. */
  let opens = true;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (MARKS.has(lexeme)) {
      isScalar = lexeme === '\u001f';
      if (lexeme === '\u0018') brackets = 0;
      continue;
    }
    const isSpace = !isScalar && /^\s*$/.test(lexeme);
    if (!isScalar && lexeme.startsWith('#')) comments.push({ start: offset, end: offset + lexeme.length });
    else if (!isSpace) {
      const column = offset - lineStart;
      if (opens && brackets === 0) {
        while ((columns[columns.length - 1] ?? -1) >= column) columns.pop();
        columns.push(column);
      }
      if (!isScalar && (lexeme === '[' || lexeme === '{')) brackets++;
      if (!isScalar && (lexeme === ']' || lexeme === '}')) brackets = Math.max(0, brackets - 1);
      depth = Math.max(depth, columns.length + brackets);
      opens = !isScalar && (lexeme === '-' || lexeme === '?');
    }
    const lineBreak = lexeme.lastIndexOf('\n');
    if (lineBreak >= 0) {
      lineStart = offset + lineBreak + 1;
      opens = true;
    }
    offset += lexeme.length;
    isScalar = false;
  }
  return { comments, depth };
}
