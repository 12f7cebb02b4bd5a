/** Python's number arithmetic on exact integers and doubles. */
import { asciiDigits, stripped } from './unicode.ts';

/** Rounds m * 2^e * 10^digits to an integer, ties to even, exactly. */
export function scaledInteger(value: number, digits: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const exponentBits = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = exponentBits === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (exponentBits === 0 ? 1 : exponentBits) - 1075;
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (digits >= 0) numerator *= 10n ** BigInt(digits);
  else denominator *= 10n ** BigInt(-digits);
  return roundedQuotient(numerator, denominator);
}

/** Python's `round(value, digits)` for a float: correct to the exact binary value, ties to even. */
export function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 323) return value;
  if (digits < -308) return value < 0 ? -0 : 0;
  const rounded = Number(`${scaledInteger(value, digits)}e${-digits}`);
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}

/** Python's `'%.{digits}f'`: exact, ties to even. Without the sign. */
export function fixedDigits(value: number, digits: number): string {
  const scaled = scaledInteger(value, digits)
    .toString()
    .padStart(digits + 1, '0');
  return digits === 0 ? scaled : `${scaled.slice(0, -digits)}.${scaled.slice(-digits)}`;
}

/** Python's `round(value)` for a float, an integer with ties to even; undefined for inf and nan. */
export function roundToInteger(value: number): bigint | undefined {
  if (!Number.isFinite(value)) return undefined;
  const rounded = scaledInteger(value, 0);
  return value < 0 ? -rounded : rounded;
}

/** Python's `a // b`. */
export function floorDivideIntegers(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Python's `a % b`, which has the sign of `b`. */
export function floorModulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/** Python's float `//`, in the steps in which CPython does it. */
export function floorDivideFloats(a: number, b: number): number {
  const remainder = a % b;
  const quotient = (a - remainder) / b - (remainder !== 0 && remainder < 0 !== b < 0 ? 1 : 0);
  if (quotient === 0) return a / b < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** `value = integer * 2^scale`, exactly. */
export function integerAndScale(value: number): [bigint, number] {
  let scale = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    scale--;
  }
  return [BigInt(scaled), scale];
}

/** Python's `float(text)`; undefined when it is not a number. */
export function parsePythonFloat(text: string): number | undefined {
  const trimmed = asciiDigits(stripped(text)).replace(/(?<=\d)_(?=\d)/g, '');
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed)) return Number(trimmed);
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (!special) return undefined;
  if (special[2]?.toLowerCase() === 'nan') return Number.NaN;
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const PREFIXES: Readonly<Record<string, number>> = { x: 16, o: 8, b: 2 };

/** Python's `int(text, base)`; undefined when it is not an int. */
export function parsePythonInt(text: string, base = 10): bigint | undefined {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/su.exec(asciiDigits(stripped(text))) ?? [];
  const [prefix = '', letter = ''] = /^0([xob])_?(?=.)/i.exec(rest) ?? [];
  const prefixBase = PREFIXES[letter.toLowerCase()];
  const isPrefixed = prefixBase !== undefined && (base === 0 || base === prefixBase);
  const digits = isPrefixed ? rest.slice(prefix.length) : rest;
  if (!/^[0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*$/.test(digits)) return undefined;
  // As in source code: a zero in front of other digits makes no octal number any more.
  if (base === 0 && !isPrefixed && /^0[_0]*[1-9]/.test(digits)) return undefined;
  const radix = BigInt((isPrefixed ? prefixBase : base) || 10);
  let result = 0n;
  for (const character of digits.replaceAll('_', '')) {
    const digit = BigInt(Number.parseInt(character, 36));
    if (digit >= radix) return undefined;
    result = result * radix + digit;
  }
  return sign === '-' ? -result : result;
}

/** A finite float as a fraction in its lowest terms: Python's `float.as_integer_ratio`. */
export function floatRatio(value: number): readonly [bigint, bigint] | undefined {
  if (!Number.isFinite(value)) return undefined;
  const [integer, scale] = integerAndScale(value);
  return [integer, 1n << BigInt(-scale)];
}

/** The sum of finite floats, rounded once. */
export function exactSum(numbers: readonly number[]): number {
  // In units of the smallest subnormal.
  let sum = 0n;
  for (const number of numbers) {
    const [integer, scale] = integerAndScale(number);
    sum += integer << BigInt(scale + 1074);
  }
  return sum < 0n ? -ratio(-sum, 1n, -1074) : ratio(sum, 1n, -1074);
}

/** numerator / denominator * 2^scale, both positive, rounded once to the nearest float, ties to even. */
export function ratio(numerator: bigint, denominator: bigint, scale = 0): number {
  const estimate = bitLength(numerator) - bitLength(denominator);
  const shifted =
    estimate >= 0 ? numerator >= denominator << BigInt(estimate) : numerator << BigInt(-estimate) >= denominator;
  const magnitude = (shifted ? estimate : estimate - 1) + scale;
  if (magnitude > 1023) return Number.POSITIVE_INFINITY;
  // Of the last bit: a float has 53, and none below the smallest subnormal.
  const last = Math.max(magnitude - 52, -1074);
  const shift = scale - last;
  const a = shift > 0 ? numerator << BigInt(shift) : numerator;
  const b = shift < 0 ? denominator << BigInt(-shift) : denominator;
  return Number(roundedQuotient(a, b)) * 2 ** last;
}

/** a / b as an integer, ties to even; both positive. */
function roundedQuotient(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  const twice = (a % b) * 2n;
  return twice > b || (twice === b && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** Python's `int.bit_length`. */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = (value < 0n ? -value : value).toString(16);
  return hex.length * 4 - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 28;
}

/** The rounding that `round(number, -places)` does on an int: to a multiple of 10 ** places, ties to even. */
export function roundInteger(value: bigint, places: number): bigint {
  const size = value < 0n ? -value : value;
  if (places > size.toString().length) return 0n;
  const unit = 10n ** BigInt(places);
  const rounded = roundedQuotient(size, unit) * unit;
  return value < 0n ? -rounded : rounded;
}
