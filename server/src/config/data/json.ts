/** JSON as Python's `json.load` reads it. */
import type { SourceText, Span } from '../../text/source.ts';
import {
  bool,
  type DictValue,
  dict,
  element,
  float,
  int,
  type ListValue,
  list,
  none,
  str,
  type Value,
} from '../values.ts';
import { DataFailure, type DataResult, integerOf, type Locate, locator, MAX_DEPTH, setEntry } from './result.ts';

/** `originalSpan` leads from a text whose placeholders were substituted back to the original one. */
export function parseJson(source: SourceText, originalSpan?: (span: Span) => Span): DataResult {
  const locate = locator(source, originalSpan);
  try {
    return { value: new JsonReader(source.text, locate).document(), errors: [], comments: [] };
  } catch (error) {
    if (!(error instanceof DataFailure)) throw error;
    return {
      value: undefined,
      errors: [{ error: error.error, message: error.message, place: error.place }],
      comments: [],
    };
  }
}

const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const WORDS: readonly (readonly [string, (at: ReturnType<Locate>) => Value])[] = [
  ['null', none],
  ['true', (at) => bool(true, at)],
  ['false', (at) => bool(false, at)],
  ['NaN', (at) => float(Number.NaN, at)],
  ['Infinity', (at) => float(Number.POSITIVE_INFINITY, at)],
  ['-Infinity', (at) => float(Number.NEGATIVE_INFINITY, at)],
];

class JsonReader {
  private readonly text: string;
  private readonly locate: Locate;
  private position = 0;

  constructor(text: string, locate: Locate) {
    this.text = text;
    this.locate = locate;
  }

  document(): Value {
    if (this.text.startsWith('\ufeff')) throw this.error('Unexpected UTF-8 BOM (decode using utf-8-sig)', 0);
    this.space();
    const value = this.value(0);
    this.space();
    if (this.position < this.text.length) throw this.error('Extra data', this.position);
    return value;
  }

  private value(depth: number): Value {
    const start = this.position;
    const first = this.text[start];
    if (first === '{' || first === '[') {
      if (depth >= MAX_DEPTH)
        throw new DataFailure('RecursionError', 'maximum recursion depth exceeded', this.locate(start, start + 1));
      return first === '{' ? this.object(depth) : this.array(depth);
    }
    if (first === '"') {
      const value = this.string();
      return str(value, this.locate(start, this.position));
    }
    for (const [word, make] of WORDS)
      if (this.text.startsWith(word, start)) {
        this.position += word.length;
        return make(this.locate(start, this.position));
      }
    NUMBER.lastIndex = start;
    const [number, whole = '', fraction, exponent] = NUMBER.exec(this.text) ?? [];
    if (number === undefined) throw this.error('Expecting value', start);
    this.position += number.length;
    const at = this.locate(start, this.position);
    return fraction === undefined && exponent === undefined ? int(integerOf(whole, at), at) : float(Number(number), at);
  }

  private object(depth: number): DictValue {
    const start = this.position++;
    const entries: (readonly [string, Parameters<typeof setEntry>[2]])[] = [];
    this.space();
    while (this.text[this.position] !== '}' || entries.length > 0) {
      const keyStart = this.position;
      if (this.text[keyStart] !== '"') throw this.error('Expecting property name enclosed in double quotes', keyStart);
      const key = this.string();
      const keyAt = this.locate(keyStart, this.position);
      this.space();
      if (this.text[this.position] !== ':') throw this.error("Expecting ':' delimiter", this.position);
      this.position++;
      this.space();
      const valueStart = this.position;
      const value = this.value(depth + 1);
      const slot = {
        key: str(key, keyAt),
        value,
        at: this.locate(keyStart, this.position),
        keyAt,
        valueAt: this.locate(valueStart, this.position),
        overrides: undefined,
      };
      entries.push([key, slot]);
      if (this.closes('}')) break;
    }
    this.position++;
    const result = dict(this.locate(start, this.position));
    for (const [key, slot] of entries) setEntry(result, key.startsWith('\0') ? `\0s${key}` : key, slot);
    return result;
  }

  private array(depth: number): ListValue {
    const start = this.position++;
    const items: ListValue['items'] = [];
    this.space();
    while (this.text[this.position] !== ']' || items.length > 0) {
      items.push(element(this.value(depth + 1)));
      if (this.closes(']')) break;
    }
    this.position++;
    return list(items, this.locate(start, this.position));
  }

  /** After a member: true at the closing bracket, false after a comma. */
  private closes(bracket: string): boolean {
    this.space();
    if (this.text[this.position] === bracket) return true;
    if (this.text[this.position] !== ',') throw this.error("Expecting ',' delimiter", this.position);
    this.position++;
    this.space();
    return false;
  }

  private string(): string {
    const start = this.position++;
    let result = '';
    for (;;) {
      const plainStart = this.position;
      while (isPlain(this.text.charCodeAt(this.position))) this.position++;
      result += this.text.slice(plainStart, this.position);
      const stop = this.text[this.position];
      if (stop === undefined) throw this.error('Unterminated string starting at', start);
      if (stop === '"') {
        this.position++;
        return result;
      }
      if (stop !== '\\') throw this.error('Invalid control character at', this.position);
      result += this.escape(start);
    }
  }

  private escape(stringStart: number): string {
    const letter = this.text[this.position + 1];
    if (letter === undefined) throw this.error('Unterminated string starting at', stringStart);
    if (letter === 'u') {
      const digits = this.text.slice(this.position + 2, this.position + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits) || this.position + 6 >= this.text.length)
        throw this.error('Invalid \\uXXXX escape', this.position + 1);
      this.position += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const character = ESCAPES[letter];
    if (character === undefined) throw this.error('Invalid \\escape', this.position);
    this.position += 2;
    return character;
  }

  private space(): void {
    SPACE.lastIndex = this.position;
    this.position += SPACE.exec(this.text)?.[0].length ?? 0;
  }

  /** Python counts characters, not UTF-16 units, and reads every kind of line end as `\n`. */
  private error(message: string, position: number): DataFailure {
    const before = [...this.text.slice(0, position).replace(/\r\n?/g, '\n')];
    const column = before.length - before.lastIndexOf('\n');
    const line = before.filter((character) => character === '\n').length + 1;
    const place = this.locate(position, Math.min(position + 1, this.text.length));
    return new DataFailure(
      'JSONDecodeError',
      `${message}: line ${line} column ${column} (char ${before.length})`,
      place,
    );
  }
}

/** A character of a string that stands for itself. Past the end of the text the code is NaN. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code !== 0x22 && code !== 0x5c;
}
