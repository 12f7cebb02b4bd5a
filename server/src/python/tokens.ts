/**
 * A rough scan of Python into tokens. It is used only where the grammar failed, to say what is wrong and where: the
 * grammar's own recovery tells that something is, seldom what.
 */
import type { Span } from '../text/source.ts';

export interface Token extends Span {
  readonly kind: 'name' | 'keyword' | 'number' | 'string' | 'open' | 'close' | 'operator' | 'bad';
  readonly text: string;
  /** Number of brackets open around the token. */
  readonly depth: number;
}

export interface Scan {
  readonly tokens: readonly Token[];
  /** Brackets that are never closed, or closed by another kind; what seems to stand in them up to `until` may not. */
  readonly unclosed: readonly { readonly bracket: Token; readonly until: number }[];
  /** Closing brackets that nothing opened. */
  readonly unopened: readonly Token[];
  readonly unterminated: readonly Span[];
  /** Python gives up at 200 nested brackets. */
  readonly tooDeep: Token | undefined;
}

const KEYWORDS = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

const MAX_BRACKETS = 200;
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const SKIP = /(?:[ \t\f\r\n]|\\\r?\n|#[^\r\n]*)*/y;
const STRING_START = /(?:[rRbBuUfF]{0,2})("""|'''|"|')/y;
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*/uy;
const NUMBER = /(?:\d[\w.]*(?:(?<=[eE])[+-]\w+)?|\.\d[\w]*(?:(?<=[eE])[+-]\w+)?)/y;
const OPERATOR = /\*\*=?|\/\/=?|<<=?|>>=?|[-+*/%@&|^=!<>:]=|->|\.\.\.|[-+*/%@&|^=<>:;,.~!]/y;

export function scan(text: string): Scan {
  const tokens: Token[] = [];
  const open: Token[] = [];
  const unclosed: { bracket: Token; until: number }[] = [];
  const unopened: Token[] = [];
  const unterminated: Span[] = [];
  let tooDeep: Token | undefined;
  let position = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    return pattern.exec(text);
  };
  for (;;) {
    position += match(SKIP)?.[0].length ?? 0;
    if (position >= text.length) break;
    const start = position;
    const add = (kind: Token['kind'], end: number): Token => {
      const token = { kind, text: text.slice(start, end), depth: open.length, start, end };
      tokens.push(token);
      position = end;
      return token;
    };
    const character = text[start] as string;
    const quote = match(STRING_START);
    if (quote) {
      const end = stringEnd(text, start + quote[0].length, quote[1] as string);
      if (end.closed) add('string', end.position);
      else {
        add('bad', end.position);
        unterminated.push({ start, end: end.position });
      }
      continue;
    }
    if ('([{'.includes(character)) {
      const token = add('open', start + 1);
      open.push(token);
      if (open.length > MAX_BRACKETS) tooDeep ??= token;
      continue;
    }
    const opener = CLOSERS[character];
    if (opener !== undefined) {
      const top = open.at(-1);
      if (top?.text === opener) open.pop();
      else if (top && open.some((token) => token.text === opener)) {
        while (open.length > 0 && open.at(-1)?.text !== opener)
          unclosed.push({ bracket: open.pop() as Token, until: start });
        open.pop();
      } else unopened.push({ kind: 'close', text: character, depth: open.length, start, end: start + 1 });
      add('close', start + 1);
      continue;
    }
    const name = match(NAME);
    if (name) {
      add(KEYWORDS.has(name[0]) ? 'keyword' : 'name', start + name[0].length);
      continue;
    }
    const number = match(NUMBER);
    if (number) {
      add('number', start + number[0].length);
      continue;
    }
    const operator = match(OPERATOR);
    if (operator) {
      add('operator', start + operator[0].length);
      continue;
    }
    add('bad', start + ((text.codePointAt(start) as number) > 0xffff ? 2 : 1));
  }
  unclosed.push(...open.map((bracket) => ({ bracket, until: text.length })));
  return { tokens, unclosed, unopened, unterminated, tooDeep };
}

function stringEnd(text: string, from: number, quote: string): { position: number; closed: boolean } {
  for (let i = from; i < text.length; i++) {
    const character = text[i];
    if (character === '\\') {
      if (text[i + 1] === '\r' && text[i + 2] === '\n') i++;
      i++;
    } else if (text.startsWith(quote, i)) return { position: i + quote.length, closed: true };
    else if ((character === '\n' || character === '\r') && quote.length === 1) return { position: i, closed: false };
  }
  return { position: text.length, closed: false };
}

/**
 * Where a comma is surely missing: inside brackets one expression ends and another begins with nothing between them.
 * Two adjacent strings are one string, and a bracket after an expression calls or indexes it, so those are not meant.
 */
export function missingCommas({ tokens, unclosed }: Scan): { readonly after: Token; readonly before: Token }[] {
  const found: { after: Token; before: Token }[] = [];
  for (let i = 1; i < tokens.length; i++) {
    const after = tokens[i - 1] as Token;
    const before = tokens[i] as Token;
    if (
      before.depth === 0 ||
      unclosed.some(({ bracket, until }) => bracket.start < before.start && before.start < until)
    )
      continue;
    const ends = after.kind === 'name' || after.kind === 'number' || after.kind === 'string' || after.kind === 'close';
    const starts =
      before.kind === 'name' || before.kind === 'number' || before.kind === 'string' || before.text === '{';
    if (!ends || !starts || (after.kind === 'string' && before.kind === 'string')) continue;
    found.push({ after, before });
  }
  return found;
}
