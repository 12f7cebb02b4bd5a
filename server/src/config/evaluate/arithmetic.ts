/** Python's arithmetic on ints, floats and bools. */
import type { BinaryOperator } from '../../python/index.ts';
import type { Place } from '../../text/source.ts';
import { bool, float, int, unknown, type Value } from '../values.ts';
import { floorDivideFloats, floorDivideIntegers, floorModulo, ratio } from './numbers.ts';
import { floatPower } from './powers.ts';
import { type Budget, BudgetExceeded, PythonError } from './runtime.ts';

/** A number's numeric value; bools count as in Python. */
export interface Numeric {
  readonly value: number | bigint;
  readonly kind: 'bool' | 'int' | 'float';
}

/** The number that a value is, if it is one: Python's bools are. */
export function numeric(value: Value): Numeric | undefined {
  if (value.kind === 'int' || value.kind === 'float') return value;
  return value.kind === 'bool' ? { kind: 'bool', value: value.value ? 1 : 0 } : undefined;
}

/** Whether an int and a float, or two of a kind, are the same number, however large. */
export function sameNumber(a: number | bigint, b: number | bigint): boolean {
  if (typeof a === typeof b) return a === b;
  // JavaScript orders a bigint and a number exactly.
  return !(a < b) && !(a > b) && !Number.isNaN(Number(a)) && !Number.isNaN(Number(b));
}

/** Python's `float(value)` for a number. */
export function asFloat(value: number | bigint, at: Place): number {
  const converted = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(converted))
    throw new PythonError('OverflowError', 'int too large to convert to float', at);
  return converted;
}

/** Python's `int(value)` for a float. */
export function truncated(value: number, at: Place): bigint {
  if (Number.isFinite(value)) return BigInt(Math.trunc(value));
  const isNan = Number.isNaN(value);
  throw new PythonError(
    isNan ? 'ValueError' : 'OverflowError',
    `cannot convert float ${isNan ? 'NaN' : 'infinity'} to integer`,
    at,
  );
}

/** Python's unary operators on a number. */
export function unaryArithmetic(operator: '+' | '-' | '~', { kind, value }: Numeric, at: Place): Value {
  if (operator === '~') {
    if (kind === 'float') throw new PythonError('TypeError', "bad operand type for unary ~: 'float'", at);
    return int(-BigInt(value) - 1n, at);
  }
  if (kind === 'float') return float(operator === '-' ? -Number(value) : Number(value), at);
  if (operator === '+') return int(value, at);
  // An int has no negative zero.
  return int(value === 0 ? 0 : -value, at);
}

const FLOAT_OPERATORS: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(['+', '-', '*', '/', '//', '%', '**']);

/** Python's binary operators on two numbers. */
export function arithmetic(operator: BinaryOperator, a: Numeric, b: Numeric, at: Place, budget: Budget): Value {
  if (a.kind === 'float' || b.kind === 'float') {
    if (!FLOAT_OPERATORS.has(operator)) throw wrongOperands(operator, 'float', at);
    return floatArithmetic(operator, asFloat(a.value, at), asFloat(b.value, at), at);
  }
  if (operator === '/') return trueDivision(a.value, b.value, at);
  const result = integerArithmetic(operator, a.value, b.value, at, budget);
  const isBitwise = operator === '&' || operator === '|' || operator === '^';
  return isBitwise && a.kind === 'bool' && b.kind === 'bool' && result.kind === 'int'
    ? bool(result.value !== 0, at)
    : result;
}

function floatArithmetic(operator: BinaryOperator, a: number, b: number, at: Place): Value {
  const divides = operator === '/' || operator === '//' || operator === '%';
  if (divides && b === 0)
    throw new PythonError(
      'ZeroDivisionError',
      operator === '/' ? 'division by zero' : 'float floor division by zero',
      at,
    );
  switch (operator) {
    case '+':
      return float(a + b, at);
    case '-':
      return float(a - b, at);
    case '*':
      return float(a * b, at);
    case '/':
      return float(a / b, at);
    case '//':
      return float(floorDivideFloats(a, b), at);
    case '%':
      return float(floorModulo(a, b), at);
    case '**': {
      if (a === 0 && b < 0) throw new PythonError('ZeroDivisionError', '0.0 cannot be raised to a negative power', at);
      if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
        return unknown('complex numbers are not evaluated', at);
      const result = floatPower(a, b);
      if (result === undefined) return unknown('the last digit of this power differs between machines', at);
      if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
        throw new PythonError('OverflowError', "(34, 'Numerical result out of range')", at);
      return float(result, at);
    }
    default:
      throw wrongOperands(operator, 'float', at);
  }
}

function wrongOperands(operator: BinaryOperator, type: string, at: Place): PythonError {
  return new PythonError('TypeError', `unsupported operand type(s) for ${operator}: '${type}' and '${type}'`, at);
}

function trueDivision(a: number | bigint, b: number | bigint, at: Place): Value {
  if (Number(b) === 0) throw new PythonError('ZeroDivisionError', 'division by zero', at);
  if (typeof a === 'number' && typeof b === 'number') return float(a / b, at);
  const size = ratio(absolute(BigInt(a)), absolute(BigInt(b)));
  if (!Number.isFinite(size))
    throw new PythonError('OverflowError', 'integer division result too large for a float', at);
  return float(a < 0 === b < 0 ? size : -size, at);
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

const MAX_BITS = 20_000n;
const LARGEST = 1n << MAX_BITS;

/** An int of a size that a config deserves: arithmetic on it takes no time to speak of. */
export function boundedInt(value: bigint, at: Place): Value {
  if (value > LARGEST || value < -LARGEST) throw new BudgetExceeded('the number is too large to evaluate');
  return int(value, at);
}

function integerArithmetic(
  operator: BinaryOperator,
  left: number | bigint,
  right: number | bigint,
  at: Place,
  budget: Budget,
): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const quick =
      operator === '+' ? left + right : operator === '-' ? left - right : operator === '*' ? left * right : undefined;
    if (quick !== undefined && Number.isSafeInteger(quick)) return int(quick === 0 ? 0 : quick, at);
  }
  const a = BigInt(left);
  const b = BigInt(right);
  if ((operator === '//' || operator === '%') && b === 0n)
    throw new PythonError('ZeroDivisionError', 'integer division or modulo by zero', at);
  switch (operator) {
    case '+':
      return boundedInt(a + b, at);
    case '-':
      return boundedInt(a - b, at);
    case '*':
      return boundedInt(a * b, at);
    case '//':
      return int(floorDivideIntegers(a, b), at);
    case '%':
      return int(a - floorDivideIntegers(a, b) * b, at);
    case '&':
      return int(a & b, at);
    case '|':
      return int(a | b, at);
    case '^':
      return int(a ^ b, at);
    case '<<':
      if (b < 0n) throw new PythonError('ValueError', 'negative shift count', at);
      return a === 0n ? int(0, at) : boundedInt(a << (b > MAX_BITS ? MAX_BITS + 1n : b), at);
    case '>>':
      if (b < 0n) throw new PythonError('ValueError', 'negative shift count', at);
      return int(a >> (b > MAX_BITS ? MAX_BITS + 1n : b), at);
    case '**': {
      if (b < 0n) return floatArithmetic('**', asFloat(left, at), asFloat(right, at), at);
      const bits = BigInt(absolute(a).toString(2).length) * b;
      if (bits > MAX_BITS && a !== 0n && a !== 1n && a !== -1n)
        throw new BudgetExceeded('the number is too large to evaluate');
      budget.allocate(1);
      return int(a === -1n ? (b % 2n === 0n ? 1n : -1n) : a === 0n || a === 1n ? (b === 0n ? 1n : a) : a ** b, at);
    }
    default:
      throw wrongOperands(operator, 'int', at);
  }
}

/** Python's `pow(base, exponent, modulus)` on ints. */
export function powerModulo(base: bigint, exponent: bigint, modulus: bigint, at: Place, budget: Budget): Value {
  if (modulus === 0n) throw new PythonError('ValueError', 'pow() 3rd argument cannot be 0', at);
  const size = absolute(modulus);
  const reduce = (value: bigint) => ((value % size) + size) % size;
  let factor = reduce(base);
  if (exponent < 0n) {
    const inverse = inverseModulo(factor, size);
    if (inverse === undefined) throw new PythonError('ValueError', 'base is not invertible for the given modulus', at);
    factor = reduce(inverse);
  }
  let result = reduce(1n);
  for (let rest = absolute(exponent); rest > 0n; rest >>= 1n) {
    budget.allocate(Math.ceil(size.toString(16).length / 16));
    if (rest & 1n) result = (result * factor) % size;
    factor = (factor * factor) % size;
  }
  return int(modulus < 0n && result !== 0n ? result - size : result, at);
}

/** Euclid's algorithm, with the factor that belongs to `value`. */
function inverseModulo(value: bigint, modulus: bigint): bigint | undefined {
  let [a, b, x, y] = [value, modulus, 1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return a === 1n ? x : undefined;
}
