/** Python's operators on values. An operation on something unknown is unknown; a wrong type raises as Python does. */
import type { BinaryOperator } from '../../python/index.ts';
import type { Place } from '../../text/source.ts';
import {
  type DictValue,
  dict,
  dictKey,
  element,
  int,
  joined,
  list,
  type Slot,
  str,
  tuple,
  type UnknownValue,
  unknown,
  type Value,
} from '../values.ts';
import { arithmetic, numeric, unaryArithmetic } from './arithmetic.ts';
import { uniteClasses } from './classes.ts';
import { deepCopy, setItem, updateRecursively } from './configDict.ts';
import { iterationIn } from './iteration.ts';
import { percentFormat } from './percent.ts';
import { type Budget, firstUnknown, PythonError, typeName } from './runtime.ts';
import { membersOf } from './setMethods.ts';
import { asSet, combineSets, isSetView } from './sets.ts';

/** Python's truth; undefined when it cannot be known. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'none':
      return false;
    case 'bool':
      return value.value;
    case 'int':
    case 'float':
      return value.value !== 0;
    case 'str':
    case 'bytes':
      return value.value.length > 0;
    case 'list':
    case 'tuple':
      return value.items.length > 0;
    case 'set':
      return value.items.size > 0;
    case 'dict':
      return value.entries.size > 0 ? true : value.open ? undefined : false;
    case 'range':
      return rangeLength(value) > 0;
    case 'unknown':
      return undefined;
    case 'object':
      return undefined;
    default:
      return true;
  }
}

/** Python's `len` of a range. */
export function rangeLength(range: { start: number; stop: number; step: number }): number {
  return Math.max(0, Math.ceil((range.stop - range.start) / range.step));
}

/** The dict key for `key`; undefined when it is unknown; TypeError when Python could not hash it. */
export function hashKey(key: Value, at: Place): string | undefined {
  const encoded = dictKey(key);
  if (encoded !== undefined) return encoded;
  if (key.kind === 'list' || key.kind === 'dict' || key.kind === 'set')
    throw new PythonError('TypeError', `unhashable type: '${typeName(key)}'`, at);
  if (key.kind === 'tuple') refuseUnhashable(key, at, new Set());
  return undefined;
}

/** The members of a set, the first of equal ones; undefined when one is not known. */
export function distinct(slots: readonly Slot[], at: Place): Map<string, Slot> | undefined {
  const members = new Map<string, Slot>();
  for (const slot of slots) {
    const key = hashKey(slot.value, at);
    if (key === undefined) return undefined;
    if (!members.has(key)) members.set(key, slot);
  }
  return members;
}

/** A tuple is hashed member by member, up to the first one that is not known. */
function refuseUnhashable(key: Value, at: Place, seen: Set<Value>): boolean {
  if (key.kind !== 'tuple') return hashKey(key, at) !== undefined;
  if (seen.has(key)) return true;
  seen.add(key);
  return key.items.every((slot) => refuseUnhashable(slot.value, at, seen));
}

/** The unknown that an operator gives for operands of which one is not known. */
export function unknownOperand(at: Place, ...values: readonly Value[]): UnknownValue {
  return unknown(firstUnknown(...values)?.reason ?? 'it depends on a value that cannot be known here', at);
}

/** `operator operand`, `not` apart; throws TypeError where Python would. */
export function unary(operator: '+' | '-' | '~', operand: Value, at: Place): Value {
  const number = numeric(operand);
  if (number) return unaryArithmetic(operator, number, at);
  if (operand.kind === 'unknown' || operand.kind === 'object') return unknownOperand(at, operand);
  throw new PythonError('TypeError', `bad operand type for unary ${operator}: '${typeName(operand)}'`, at);
}

/** `a operator b`; throws where Python would. */
export function binary(operator: BinaryOperator, a: Value, b: Value, at: Place, budget: Budget): Value {
  if (operator === '%' && a.kind === 'str') return percentFormat(a, b, at, budget);
  if (operator === '%' && a.kind === 'bytes') return unknown('bytes are not formatted', at);
  if (a.kind === 'unknown' || b.kind === 'unknown') return unknownOperand(at, a, b);
  const left = numeric(a);
  const right = numeric(b);
  if (left && right) return arithmetic(operator, left, right, at, budget);
  const result = sequenceOperation(operator, a, b, at, budget);
  if (result) return result;
  if ((a.kind === 'object' && !iterationIn(a)) || (b.kind === 'object' && !iterationIn(b)))
    return unknownOperand(at, a, b);
  throw new PythonError(
    'TypeError',
    `unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`,
    at,
  );
}

function sequenceOperation(operator: BinaryOperator, a: Value, b: Value, at: Place, budget: Budget): Value | undefined {
  if (operator === '+') {
    if (a.kind === 'str' && b.kind === 'str') {
      budget.text(a.value.length + b.value.length);
      return str(a.value + b.value, at);
    }
    if (a.kind === 'bytes' && b.kind === 'bytes') return { kind: 'bytes', value: a.value + b.value, at };
    if (a.kind === 'list' && b.kind === 'list') {
      budget.allocate(a.items.length + b.items.length);
      return list([...a.items, ...b.items], at);
    }
    if (a.kind === 'tuple' && b.kind === 'tuple') {
      budget.allocate(a.items.length + b.items.length);
      return tuple([...a.items, ...b.items], at);
    }
    if (a.kind === 'dict' && a.flavor === 'ConfigDict' && a.entries.size === 0 && !a.open) return b;
  }
  if (operator === '*') return repeat(a, b, at, budget) ?? repeat(b, a, at, budget);
  if (operator === '|' && a.kind === 'dict' && b.kind === 'dict') return unite(a, b, at, budget);
  if (operator === '|') {
    const union = uniteClasses(a, b, at);
    if (union) return union;
  }
  return '|&-^'.includes(operator) ? setOperation(operator, a, b, at, budget) : undefined;
}

/** Sets take sets; views of dicts take whatever can be iterated over. */
function setOperation(operator: BinaryOperator, a: Value, b: Value, at: Place, budget: Budget): Value | undefined {
  const takesAny = isSetView(a) || isSetView(b);
  const members = takesAny ? membersOf(a, at, budget) : asSet(a);
  const others = members && (takesAny ? membersOf(b, at, budget) : asSet(b));
  if (!members || !others) return takesAny ? unknownOperand(at, a, b) : undefined;
  budget.allocate(members.items.size + others.items.size);
  return combineSets(operator, members, others, at);
}

function repeat(sequence: Value, count: Value, at: Place, budget: Budget): Value | undefined {
  const times = count.kind === 'int' ? Number(count.value) : count.kind === 'bool' ? Number(count.value) : undefined;
  if (times === undefined) return undefined;
  const n = Math.max(0, times);
  if (sequence.kind === 'str' || sequence.kind === 'bytes') {
    budget.text(sequence.value.length * n);
    return { kind: sequence.kind, value: sequence.value.repeat(sequence.value === '' ? 0 : n), at };
  }
  if (sequence.kind !== 'list' && sequence.kind !== 'tuple') return undefined;
  budget.allocate(sequence.items.length * n);
  const items: Slot[] = [];
  if (sequence.items.length > 0) for (let i = 0; i < n; i++) for (const slot of sequence.items) items.push(slot);
  return sequence.kind === 'list' ? list(items, at) : tuple(items, at);
}

function unite(a: DictValue, b: DictValue, at: Place, budget: Budget): DictValue {
  budget.allocate(a.entries.size + b.entries.size);
  const isConfig = a.flavor === 'ConfigDict' || b.flavor === 'ConfigDict';
  const result = dict(at, isConfig ? 'ConfigDict' : a.flavor);
  result.literals = joined(a.literals, b.literals);
  // Merging a ConfigDict goes into the dicts inside, so addict copies them first.
  for (const slot of (isConfig ? deepCopy(a, budget) : a).entries.values()) setItem(result, slot);
  if (isConfig) updateRecursively(result, b, budget);
  else for (const slot of b.entries.values()) setItem(result, slot);
  result.open = a.open ?? b.open;
  return result;
}

/** The elements of an iterable for what does not depend on their order, which sets alone leave open. */
export function iterateInAnyOrder(value: Value, at: Place, budget: Budget): readonly Slot[] | undefined {
  return value.kind === 'set' ? [...value.items.values()] : iterate(value, at, budget);
}

/** Elements of an iterable; undefined when it is not known what they are. Python's order. */
export function iterate(value: Value, at: Place, budget: Budget): readonly Slot[] | undefined {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items;
    case 'dict':
      if (value.open) return undefined;
      return [...value.entries.values()].map((slot) => element(slot.key ?? str(''), slot.keyAt));
    case 'set':
      // CPython's order of a set of strings changes from run to run.
      return value.items.size <= 1 ? [...value.items.values()] : undefined;
    case 'str':
      budget.allocate(value.value.length);
      return [...value.value].map((character) => element(str(character, at)));
    case 'bytes':
      budget.allocate(value.value.length);
      return [...value.value].map((character) => element(int(character.charCodeAt(0), at)));
    case 'range': {
      const length = rangeLength(value);
      budget.allocate(length);
      return Array.from({ length }, (_, i) => element(int(value.start + i * value.step, at)));
    }
    case 'object':
      return iterationIn(value)?.take();
    case 'unknown':
      return undefined;
    case 'lazy':
      if (value.isReal) return undefined;
      throw notIterable(value, at);
    default:
      throw notIterable(value, at);
  }
}

function notIterable(value: Value, at: Place): PythonError {
  return new PythonError('TypeError', `'${typeName(value)}' object is not iterable`, at);
}
