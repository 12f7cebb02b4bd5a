/**
 * A rough scan of Python into tokens. It is used only where the grammar failed, to say what is wrong and where: the
 * grammar's own recovery tells that something is, seldom what.
 */
import type { Span } from '../text/source.ts';
import type { Comment } from './syntax.ts';

export interface Token extends Span {
  readonly kind: 'name' | 'keyword' | 'number' | 'string' | 'open' | 'close' | 'operator' | 'bad';
  readonly text: string;
  /** Number of brackets open around the token. */
  readonly depth: number;
  /** Nothing but spaces stands before it, on a line that does not continue another by a backslash. */
  readonly startsLine: boolean;
}

export interface Scan {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  /** Brackets that are never closed, or closed by another kind; what seems to stand in them up to `until` may not. */
  readonly unclosed: readonly { readonly bracket: Token; readonly until: number }[];
  /** Closing brackets that nothing opened. */
  readonly unopened: readonly Token[];
  readonly unterminated: readonly Span[];
  /** Python gives up at 200 nested brackets. */
  readonly tooDeep: Token | undefined;
  /** A backslash that joins the last line to one that is not there. */
  readonly dangling: Span | undefined;
}

const KEYWORDS = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

const MAX_BRACKETS = 200;
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const STRING_START = /(?:[rRbBuUfF]{0,2})("""|'''|"|')/y;
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*/uy;
const NUMBER = /(?:\d[\w.]*(?:(?<=[eE])[+-]\w+)?|\.\d[\w]*(?:(?<=[eE])[+-]\w+)?)/y;
const OPERATOR = /\*\*=?|\/\/=?|<<=?|>>=?|[-+*/%@&|^=!<>:]=|->|\.\.\.|[-+*/%@&|^=<>:;,.~!]/y;

export function scan(text: string): Scan {
  return new Scanner(text).scan();
}

class Scanner {
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private readonly comments: Comment[] = [];
  private readonly open: Token[] = [];
  private readonly unclosed: { bracket: Token; until: number }[] = [];
  private readonly unopened: Token[] = [];
  private readonly unterminated: Span[] = [];
  private tooDeep: Token | undefined;
  private dangling: Span | undefined;
  private position = 0;
  private startsLine = true;

  constructor(text: string) {
    this.text = text;
  }

  scan(): Scan {
    for (this.skip(); this.position < this.text.length; this.skip()) this.token();
    for (const bracket of this.open) this.unclosed.push({ bracket, until: this.text.length });
    const { tokens, comments, unclosed, unopened, unterminated, tooDeep, dangling } = this;
    return { tokens, comments, unclosed, unopened, unterminated, tooDeep, dangling };
  }

  /** Over spaces, line ends and comments. */
  private skip(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.position);
      if (code === 10 || code === 13) this.startsLine = true;
      else if (code === 35) {
        this.comment();
        continue;
      } else if (code === 92 && /[\r\n]/.test(text[this.position + 1] ?? '')) {
        const start = this.position;
        if (text.startsWith('\r\n', this.position + 1)) this.position++;
        else if (text[this.position + 1] === '\r') return;
        this.position++;
        if (this.position + 1 === text.length) this.dangling = { start, end: start + 1 };
      } else if (code !== 32 && code !== 9 && code !== 12) return;
      this.position++;
    }
  }

  private comment(): void {
    const start = this.position;
    let end = start;
    for (; end < this.text.length; end++) {
      const code = this.text.charCodeAt(end);
      if (code === 10 || code === 13) break;
    }
    this.comments.push({ text: this.text.slice(start, end), start, end });
    this.position = end;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text);
  }

  private add(kind: Token['kind'], end: number): Token {
    const start = this.position;
    const token: Token = {
      kind,
      text: this.text.slice(start, end),
      depth: this.open.length,
      startsLine: this.startsLine,
      start,
      end,
    };
    this.tokens.push(token);
    this.position = end;
    this.startsLine = false;
    return token;
  }

  private token(): void {
    const start = this.position;
    const word = this.asciiWord();
    const after = this.text.charCodeAt(start + word);
    if (word > 0 && after < FIRST_NON_ASCII && after !== 34 && after !== 39) {
      this.name(word);
      return;
    }
    const character = this.text[start] as string;
    const quote = this.match(STRING_START);
    if (quote) this.string(start, quote[0].length, quote[1] as string);
    else if ('([{'.includes(character)) {
      const token = this.add('open', start + 1);
      this.open.push(token);
      if (this.open.length > MAX_BRACKETS) this.tooDeep ??= token;
    } else if (character in CLOSERS) this.close(character);
    else {
      const name = this.match(NAME);
      const number = name ? null : this.match(NUMBER);
      const operator = name || number ? null : this.match(OPERATOR);
      if (name) this.name(name[0].length);
      else if (number) this.add('number', start + number[0].length);
      else if (operator) this.add('operator', start + operator[0].length);
      else this.add('bad', start + ((this.text.codePointAt(start) as number) > 0xffff ? 2 : 1));
    }
  }

  /** The length of the word at the position, as far as it is ASCII. */
  private asciiWord(): number {
    const { text, position } = this;
    let end = position;
    for (; ; end++) {
      const code = text.charCodeAt(end);
      const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
      if (!isLetter && !(end > position && code >= 48 && code <= 57)) return end - position;
    }
  }

  private name(length: number): void {
    const end = this.position + length;
    this.add(KEYWORDS.has(this.text.slice(this.position, end)) ? 'keyword' : 'name', end);
  }

  private string(start: number, opening: number, quote: string): void {
    const end = stringEnd(this.text, start + opening, quote);
    if (!end.closed) this.unterminated.push({ start, end: end.position });
    this.add(end.closed ? 'string' : 'bad', end.position);
  }

  private close(character: string): void {
    const { open, position: start } = this;
    const opener = CLOSERS[character];
    const top = open.at(-1);
    if (top?.text === opener) open.pop();
    else if (top && open.some((token) => token.text === opener)) {
      while (open.length > 0 && open.at(-1)?.text !== opener)
        this.unclosed.push({ bracket: open.pop() as Token, until: start });
      open.pop();
    } else
      this.unopened.push({
        kind: 'close',
        text: character,
        depth: open.length,
        startsLine: false,
        start,
        end: start + 1,
      });
    this.add('close', start + 1);
  }
}

const FIRST_NON_ASCII = 128;

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
