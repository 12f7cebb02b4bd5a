/** Python's number arithmetic on exact integers and doubles. */

/** Rounds m * 2^e * 10^digits to an integer, ties to even, exactly. */
function scaledInteger(value: number, digits: number): bigint {
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
  let quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient += 1n;
  return quotient;
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

export function floorDivideIntegers(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

export function floorModulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/** Python's float `//`, computed from the modulo as CPython does. */
export function floorDivideFloats(a: number, b: number): number {
  const modulo = floorModulo(a, b);
  const quotient = (a - modulo) / b;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/**
 * `base ** exponent` for floats. C's `pow` is correctly rounded almost always and JavaScript's is not, so whole exponents
 * of moderate size are computed exactly and rounded once.
 */
export function floatPower(base: number, exponent: number): number {
  if (exponent === 0.5 && base > 0) return Math.sqrt(base);
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 64 || !Number.isFinite(base) || base === 0)
    return base ** exponent;
  const [mantissa, scale] = integerAndScale(Math.abs(base));
  const power = Math.abs(exponent);
  const numerator = mantissa ** BigInt(power);
  const binaryExponent = scale * power;
  const result = exponent >= 0 ? ratio(numerator, 1n, binaryExponent) : ratio(1n, numerator, -binaryExponent);
  return base < 0 && power % 2 === 1 ? -result : result;
}

/** `value = integer * 2^scale`, exactly. */
function integerAndScale(value: number): [bigint, number] {
  let scale = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    scale--;
  }
  return [BigInt(scaled), scale];
}

/** numerator / denominator * 2^scale, rounded to nearest even. */
function ratio(numerator: bigint, denominator: bigint, scale: number): number {
  const bits = numerator.toString(2).length - denominator.toString(2).length;
  // 66 significant bits and a sticky bit make the final conversion round correctly.
  const shift = 66 - bits;
  const scaled = shift >= 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift));
  const exact = shift >= 0 ? scaled * denominator === numerator << BigInt(shift) : false;
  const mantissa = Number((scaled << 1n) | (exact ? 0n : 1n));
  const exponent = scale - shift - 1;
  // Two steps keep the scaling itself from overflowing; below the subnormal range the plain product is right enough.
  const half = Math.trunc(exponent / 2);
  return mantissa * 2 ** half * 2 ** (exponent - half);
}

export function parsePythonFloat(text: string): number | undefined {
  const trimmed = text.trim().replace(/(?<=\d)_(?=\d)/g, '');
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed)) return Number(trimmed);
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (!special) return undefined;
  if (special[2]?.toLowerCase() === 'nan') return Number.NaN;
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

export function parsePythonInt(text: string, base = 10): bigint | undefined {
  const match = /^([+-]?)(?:0([xXoObB]))?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)$/.exec(text.trim());
  if (!match) return undefined;
  const prefix = match[2]?.toLowerCase();
  const prefixBase = prefix === 'x' ? 16 : prefix === 'o' ? 8 : prefix === 'b' ? 2 : undefined;
  if (prefixBase !== undefined && base !== 0 && base !== prefixBase) return undefined;
  const radix = BigInt(prefixBase ?? (base === 0 ? 10 : base));
  let result = 0n;
  for (const character of (match[3] ?? '').replaceAll('_', '')) {
    const digit = Number.parseInt(character, 36);
    if (Number.isNaN(digit) || BigInt(digit) >= radix) return undefined;
    result = result * radix + BigInt(digit);
  }
  return match[1] === '-' ? -result : result;
}
