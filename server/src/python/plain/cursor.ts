import type { Comment } from '../syntax.ts';

/** Thrown where the text leaves the plain subset; carries nothing, so that it costs nothing. */
export const NOT_PLAIN = Symbol('not plain Python');

const NUMBER = /(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)[jJ]?/y;
const FIRST_NON_ASCII = 128;
const RESERVED = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** A position in the text, and the steps over spaces, comments and words that all of the grammar needs. */
export class Cursor {
  readonly text: string;
  readonly comments: Comment[] = [];
  position = 0;
  /** Inside brackets a line end is a space. */
  brackets = 0;
  private nesting = 0;

  constructor(text: string) {
    this.text = text;
  }

  fail(): never {
    throw NOT_PLAIN;
  }

  /** The code of the character at the cursor; NaN at the end. */
  peek(): number {
    return this.text.charCodeAt(this.position);
  }

  /** Skips spaces, and inside brackets line ends and comments too. */
  space(): void {
    const { text } = this;
    const isInside = this.brackets > 0;
    let { position } = this;
    for (;;) {
      const code = text.charCodeAt(position);
      if (code === 32 || code === 9 || (isInside && code === 10)) position++;
      else if (code === 92 || (isInside && (code === 35 || code === 13))) {
        this.position = position;
        if (code === 35) this.comment();
        else if (code === 92) this.continuation();
        else if (text.charCodeAt(position + 1) === 10) this.position++;
        else return;
        position = this.position;
      } else break;
    }
    this.position = position;
  }

  private continuation(): void {
    const next = this.text.charCodeAt(this.position + 1);
    if (next === 10) this.position += 2;
    else if (next === 13 && this.text.charCodeAt(this.position + 2) === 10) this.position += 3;
    else this.fail();
    // There is no line to go on with.
    if (this.position === this.text.length) this.fail();
  }

  comment(): void {
    const start = this.position;
    let end = this.text.indexOf('\n', start);
    if (end < 0) end = this.text.length;
    this.position = end;
    if (this.text.charCodeAt(end - 1) === 13) end--;
    const text = this.text.slice(start, end);
    if (text.includes('\r')) this.fail();
    this.comments.push({ text, start, end });
  }

  /** Takes the character if it is next, with the spaces after it. */
  take(character: string): boolean {
    if (this.peek() !== character.charCodeAt(0)) return false;
    this.position++;
    this.space();
    return true;
  }

  expect(character: string): void {
    if (!this.take(character)) this.fail();
  }

  open(): void {
    this.brackets++;
    this.position++;
    this.space();
  }

  /** Takes a closing bracket; returns the offset behind it. */
  close(character: string): number {
    if (this.peek() !== character.charCodeAt(0)) this.fail();
    this.brackets--;
    const end = ++this.position;
    this.space();
    return end;
  }

  /** The word at the cursor, a keyword or a name; undefined when there is none. */
  peekWord(): string | undefined {
    const { text, position } = this;
    let end = position;
    let code = text.charCodeAt(end);
    if (code >= 48 && code <= 57) return undefined;
    while (IN_WORDS[code] === 1) code = text.charCodeAt(++end);
    // Names in other alphabets have rules of their own.
    if (code >= FIRST_NON_ASCII) this.fail();
    return end === position ? undefined : text.slice(position, end);
  }

  peekKeyword(keyword: string): boolean {
    return this.peek() === keyword.charCodeAt(0) && this.peekWord() === keyword;
  }

  takeKeyword(keyword: string): boolean {
    if (!this.peekKeyword(keyword)) return false;
    this.position += keyword.length;
    this.space();
    return true;
  }

  /** An identifier, without the spaces after it. */
  name(): { readonly id: string; readonly start: number; readonly end: number } {
    const word = this.peekWord();
    if (word === undefined || isReserved(word)) this.fail();
    const start = this.position;
    this.position += word.length;
    return { id: word, start, end: this.position };
  }

  /** The name before a `=` on its line, with both of them taken; undefined, and nothing taken, where there is none. */
  takeArgumentName(): string | undefined {
    const { text, position } = this;
    let end = position;
    while (IN_WORDS[text.charCodeAt(end)] === 1) end++;
    let next = end;
    while (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 9) next++;
    if (text.charCodeAt(next) !== 61 || text.charCodeAt(next + 1) === 61 || end === position) return undefined;
    const name = text.slice(position, end);
    const first = text.charCodeAt(position);
    if ((first >= 48 && first <= 57) || isReserved(name)) this.fail();
    this.position = next + 1;
    this.space();
    return name;
  }

  /** The whole number of a few digits at the cursor, by far the most common one; undefined for any other. */
  smallInteger(): number | undefined {
    const { text } = this;
    let end = this.position;
    let value = 0;
    for (;;) {
      const digit = text.charCodeAt(end) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      end++;
    }
    const length = end - this.position;
    const next = text.charCodeAt(end);
    const hasLeadingZero = length > 1 && this.peek() === 48;
    if (length === 0 || length > 15 || hasLeadingZero || next === 46 || IN_WORDS[next] === 1 || next >= FIRST_NON_ASCII)
      return undefined;
    this.position = end;
    return value;
  }

  number(): string {
    NUMBER.lastIndex = this.position;
    const text = NUMBER.exec(this.text)?.[0];
    if (text === undefined) this.fail();
    this.position += text.length;
    if (/[A-Za-z0-9_.]/.test(this.text[this.position] ?? '')) this.fail();
    return text;
  }

  /** Goes one level deeper into nested code; to be followed by {@link leave}. */
  enter(): void {
    if (++this.nesting > MAX_NESTING) this.fail();
  }

  leave(): void {
    this.nesting--;
  }
}

/** A word that is no name. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word);
}

/** By code, 1 for the characters that words are made of. A table is looked at faster than a function is called. */
const IN_WORDS = Uint8Array.from({ length: FIRST_NON_ASCII }, (_, code) =>
  /\w/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Deeper code is left to the full parser, which knows Python's limits. */
const MAX_NESTING = 100;
