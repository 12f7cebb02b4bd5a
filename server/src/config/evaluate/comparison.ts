/** Python's comparisons: what is equal, before, the same and in what. */
import type { ComparisonOperator } from '../../python/index.ts';
import type { Place } from '../../text/source.ts';
import { bool, type CallableValue, type DictValue, type Slot, type Value } from '../values.ts';
import { numeric, sameNumber } from './arithmetic.ts';
import { hashKey, rangeLength, unknownOperand } from './operators.ts';
import { PythonError, typeName } from './runtime.ts';
import { asSet, compareSets, isSubset, viewIn } from './sets.ts';

/** Pairs that were compared already, so that shared values are not compared again and again. */
type Compared = Map<Value, Set<Value>>;

function wasCompared(a: Value, b: Value, compared: Compared): boolean {
  const others = compared.get(a);
  if (others?.has(b)) return true;
  if (others) others.add(b);
  else compared.set(a, new Set([b]));
  return false;
}

/** Python's `==`; undefined when it cannot be known. */
export function equal(a: Value, b: Value, depth = 0, compared: Compared = new Map()): boolean | undefined {
  if (a === b && a.kind !== 'float' && a.kind !== 'unknown') return true;
  if (a.kind === 'unknown' || b.kind === 'unknown' || depth > 100) return undefined;
  const left = numeric(a);
  const right = numeric(b);
  if (left && right) return sameNumber(left.value, right.value);
  if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'tuple' && b.kind === 'tuple')) {
    if (a.items.length !== b.items.length) return false;
    // Where they differed, the whole would be known to differ.
    if (wasCompared(a, b, compared)) return true;
    let sure = true;
    for (let i = 0; i < a.items.length; i++) {
      const same = equal((a.items[i] as Slot).value, (b.items[i] as Slot).value, depth + 1, compared);
      if (same === false) return false;
      if (same === undefined) sure = false;
    }
    return sure ? true : undefined;
  }
  if (a.kind === 'dict' && b.kind === 'dict') return wasCompared(a, b, compared) || equalDicts(a, b, depth, compared);
  const members = asSet(a);
  const others = members && asSet(b);
  if (members && others) return members.items.size === others.items.size && isSubset(members, others);
  if (a.kind === 'range' && b.kind === 'range')
    return a.start === b.start && a.step === b.step && rangeLength(a) === rangeLength(b);
  if (a.kind !== b.kind) return a.kind === 'object' || b.kind === 'object' ? undefined : false;
  if (a.kind === 'none') return true;
  if ((a.kind === 'str' && b.kind === 'str') || (a.kind === 'bytes' && b.kind === 'bytes')) return a.value === b.value;
  if (a.kind === 'callable' && b.kind === 'callable') return sameCallable(a, b);
  return a.kind === 'object' ? undefined : a === b;
}

function equalDicts(a: DictValue, b: DictValue, depth: number, compared: Compared): boolean | undefined {
  if (a.open || b.open) return undefined;
  if (a.entries.size !== b.entries.size) return false;
  if (a.flavor === 'OrderedDict' && b.flavor === 'OrderedDict') {
    const keys = [...b.entries.keys()];
    if ([...a.entries.keys()].some((key, i) => key !== keys[i])) return false;
  }
  let sure = true;
  for (const [key, slot] of a.entries) {
    const other = b.entries.get(key);
    if (!other) return false;
    const same = equal(slot.value, other.value, depth + 1, compared);
    if (same === false) return false;
    if (same === undefined) sure = false;
  }
  return sure ? true : undefined;
}

function isNan(value: number | bigint): boolean {
  return typeof value === 'number' && Number.isNaN(value);
}

/** Negative, zero or positive as Python orders the two; undefined when unknown; throws TypeError when not orderable. */
export function order(a: Value, b: Value, operator: string, at: Place): number | undefined {
  const left = numeric(a);
  const right = numeric(b);
  if (left && right) {
    if (left.value < right.value) return -1;
    if (left.value > right.value) return 1;
    return isNan(left.value) || isNan(right.value) ? Number.NaN : 0;
  }
  if ((a.kind === 'str' && b.kind === 'str') || (a.kind === 'bytes' && b.kind === 'bytes'))
    return compareCodePoints(a.value, b.value);
  if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'tuple' && b.kind === 'tuple')) {
    const compared: Compared = new Map();
    for (let i = 0; i < Math.min(a.items.length, b.items.length); i++) {
      const x = (a.items[i] as Slot).value;
      const y = (b.items[i] as Slot).value;
      const same = equal(x, y, 0, compared);
      if (same === undefined) return undefined;
      if (!same) return order(x, y, operator, at);
    }
    return a.items.length - b.items.length;
  }
  if (
    a.kind === 'unknown' ||
    b.kind === 'unknown' ||
    a.kind === 'object' ||
    b.kind === 'object' ||
    (a.kind === 'set' && b.kind === 'set') ||
    a.kind === 'bytes'
  )
    return undefined;
  throw new PythonError(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
    at,
  );
}

function compareCodePoints(a: string, b: string): number {
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}

/** One comparison of two values; throws TypeError where Python would. */
export function compare(operator: ComparisonOperator, a: Value, b: Value, at: Place): Value {
  const result = comparison(operator, a, b, at);
  return result === undefined ? unknownOperand(at, a, b) : bool(result, at);
}

function comparison(operator: ComparisonOperator, a: Value, b: Value, at: Place): boolean | undefined {
  switch (operator) {
    case '==':
      return equal(a, b);
    case '!=':
      return negate(equal(a, b));
    case 'is':
      return identical(a, b);
    case 'is not':
      return negate(identical(a, b));
    case 'in':
      return contains(b, a, at);
    case 'not in':
      return negate(contains(b, a, at));
    default: {
      const members = asSet(a);
      const others = members && asSet(b);
      if (members && others) return compareSets(operator, members, others);
      const difference = order(a, b, operator, at);
      if (difference === undefined) return undefined;
      if (operator === '<') return difference < 0;
      if (operator === '<=') return difference <= 0;
      if (operator === '>') return difference > 0;
      return difference >= 0;
    }
  }
}

const negate = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

function identical(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  if (a.kind === 'none' || b.kind === 'none') return a.kind === b.kind;
  if (a.kind === 'bool' && b.kind === 'bool') return a.value === b.value;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'callable' && b.kind === 'callable') return sameCallable(a, b);
  if (a.kind === 'list' || a.kind === 'dict' || a.kind === 'set') return a === b;
  // Whether equal numbers, strings or tuples are one object is CPython's business.
  return a === b ? true : undefined;
}

/** Python has one object for each of its own classes, wherever evaluation gets it from. */
function sameCallable(a: CallableValue, b: CallableValue): boolean {
  return a === b || (a.type === 'class' && b.type === 'class' && a.name === b.name && !a.at && !b.at);
}

/** Python's `item in container`. */
function contains(container: Value, item: Value, at: Place): boolean | undefined {
  switch (container.kind) {
    case 'dict': {
      const key = hashKey(item, at);
      if (key === undefined) return undefined;
      return container.entries.has(key) || (container.open ? undefined : false);
    }
    case 'set': {
      const key = hashKey(item, at);
      return key === undefined ? undefined : container.items.has(key);
    }
    case 'str':
      if (item.kind === 'unknown') return undefined;
      if (item.kind !== 'str')
        throw new PythonError('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`, at);
      return container.value.includes(item.value);
    case 'list':
    case 'tuple':
      return isAmong(container.items, item);
    case 'range': {
      const number = numeric(item);
      if (item.kind === 'unknown') return undefined;
      if (!number) return false;
      const offset = Number(number.value) - container.start;
      return (
        offset % container.step === 0 &&
        offset / container.step >= 0 &&
        offset / container.step < rangeLength(container)
      );
    }
    case 'object':
      return viewContains(container, item, at);
    case 'unknown':
    case 'bytes':
    case 'lazy':
      return undefined;
    default:
      throw new PythonError('TypeError', `argument of type '${typeName(container)}' is not iterable`, at);
  }
}

function isAmong(items: readonly Slot[], item: Value): boolean | undefined {
  let sure = true;
  for (const slot of items) {
    const same = equal(slot.value, item);
    if (same) return true;
    if (same === undefined) sure = false;
  }
  return sure ? false : undefined;
}

function viewContains(value: Value, item: Value, at: Place): boolean | undefined {
  const view = viewIn(value);
  if (view?.type === 'dict_keys') return contains(view.dict, item, at);
  const items = view?.take();
  return items && isAmong(items, item);
}
