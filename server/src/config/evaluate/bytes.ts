/** Text to bytes and back. Bytes are the character codes of a string. */
import { type CallSite, str, type Value } from '../values.ts';
import { asText, bind, builtin } from './calls.ts';
import { PythonError } from './runtime.ts';

/** The last byte that is the character of the same code. */
const SINGLE_BYTE: Readonly<Record<string, number>> = {
  ascii: 0x7f,
  'us-ascii': 0x7f,
  'latin-1': 0xff,
  latin1: 0xff,
  'iso-8859-1': 0xff,
  'iso8859-1': 0xff,
};
const UTF_8 = new Set(['utf-8', 'utf8']);

/** The encoding by its name, when it is one that is known here. */
function encodingOf(value: Value | undefined, call: CallSite): { last: number } | 'utf-8' | undefined {
  const name = value ? asText(value, 'encoding', call.at).toLowerCase().replaceAll('_', '-') : 'utf-8';
  const last = Object.hasOwn(SINGLE_BYTE, name) ? SINGLE_BYTE[name] : undefined;
  return last === undefined ? (UTF_8.has(name) ? 'utf-8' : undefined) : { last };
}

/** What an error handler makes of a character that does not fit is known only when it raises. */
function raisesErrors(errors: Value | undefined, call: CallSite): boolean {
  return errors === undefined || asText(errors, 'errors', call.at) === 'strict';
}

/** `self.encode(encoding, errors)`; undefined when it cannot be known. */
export function encoded(self: string, call: CallSite): Value | undefined {
  const [name, errors] = bind(call, 'encode', ['encoding', 'errors']);
  const encoding = encodingOf(name, call);
  if (!encoding) return undefined;
  const fits = (character: string) =>
    encoding === 'utf-8' ? !/^[\ud800-\udfff]$/.test(character) : (character.codePointAt(0) ?? 0) <= encoding.last;
  if (![...self].every(fits)) {
    if (!raisesErrors(errors, call)) return undefined;
    throw new PythonError('UnicodeEncodeError', 'the codec cannot encode a character', call.at);
  }
  return { kind: 'bytes', value: encoding === 'utf-8' ? encodedUtf8(self) : self, at: call.at };
}

/** `self.decode(encoding, errors)`; undefined when it cannot be known. */
export function decoded(
  self: string,
  call: CallSite,
  encodingValue: Value | undefined,
  errors: Value | undefined,
): Value | undefined {
  const encoding = encodingOf(encodingValue, call);
  if (!encoding) return undefined;
  const text =
    encoding === 'utf-8'
      ? decodedUtf8(self)
      : [...self].every((byte) => byte.charCodeAt(0) <= encoding.last)
        ? self
        : undefined;
  if (text !== undefined) return str(text, call.at);
  if (!raisesErrors(errors, call)) return undefined;
  throw new PythonError('UnicodeDecodeError', 'the codec cannot decode a byte', call.at);
}

function encodedUtf8(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function decodedUtf8(bytes: string): string | undefined {
  try {
    const codes = Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(codes);
  } catch {
    return undefined;
  }
}

/** The bound method `self.name` of bytes, or undefined when it is not evaluated. */
export function bytesMethod(self: string, name: string): Value | undefined {
  if (name !== 'decode') return undefined;
  return builtin(name, (call) => {
    const [encoding, errors] = bind(call, 'decode', ['encoding', 'errors']);
    return decoded(self, call, encoding, errors);
  });
}
