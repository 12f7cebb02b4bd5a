/**
 * Python's `math`, as far as its answers are the same on every machine: what IEEE arithmetic rounds correctly, and
 * integers. The last digit of `exp`, `log`, `sin` and their like depends on the C library; those stay unknown but for
 * the arguments whose results are exact.
 */
import type { Place } from '../../text/source.ts';
import { bool, type CallSite, float, int, type Value } from '../values.ts';
import { asFloat, boundedInt, numeric, truncated } from './arithmetic.ts';
import { asInteger, builtin, elements, positional } from './calls.ts';
import { exactSum } from './numbers.ts';
import { binary } from './operators.ts';
import { floatPower } from './powers.ts';
import { type Budget, PythonError, typeName } from './runtime.ts';

type Work = (call: CallSite) => Value | undefined;

const domainError = (at: Place) => new PythonError('ValueError', 'math domain error', at);

function real(value: Value, at: Place): number {
  const number = numeric(value);
  if (number) return asFloat(number.value, at);
  throw new PythonError('TypeError', `must be real number, not ${typeName(value)}`, at);
}

/** A function of as many floats. */
function ofFloats(
  name: string,
  count: number,
  work: (numbers: readonly number[], call: CallSite) => Value | undefined,
): Work {
  return (call) => {
    const values = positional(call, name, count);
    return work(
      values.map((value) => real(value, call.at)),
      call,
    );
  };
}

const toFloat = (name: string, work: (x: number, y: number) => number): [string, Work] => [
  name,
  ofFloats(name, work.length, ([x = 0, y = 0], call) => float(work(x, y), call.at)),
];

const test = (name: string, work: (x: number) => boolean): [string, Work] => [
  name,
  ofFloats(name, 1, ([x = 0], call) => bool(work(x), call.at)),
];

function rounding(name: string, round: (x: number) => number): [string, Work] {
  return [
    name,
    (call) => {
      const [value] = positional(call, name, 1);
      if (!value) return undefined;
      const number = numeric(value);
      if (number && number.kind !== 'float') return int(number.value, call.at);
      return int(truncated(round(real(value, call.at)), call.at), call.at);
    },
  ];
}

/** Where a function is defined, and from which size of its argument on its result is too large. */
interface Domain {
  readonly contains?: (x: number) => boolean;
  readonly limit?: number;
}

/** A function whose exact results are these; an argument that it does not take raises as in Python. */
function known(name: string, results: ReadonlyMap<number, number>, { contains, limit }: Domain = {}): [string, Work] {
  const work = ([x = 0]: readonly number[], call: CallSite) => {
    if (contains && !Number.isNaN(x) && !contains(x)) throw domainError(call.at);
    if (limit !== undefined && Number.isFinite(x) && x > limit)
      throw new PythonError('OverflowError', 'math range error', call.at);
    const result = Object.is(x, -0) ? undefined : results.get(x);
    return result === undefined ? undefined : float(result, call.at);
  };
  return [name, ofFloats(name, 1, work)];
}

/** Ints of any size have a logarithm. `log` takes a base as well, which leaves nothing exact. */
function logarithm(name: string, most: number): [string, Work] {
  return [
    name,
    (call) => {
      const values = positional(call, name, 1, most);
      const sizes = values.map((value) => Number(numeric(value)?.value ?? real(value, call.at)));
      if (sizes.some((size) => size <= 0)) throw domainError(call.at);
      return values.length === 1 && sizes[0] === 1 ? float(0, call.at) : undefined;
    },
  ];
}

const atZero = (result: number) => new Map([[0, result]]);
const isFiniteOrNan = (x: number) => Math.abs(x) !== Number.POSITIVE_INFINITY;
const isCosine = (x: number) => Math.abs(x) <= 1;

/** Exact for powers of two. */
const log2: Work = (call) => {
  const [value] = positional(call, 'log2', 1);
  const size = value ? Number(numeric(value)?.value ?? real(value, call.at)) : 0;
  if (size <= 0) throw domainError(call.at);
  const exponent = Math.round(Math.log2(size));
  return Number.isFinite(size) && 2 ** exponent === size ? float(exponent, call.at) : undefined;
};

const pow = ofFloats('pow', 2, ([x = 0, y = 0], call) => {
  const areFinite = Number.isFinite(x) && Number.isFinite(y);
  if (areFinite && ((x === 0 && y < 0) || (x < 0 && !Number.isInteger(y)))) throw domainError(call.at);
  const result = floatPower(x, y);
  if (result === undefined) return undefined;
  if (areFinite && !Number.isFinite(result)) throw new PythonError('OverflowError', 'math range error', call.at);
  return float(result, call.at);
});

const fmod = ofFloats('fmod', 2, ([x = 0, y = 0], call) => {
  if ((y === 0 && !Number.isNaN(x)) || (Math.abs(x) === Number.POSITIVE_INFINITY && !Number.isNaN(y)))
    throw domainError(call.at);
  return float(x % y, call.at);
});

/** Exact where the root is a whole number; versions of Python differ elsewhere. */
const hypot: Work = (call) => {
  const sides = positional(call, 'hypot', 0, Number.POSITIVE_INFINITY);
  const lengths = sides.map((value) => real(value, call.at));
  if (!lengths.every(Number.isSafeInteger)) return undefined;
  const square = lengths.reduce((sum, length) => sum + BigInt(length) ** 2n, 0n);
  const root = integerRoot(square);
  return root * root === square && root <= Number.MAX_SAFE_INTEGER ? float(Number(root), call.at) : undefined;
};

const isClose: Work = (call) => {
  const [a, b] = positional({ ...call, keywords: new Map() }, 'isclose', 2);
  const tolerance = (name: string, fallback: number) => {
    const value = call.keywords.get(name)?.value;
    return value ? real(value, call.at) : fallback;
  };
  for (const name of call.keywords.keys())
    if (name !== 'rel_tol' && name !== 'abs_tol')
      throw new PythonError('TypeError', `'${name}' is an invalid keyword argument for isclose()`, call.at);
  if (!a || !b) return undefined;
  const [x, y] = [real(a, call.at), real(b, call.at)];
  const relative = tolerance('rel_tol', 1e-9);
  const absolute = tolerance('abs_tol', 0);
  if (relative < 0 || absolute < 0) throw new PythonError('ValueError', 'tolerances must be non-negative', call.at);
  if (x === y) return bool(true, call.at);
  if (Math.abs(x) === Number.POSITIVE_INFINITY || Math.abs(y) === Number.POSITIVE_INFINITY) return bool(false, call.at);
  const difference = Math.abs(y - x);
  return bool(
    difference <= Math.abs(relative * y) || difference <= Math.abs(relative * x) || difference <= absolute,
    call.at,
  );
};

function integerRoot(square: bigint): bigint {
  if (square < 2n) return square;
  let root = 1n << BigInt(Math.ceil(square.toString(16).length / 2) * 4);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** An int that must not be negative. */
function natural(value: Value | undefined, call: CallSite, what: string): bigint {
  const number = value ? asInteger(value, call.at) : 0n;
  if (number < 0n) throw new PythonError('ValueError', `${what} must be a non-negative integer`, call.at);
  return number;
}

const greatestDivisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x < 0n ? -x : x;
};

const leastMultiple = (a: bigint, b: bigint): bigint => {
  if (a === 0n || b === 0n) return 0n;
  const product = (a / greatestDivisor(a, b)) * b;
  return product < 0n ? -product : product;
};

function folded(name: string, start: bigint, fold: (a: bigint, b: bigint) => bigint): [string, Work] {
  return [
    name,
    (call) => {
      let result = start;
      for (const value of positional(call, name, 0, Number.POSITIVE_INFINITY)) {
        const bounded = boundedInt(fold(result, asInteger(value, call.at)), call.at);
        result = bounded.kind === 'int' ? BigInt(bounded.value) : result;
      }
      return int(result, call.at);
    },
  ];
}

/** (last - count + 1) · … · last, and that divided by count! where `divides`. */
function fallingProduct(last: bigint, count: bigint, divides: boolean, call: CallSite, budget: Budget): Value {
  let product = 1n;
  for (let i = 0n; i < count; i++) {
    budget.step();
    product *= last - i;
    if (divides) product /= i + 1n;
    boundedInt(product, call.at);
  }
  return int(product, call.at);
}

function integerFunctions(budget: Budget): [string, Work][] {
  return [
    ['isqrt', (call) => int(integerRoot(natural(positional(call, 'isqrt', 1)[0], call, 'isqrt() argument')), call.at)],
    [
      'factorial',
      (call) => {
        const n = natural(positional(call, 'factorial', 1)[0], call, 'factorial() argument');
        return fallingProduct(n, n, false, call, budget);
      },
    ],
    [
      'comb',
      (call) => {
        const [n = 0n, k = 0n] = positional(call, 'comb', 2).map((value) => natural(value, call, 'n and k'));
        if (k > n) return int(0, call.at);
        return fallingProduct(n, k * 2n > n ? n - k : k, true, call, budget);
      },
    ],
    [
      'perm',
      (call) => {
        const [first, second] = positional(call, 'perm', 1, 2);
        const n = natural(first, call, 'n');
        const k = second && second.kind !== 'none' ? natural(second, call, 'k') : n;
        return k > n ? int(0, call.at) : fallingProduct(n, k, false, call, budget);
      },
    ],
    folded('gcd', 0n, greatestDivisor),
    folded('lcm', 1n, leastMultiple),
  ];
}

function sums(budget: Budget): [string, Work][] {
  return [
    [
      'prod',
      (call) => {
        const [iterable] = positional({ ...call, keywords: new Map() }, 'prod', 1);
        for (const name of call.keywords.keys())
          if (name !== 'start')
            throw new PythonError('TypeError', `'${name}' is an invalid keyword argument for prod()`, call.at);
        const items = iterable && elements(iterable, call, budget);
        if (!items) return undefined;
        let product: Value = call.keywords.get('start')?.value ?? int(1, call.at);
        for (const slot of items) product = binary('*', product, slot.value, call.at, budget);
        return product;
      },
    ],
    [
      'fsum',
      (call) => {
        const [iterable] = positional(call, 'fsum', 1);
        const items = iterable && elements(iterable, call, budget);
        if (!items || items.some(({ value }) => value.kind === 'unknown' || value.kind === 'object')) return undefined;
        const numbers = items.map((slot) => real(slot.value, call.at));
        if (numbers.every(Number.isFinite)) {
          const sum = exactSum(numbers);
          if (Number.isFinite(sum)) return float(sum, call.at);
          throw new PythonError('OverflowError', 'intermediate overflow in fsum', call.at);
        }
        const special = numbers.reduce((sum, number) => (Number.isFinite(number) ? sum : sum + number), 0);
        if (Number.isNaN(special) && !numbers.some(Number.isNaN))
          throw new PythonError('ValueError', '-inf + inf in fsum', call.at);
        return float(special, call.at);
      },
    ],
  ];
}

/** The members of `math` that are evaluated. */
export function mathMembers(budget: Budget): Record<string, Value> {
  const functions: [string, Work][] = [
    rounding('floor', Math.floor),
    rounding('ceil', Math.ceil),
    rounding('trunc', Math.trunc),
    toFloat('fabs', (x) => Math.abs(x)),
    toFloat('copysign', (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
    toFloat('degrees', (x) => x * (180 / Math.PI)),
    toFloat('radians', (x) => x * (Math.PI / 180)),
    test('isnan', Number.isNaN),
    test('isfinite', Number.isFinite),
    test('isinf', (x) => !Number.isFinite(x) && !Number.isNaN(x)),
    [
      'sqrt',
      ofFloats('sqrt', 1, ([x = 0], call) => {
        if (x < 0) throw domainError(call.at);
        return float(Math.sqrt(x), call.at);
      }),
    ],
    ['log2', log2],
    ['pow', pow],
    ['fmod', fmod],
    ['hypot', hypot],
    ['isclose', isClose],
    logarithm('log', 2),
    logarithm('log10', 1),
    known('log1p', atZero(0), { contains: (x) => x > -1 }),
    known('exp', atZero(1), { limit: 710 }),
    known('expm1', atZero(0), { limit: 710 }),
    known('cosh', atZero(1), { limit: 711 }),
    known('sinh', atZero(0), { limit: 711 }),
    known('tanh', atZero(0)),
    known('cos', atZero(1), { contains: isFiniteOrNan }),
    known('sin', atZero(0), { contains: isFiniteOrNan }),
    known('tan', atZero(0), { contains: isFiniteOrNan }),
    known('acos', new Map([[1, 0]]), { contains: isCosine }),
    known('asin', atZero(0), { contains: isCosine }),
    known('atan', atZero(0)),
    ...integerFunctions(budget),
  ];
  // What another object is as a number is its own affair.
  const ofNumbers = functions.map(([name, work]): [string, Work] => [
    name,
    (call) => (call.args.some(({ value }) => value.kind === 'object') ? undefined : work(call)),
  ]);
  return {
    pi: float(Math.PI),
    e: float(Math.E),
    tau: float(2 * Math.PI),
    inf: float(Number.POSITIVE_INFINITY),
    nan: float(Number.NaN),
    ...Object.fromEntries([...ofNumbers, ...sums(budget)].map(([name, work]) => [name, builtin(name, work)])),
  };
}
