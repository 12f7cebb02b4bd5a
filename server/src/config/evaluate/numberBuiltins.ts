/** Python's built-in functions and types that make numbers of numbers and text, and the attributes of numbers. */
import {
  type BoolValue,
  type CallSite,
  element,
  type FloatValue,
  float,
  type IntValue,
  int,
  type RangeValue,
  str,
  tuple,
  type Value,
} from '../values.ts';
import { asFloat, numeric, powerModulo, truncated } from './arithmetic.ts';
import { asInteger, bind, builtin, positional } from './calls.ts';
import { MAX_DIGITS, toRepr } from './format.ts';
import {
  bitLength,
  floatRatio,
  parsePythonFloat,
  parsePythonInt,
  roundFloat,
  roundInteger,
  roundToInteger,
} from './numbers.ts';
import { binary } from './operators.ts';
import { type Budget, BudgetExceeded, PythonError, typeName } from './runtime.ts';

type Entry = readonly [string, Value];

/** `int`, `float`, `abs`, `round`, `divmod`, `pow`, `bin`, `oct` and `hex`. */
export function numberBuiltins(budget: Budget): readonly Entry[] {
  return [
    ['int', builtin('int', toInt, { type: 'class' })],
    ['float', builtin('float', toFloat, { type: 'class' })],
    ['abs', builtin('abs', absoluteValue)],
    ['round', builtin('round', rounded)],
    ['divmod', builtin('divmod', (call) => quotientAndRemainder(call, budget))],
    ['pow', builtin('pow', (call) => power(call, budget))],
    inBase('bin', 2, '0b'),
    inBase('oct', 8, '0o'),
    inBase('hex', 16, '0x'),
  ];
}

/** The digits of a text or bytes for `int` or `float`; undefined for another value. */
function digitsOf(value: Value): string | undefined {
  return value.kind === 'str' || value.kind === 'bytes' ? value.value : undefined;
}

function toInt(call: CallSite): Value | undefined {
  const [value] = call.args;
  const base = call.args[1] ?? call.keywords.get('base');
  for (const name of call.keywords.keys())
    if (name !== 'base')
      throw new PythonError('TypeError', `'${name}' is an invalid keyword argument for int()`, call.at);
  if (call.args.length + call.keywords.size > 2)
    throw new PythonError('TypeError', 'int() takes at most 2 arguments', call.at);
  if (base) return parsedInt(value?.value, base.value, call);
  if (!value) return int(0, call.at);
  const number = numeric(value.value);
  if (number) return int(number.kind === 'float' ? truncated(Number(number.value), call.at) : number.value, call.at);
  return parsedInt(value.value, undefined, call);
}

function parsedInt(value: Value | undefined, base: Value | undefined, call: CallSite): Value | undefined {
  const fail = (message: string, name = 'ValueError') => new PythonError(name, message, call.at);
  if (!value) throw fail('int() missing string argument', 'TypeError');
  if (value.kind === 'object') return undefined;
  const radix = base ? Number(asInteger(base, call.at)) : 10;
  if (radix !== 0 && (radix < 2 || radix > 36)) throw fail('int() base must be >= 2 and <= 36, or 0');
  const text = digitsOf(value);
  if (text === undefined)
    throw base
      ? fail("int() can't convert non-string with explicit base", 'TypeError')
      : fail(
          `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
          'TypeError',
        );
  if (text.length > MAX_DIGITS && [2, 4, 8, 16, 32, 0].includes(radix))
    throw new BudgetExceeded('the number is too large to evaluate');
  const number = text.length > MAX_DIGITS ? undefined : parsePythonInt(text, radix);
  if (number === undefined) throw fail(`invalid literal for int() with base ${radix}: ${toRepr(value)}`);
  return int(number, call.at);
}

function toFloat(call: CallSite): Value | undefined {
  const [value] = positional(call, 'float', 0, 1);
  if (!value) return float(0, call.at);
  if (value.kind === 'object') return undefined;
  const number = numeric(value);
  if (number) return float(asFloat(number.value, call.at), call.at);
  const text = digitsOf(value);
  if (text === undefined)
    throw new PythonError(
      'TypeError',
      `float() argument must be a string or a real number, not '${typeName(value)}'`,
      call.at,
    );
  const parsed = parsePythonFloat(text);
  if (parsed === undefined)
    throw new PythonError('ValueError', `could not convert string to float: ${toRepr(value)}`, call.at);
  return float(parsed, call.at);
}

function absoluteValue(call: CallSite): Value | undefined {
  const [value] = positional(call, 'abs', 1);
  if (!value || value.kind === 'object') return undefined;
  const number = numeric(value);
  if (!number) throw new PythonError('TypeError', `bad operand type for abs(): '${typeName(value)}'`, call.at);
  if (number.kind === 'float') return float(Math.abs(Number(number.value)), call.at);
  return int(number.value < 0 ? -number.value : number.value, call.at);
}

function rounded(call: CallSite): Value | undefined {
  const [value, ndigits] = bind(call, 'round', ['number', 'ndigits'], 1);
  if (!value || value.kind === 'object') return undefined;
  const number = numeric(value);
  if (!number) throw new PythonError('TypeError', `type ${typeName(value)} doesn't define __round__ method`, call.at);
  const digits = ndigits && ndigits.kind !== 'none' ? Number(asInteger(ndigits, call.at)) : undefined;
  if (number.kind !== 'float')
    return int(
      digits !== undefined && digits < 0 ? roundInteger(BigInt(number.value), -digits) : number.value,
      call.at,
    );
  const size = Number(number.value);
  if (digits === undefined) return int(roundToInteger(size) ?? truncated(size, call.at), call.at);
  const result = roundFloat(size, digits);
  if (!Number.isFinite(result) && Number.isFinite(size))
    throw new PythonError('OverflowError', 'rounded value too large to represent', call.at);
  return float(result, call.at);
}

function quotientAndRemainder(call: CallSite, budget: Budget): Value | undefined {
  const [a, b] = positional(call, 'divmod', 2);
  if (!a || !b) return undefined;
  if (!numeric(a) || !numeric(b))
    throw new PythonError(
      'TypeError',
      `unsupported operand type(s) for divmod(): '${typeName(a)}' and '${typeName(b)}'`,
      call.at,
    );
  return tuple([element(binary('//', a, b, call.at, budget)), element(binary('%', a, b, call.at, budget))], call.at);
}

function power(call: CallSite, budget: Budget): Value | undefined {
  const [base, exponent, modulus] = bind(call, 'pow', ['base', 'exp', 'mod'], 2);
  if (!base || !exponent) return undefined;
  if (!modulus || modulus.kind === 'none') return binary('**', base, exponent, call.at, budget);
  const numbers = [base, exponent, modulus].map((value) => numeric(value));
  const [a, b, m] = numbers.map((number) => (number && number.kind !== 'float' ? BigInt(number.value) : undefined));
  if (a === undefined || b === undefined || m === undefined)
    throw new PythonError('TypeError', 'pow() 3rd argument not allowed unless all arguments are integers', call.at);
  return powerModulo(a, b, m, call.at, budget);
}

function inBase(name: string, base: number, prefix: string): Entry {
  const write = (call: CallSite) => {
    const [value] = positional(call, name, 1);
    if (!value) return undefined;
    const number = asInteger(value, call.at);
    return str((number < 0n ? '-' : '') + prefix + (number < 0n ? -number : number).toString(base), call.at);
  };
  return [name, builtin(name, write)];
}

/** `number.name` for an int, a bool or a float; undefined when it is not evaluated or there is none. */
export function numberAttribute(number: IntValue | BoolValue | FloatValue, name: string): Value | undefined {
  const isFloat = number.kind === 'float';
  const method = (work: (call: CallSite) => Value) =>
    builtin(name, (call) => {
      positional(call, name, 0);
      return work(call);
    });
  const itself = (): Value => (number.kind === 'bool' ? int(number.value ? 1 : 0) : number);
  const whole = isFloat ? 0n : BigInt(number.value);
  switch (name) {
    case 'real':
      return itself();
    case 'imag':
      return isFloat ? float(0) : int(0);
    case 'conjugate':
      return method(itself);
    case 'is_integer':
      // Ints have it in newer Pythons only.
      return isFloat
        ? method((call) => ({ kind: 'bool', value: Number.isInteger(number.value), at: call.at }))
        : undefined;
    case 'as_integer_ratio':
      return method((call) => {
        const ratio = isFloat ? floatRatio(number.value) : ([whole, 1n] as const);
        // Of inf and nan there is none.
        if (!ratio) return int(truncated(Number(number.value), call.at));
        return tuple(
          ratio.map((part) => element(int(part, call.at))),
          call.at,
        );
      });
    case 'numerator':
      return isFloat ? undefined : itself();
    case 'denominator':
      return isFloat ? undefined : int(1);
    case 'bit_length':
      return isFloat ? undefined : method((call) => int(bitLength(whole), call.at));
    default:
      return undefined;
  }
}

/** `range.name`; undefined when it is not evaluated or there is none. */
export function rangeAttribute(range: RangeValue, name: string): Value | undefined {
  return name === 'start' || name === 'stop' || name === 'step' ? int(range[name]) : undefined;
}
