/** Numbers and strings of Python source, exactly as Python reads them. */

export type LiteralNumber =
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float' | 'imaginary'; readonly value: number };

/** Undefined for what the grammar takes for a number and Python does not: `007`, `10L`, `1__0`. */
export function parseNumber(source: string): LiteralNumber | undefined {
  if (/__|_$|_[.eEjJ]|[.]_/.test(source)) return undefined;
  const text = source.replaceAll('_', '');
  if (/^(?:0|[1-9]\d*)$/.test(text) || /^0+$/.test(text)) {
    const value = Number(text);
    return { type: 'int', value: Number.isSafeInteger(value) ? value : BigInt(text) };
  }
  if (/^0(?:[xX][\da-fA-F]+|[oO][0-7]+|[bB][01]+)$/.test(text)) {
    const value = BigInt(text.toLowerCase());
    return { type: 'int', value: value <= Number.MAX_SAFE_INTEGER ? Number(value) : value };
  }
  if (/^(?:\d+[jJ]|(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?[jJ])$/.test(text))
    return { type: 'imaginary', value: Number(text.slice(0, -1)) };
  if (/^(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?$/.test(text)) return { type: 'float', value: Number(text) };
  return undefined;
}

export interface StringParts {
  /** Lower case. */
  readonly prefix: string;
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** Cuts `rb'''…'''` into prefix and content; undefined when the closing quote is missing. */
export function stringParts(text: string, start: number, end: number): StringParts | undefined {
  let quoteAt = start;
  while (quoteAt < end && text[quoteAt] !== '"' && text[quoteAt] !== "'") quoteAt++;
  const quote = text[quoteAt] as string;
  const triple = quote.repeat(3);
  const length = text.startsWith(triple, quoteAt) && end - quoteAt >= 6 ? 3 : 1;
  if (end - quoteAt < 2 * length || text[end - 1] !== quote) return undefined;
  return {
    prefix: text.slice(start, quoteAt).toLowerCase(),
    contentStart: quoteAt + length,
    contentEnd: end - length,
  };
}

/** Python reads source with universal newlines, so a string never holds a carriage return that was only a line end. */
function universalNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

export type Unescaped =
  | { readonly text: string }
  /** `error`: Python's message for an escape that it refuses. `unsupported`: one that needs Unicode's table of names. */
  | { readonly error: string }
  | { readonly unsupported: string };

const ESCAPE = /\\(?:\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|[\s\S])/g;
const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The value of a string's content; `raw` and `bytes` as its prefix says. */
export function unescapeString(source: string, raw: boolean, bytes: boolean): Unescaped {
  const content = universalNewlines(source);
  if (bytes && /[^\0-\x7f]/.test(content)) return { error: 'bytes can only contain ASCII literal characters' };
  if (raw || !content.includes('\\')) return { text: content };
  let failure: Unescaped | undefined;
  const text = content.replace(ESCAPE, (sequence) => {
    const body = sequence.slice(1);
    const simple = SIMPLE[body];
    if (simple !== undefined) return simple;
    if (/^[0-7]+$/.test(body)) {
      const code = Number.parseInt(body, 8);
      return String.fromCharCode(bytes ? code & 0xff : code);
    }
    const letter = body[0] as string;
    if (letter === 'x') {
      if (body.length === 3) return String.fromCharCode(Number.parseInt(body.slice(1), 16));
      failure ??= { error: bytes ? '(value error) invalid \\x escape' : '(unicode error) truncated \\xXX escape' };
    } else if (!bytes && (letter === 'u' || letter === 'U')) {
      const code = Number.parseInt(body.slice(1), 16);
      if (body.length > 1 && code <= 0x10ffff) return String.fromCodePoint(code);
      failure ??= { error: `(unicode error) truncated or illegal \\${letter} escape` };
    } else if (!bytes && letter === 'N') {
      failure ??=
        body.length > 3
          ? { unsupported: 'a named Unicode character' }
          : { error: '(unicode error) malformed \\N character escape' };
    }
    return sequence;
  });
  return failure ?? { text };
}
