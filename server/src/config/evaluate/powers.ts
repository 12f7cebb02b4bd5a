/** Python's `**` on floats: what C's `pow` answers, which is not always what JavaScript's does. */
import { bitLength, integerAndScale } from './numbers.ts';

/**
 * `base ** exponent`; a negative base takes whole exponents only. C's `pow` rounds correctly unless the true result lies
 * all but halfway between two floats: that last digit cannot be known, and the result is undefined.
 */
export function floatPower(base: number, exponent: number): number | undefined {
  if (exponent === 0 || base === 1) return 1;
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
  if (!Number.isFinite(base) || !Number.isFinite(exponent) || base === 0) return base ** exponent;
  const size = roundedPower(Math.abs(base), exponent);
  return size !== undefined && base < 0 && exponent % 2 !== 0 ? -size : size;
}

/** Numbers below are integers that count units of 2^-BITS. */
const BITS = 160n;
const ONE = 1n << BITS;
const LOG_2 = logarithmOf(2n, 1n);

function roundedPower(base: number, exponent: number): number | undefined {
  const [mantissa, scale] = integerAndScale(base);
  const length = bitLength(mantissa) - 1;
  const logarithm = logarithmOf(mantissa, 1n << BigInt(length)) + BigInt(scale + length) * LOG_2;
  const [times, shift] = integerAndScale(Math.abs(exponent));
  const product = (logarithm * times) >> BigInt(-shift);
  const total = exponent < 0 ? -product : product;
  if (total > 710n * ONE) return Number.POSITIVE_INFINITY;
  if (total < -746n * ONE) return 0;
  const doublings = floorDivide(total, LOG_2);
  return toFloat(exponential(total - doublings * LOG_2), Number(doublings));
}

/** ln(numerator / denominator) for a quotient from 1 to 2: twice the series of artanh. */
function logarithmOf(numerator: bigint, denominator: bigint): bigint {
  const z = ((numerator - denominator) << BITS) / (numerator + denominator);
  const square = (z * z) >> BITS;
  let sum = 0n;
  let power = z;
  for (let divisor = 1n; power !== 0n; divisor += 2n) {
    sum += power / divisor;
    power = (power * square) >> BITS;
  }
  return 2n * sum;
}

function exponential(x: bigint): bigint {
  let sum = 0n;
  let term = ONE;
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = ((term * x) >> BITS) / n;
  }
  return sum;
}

function floorDivide(a: bigint, b: bigint): bigint {
  return (a - (((a % b) + b) % b)) / b;
}

/** `fraction`, from 1 to 2, times 2^doublings as a float; undefined where the rounding is not sure. */
function toFloat(fraction: bigint, doublings: number): number | undefined {
  if (doublings > 1023) return Number.POSITIVE_INFINITY;
  if (doublings < -1022) return undefined;
  const unit = 1n << (BITS - 52n);
  const rest = fraction % unit;
  const fromHalf = rest - unit / 2n;
  // The error that glibc states for `pow` grows with the exponent of the result.
  const doubt = unit / (Math.abs(doublings) < 128 ? 64n : 16n);
  if (fromHalf < doubt && fromHalf > -doubt) return undefined;
  return Number(fraction / unit + (fromHalf > 0n ? 1n : 0n)) * 2 ** (doublings - 52);
}
