/** Python's `repr` of floats, strings and bytes. */

/** `repr(float)`: the shortest digits that read back as the same number, in exponent form below 1e-4 and from 1e16. */
export function pythonFloatRepr(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x < 0 ? '-inf' : 'inf';
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  const [mantissa = '0', exponentText = '0'] = Math.abs(x).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** What `str.isprintable` rejects: controls, formats, surrogates, private and unassigned characters, odd spaces. */
const NOT_PRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** `repr(str)`. */
export function pythonStringRepr(s: string): string {
  const quote = quoteFor(s);
  let body = '';
  for (const character of s) {
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) body += short;
    else if (character === quote) body += `\\${character}`;
    else if (NOT_PRINTABLE.test(character)) body += codePointEscape(character.codePointAt(0) ?? 0);
    else body += character;
  }
  return quote + body + quote;
}

/** `repr(bytes)` of the bytes that are the character codes of `s`. */
export function pythonBytesRepr(s: string): string {
  const quote = quoteFor(s);
  let body = '';
  for (const character of s) {
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) body += short;
    else if (character === quote) body += `\\${character}`;
    else if (character < ' ' || character > '~') body += `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
    else body += character;
  }
  return `b${quote}${body}${quote}`;
}

/** `ascii()` of what has `text` as its repr. */
export function pythonAscii(text: string): string {
  let escaped = '';
  for (const character of text) escaped += character > '~' ? codePointEscape(character.codePointAt(0) ?? 0) : character;
  return escaped;
}

/** `str.isprintable`. */
export function isPrintable(text: string): boolean {
  return !NOT_PRINTABLE.test(text);
}

function quoteFor(s: string): string {
  return s.includes("'") && !s.includes('"') ? '"' : "'";
}

function codePointEscape(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${hex.padStart(4, '0')}`;
  return `\\U${hex.padStart(8, '0')}`;
}
