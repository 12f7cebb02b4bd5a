/** The digits of numbers as Python's format specs and `%` lay them out, and how text is padded. */
import type { Place } from '../../text/source.ts';
import { pythonFloatRepr } from '../repr.ts';
import { fixedDigits, scaledInteger } from './numbers.ts';
import { PythonError } from './runtime.ts';

/** How one value is to be written. */
export interface Layout {
  readonly fill: string;
  readonly align: '<' | '>' | '^' | '=';
  readonly sign: string;
  /** `z`: a negative number that rounds to zero loses its sign. */
  readonly coercesZero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

/** `body` behind `prefix` in the width of the layout. */
export function pad(body: string, prefix: string, { width, align, fill }: Layout): string {
  const missing = width - [...prefix].length - [...body].length;
  if (missing <= 0) return prefix + body;
  if (align === '<') return prefix + body + fill.repeat(missing);
  if (align === '>') return fill.repeat(missing) + prefix + body;
  if (align === '=') return prefix + fill.repeat(missing) + body;
  const left = Math.floor(missing / 2);
  return fill.repeat(left) + prefix + body + fill.repeat(missing - left);
}

const RADIX: Readonly<Record<string, number>> = { d: 10, n: 10, b: 2, o: 8, x: 16, X: 16 };

/** An int in one of the types `d n b o x X`; `digits` is the least number of them. */
export function integerText(number: bigint, layout: Layout, digits = 0): string {
  const { type, grouping } = layout;
  const radix = RADIX[type] ?? 10;
  const plain = (number < 0n ? -number : number).toString(radix).padStart(digits, '0');
  const prefix = signOf(number < 0n, layout) + (layout.alternate && radix !== 10 ? `0${type}` : '');
  const body = grouped(type === 'X' ? plain.toUpperCase() : plain, '', grouping, radix === 10 ? 3 : 4, prefix, layout);
  return pad(body, prefix, layout);
}

/** A float in one of the types `e f g %` (or their capitals), `n`, or none. */
export function floatText(value: number, layout: Layout): string {
  const body = floatDigits(Math.abs(value), layout);
  const isNegative = value < 0 || Object.is(value, -0);
  const prefix = signOf(isNegative && !(layout.coercesZero && /^[0.]*(?:e|%|$)/i.test(body)), layout);
  const [whole = ''] = /^\d*/.exec(body) ?? [];
  return pad(grouped(whole, body.slice(whole.length), layout.grouping, 3, prefix, layout), prefix, layout);
}

function signOf(isNegative: boolean, { sign }: Layout): string {
  return isNegative ? '-' : sign === '-' ? '' : sign;
}

/** Zeros that fill the width are grouped with the digits. */
function grouped(
  whole: string,
  rest: string,
  separator: string,
  every: number,
  prefix: string,
  layout: Layout,
): string {
  // Of inf and nan nothing is grouped.
  if (separator === '' || whole === '') return whole + rest;
  const least = layout.fill === '0' && layout.align === '=' ? layout.width - prefix.length - rest.length : 0;
  let count = whole.length;
  while (count + Math.floor((count - 1) / every) < least) count++;
  return whole.padStart(count, '0').replace(new RegExp(`\\B(?=(?:.{${every}})+$)`, 'g'), separator) + rest;
}

function floatDigits(value: number, { type, precision, alternate }: Layout): string {
  const digits = finiteDigits(value, type.toLowerCase(), precision, alternate);
  const text = alternate && /^\d+(?:e|$)/.test(digits) ? digits.replace(/^\d+/, '$&.') : digits;
  return (type !== '' && 'EFG'.includes(type) ? text.toUpperCase() : text) + (type === '%' ? '%' : '');
}

function finiteDigits(value: number, type: string, precision: number | undefined, alternate: boolean): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  switch (type) {
    case 'f':
      return fixedDigits(value, precision ?? 6);
    case '%':
      return finiteDigits(value * 100, 'f', precision, alternate);
    case 'e':
      return exponentDigits(value, precision ?? 6).text;
    case '':
      return precision === undefined ? pythonFloatRepr(value) : generalDigits(value, precision, alternate, true);
    default:
      return generalDigits(value, precision ?? 6, alternate, false);
  }
}

/** `'%.{precision}e'`, exact, ties to even, and the power of ten in it. */
function exponentDigits(value: number, precision: number): { text: string; power: number } {
  let power = value === 0 ? 0 : Number(value.toExponential().split('e')[1]);
  let digits = String(scaledInteger(value, precision - power));
  // The shortest form can round up to the next power of ten where the exact number stays below, and the other way round.
  if (value !== 0 && digits.length !== precision + 1) {
    power += digits.length - precision - 1;
    digits = String(scaledInteger(value, precision - power));
  }
  const padded = digits.padStart(precision + 1, '0');
  const mantissa = precision === 0 ? padded : `${padded.charAt(0)}.${padded.slice(1)}`;
  return { text: `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`, power };
}

function generalDigits(value: number, precision: number, alternate: boolean, keepsPoint: boolean): string {
  const digits = Math.max(1, precision);
  const { text, power } = exponentDigits(value, digits - 1);
  if (power < -4 || power >= (keepsPoint ? digits - 1 : digits)) {
    const [mantissa = '', tail = ''] = text.split('e');
    return `${alternate ? mantissa : withoutZeros(mantissa)}e${tail}`;
  }
  const fixed = fixedDigits(value, Math.max(0, digits - 1 - power));
  const body = alternate ? fixed : withoutZeros(fixed);
  return keepsPoint && !body.includes('.') ? `${body}.0` : body;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** The character that `c` writes for an int. */
export function characterOf(code: number | bigint, at: Place): string {
  if (code < 0 || code > 0x10ffff) throw new PythonError('OverflowError', '%c arg not in range(0x110000)', at);
  return String.fromCodePoint(Number(code));
}
