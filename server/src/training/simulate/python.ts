/** The bits of Python's arithmetic in which it differs from JavaScript's: it raises where JavaScript makes Infinity or NaN. */

/** What the simulated code raises. */
export class PythonError extends Error {
  /** Python's class name. */
  readonly error: string;

  constructor(error: string, message: string) {
    super(message);
    this.error = error;
  }
}

/** The outcome cannot be known without running the training. */
export class NotKnowable extends Error {}

/** A float that has no fractional part; any other whole number is an int. */
export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Python data as far as scheduler arguments need it. */
export type Plain = null | boolean | number | string | PythonFloat | readonly Plain[] | PlainDict;
export interface PlainDict {
  readonly [key: string]: Plain;
}

export function divide(a: number, b: number): number {
  if (b === 0) throw new PythonError('ZeroDivisionError', 'float division by zero');
  return a / b;
}

export function isMultiple(a: number, b: number): boolean {
  if (b === 0) throw new PythonError('ZeroDivisionError', 'integer modulo by zero');
  return a % b === 0;
}

export function power(base: number, exponent: number): number {
  if (base === 0 && exponent < 0)
    throw new PythonError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  const result = base ** exponent;
  if (base < 0 && !Number.isInteger(exponent) && Number.isFinite(base))
    throw new PythonError('TypeError', 'a negative number to a fractional power is complex, which no optimizer takes');
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent))
    throw new PythonError('OverflowError', "(34, 'Numerical result out of range')");
  return result;
}

/** `int(x)`. */
export function truncate(x: number): number {
  if (Number.isNaN(x)) throw new PythonError('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(x)) throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
  return Math.trunc(x);
}
