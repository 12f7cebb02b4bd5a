/** Methods of sets and frozensets. */
import type { BinaryOperator } from '../../python/index.ts';
import type { Place } from '../../text/source.ts';
import { bool, type CallSite, none, type SetValue, type Slot, set, type Value } from '../values.ts';
import { positional } from './calls.ts';
import { distinct, hashKey, iterateInAnyOrder } from './operators.ts';
import { type Budget, PythonError } from './runtime.ts';
import { asSet, combineSets, isSubset } from './sets.ts';

type SetMethod = (self: SetValue, call: CallSite, budget: Budget) => Value | undefined;

/** The elements of any iterable as a set; undefined when they are not known. */
export function membersOf(value: Value, at: Place, budget: Budget): SetValue | undefined {
  const known = asSet(value);
  if (known) return known;
  const slots = iterateInAnyOrder(value, at, budget);
  const items = slots && distinct(slots, at);
  if (!items) return undefined;
  budget.allocate(items.size);
  return set(items, at);
}

/** `operator` on the set and all that the call passes, from left to right; undefined when one is not known. */
function folded(self: SetValue, operator: BinaryOperator, call: CallSite, budget: Budget): SetValue | undefined {
  budget.allocate(self.items.size);
  let result: SetValue | undefined = set(new Map(self.items), call.at, self.isFrozen);
  for (const value of positional(call, 'set', 0, Number.POSITIVE_INFINITY)) {
    const other = membersOf(value, call.at, budget);
    result = other && combineSets(operator, result, other, call.at);
    if (!result) return undefined;
    budget.allocate(result.items.size);
  }
  return result;
}

function replace(self: SetValue, { items }: SetValue): void {
  self.items.clear();
  for (const [key, slot] of items) self.items.set(key, slot);
}

const combining =
  (operator: BinaryOperator): SetMethod =>
  (self, call, budget) =>
    folded(self, operator, call, budget);

const updating =
  (operator: BinaryOperator): SetMethod =>
  (self, call, budget) => {
    const result = folded(self, operator, call, budget);
    if (!result) return undefined;
    replace(self, result);
    return none(call.at);
  };

const comparing =
  (holds: (self: SetValue, other: SetValue) => boolean): SetMethod =>
  (self, call, budget) => {
    const [value] = positional(call, 'set', 1);
    const other = value && membersOf(value, call.at, budget);
    return other && bool(holds(self, other), call.at);
  };

/** Takes a member out; undefined when it is not known which one is meant. */
function taken(self: SetValue, call: CallSite): boolean | undefined {
  const [value] = positional(call, 'set', 1);
  const key = value && hashKey(value, call.at);
  return key === undefined ? undefined : self.items.delete(key);
}

/** What frozensets have too. */
const READING: Readonly<Record<string, SetMethod>> = {
  union: combining('|'),
  intersection: combining('&'),
  difference: combining('-'),
  symmetric_difference: combining('^'),
  issubset: comparing(isSubset),
  issuperset: comparing((self, other) => isSubset(other, self)),
  isdisjoint: comparing((self, other) => [...self.items.keys()].every((key) => !other.items.has(key))),
  copy: (self, call, budget) => (self.isFrozen ? self : folded(self, '|', call, budget)),
};

const WRITING: Readonly<Record<string, SetMethod>> = {
  add: (self, call) => {
    const [value] = positional(call, 'add', 1);
    const key = value && hashKey(value, call.at);
    if (key === undefined) return undefined;
    if (!self.items.has(key)) self.items.set(key, call.args[0] as Slot);
    return none(call.at);
  },
  discard: (self, call) => (taken(self, call) === undefined ? undefined : none(call.at)),
  remove: (self, call) => {
    const found = taken(self, call);
    if (found === false) throw new PythonError('KeyError', 'key', call.at);
    return found && none(call.at);
  },
  pop: (self, call) => {
    positional(call, 'pop', 0);
    if (self.items.size === 0) throw new PythonError('KeyError', "'pop from an empty set'", call.at);
    const [[key, slot] = []] = self.items;
    // Which one it takes of several is CPython's business.
    if (self.items.size > 1 || key === undefined) return undefined;
    self.items.delete(key);
    return slot?.value;
  },
  clear: (self, call) => {
    self.items.clear();
    return none(call.at);
  },
  update: updating('|'),
  intersection_update: updating('&'),
  difference_update: updating('-'),
  symmetric_difference_update: updating('^'),
};

/** The method `name` of a set. */
export function setMethod(self: SetValue, name: string): SetMethod | undefined {
  if (Object.hasOwn(READING, name)) return READING[name];
  return !self.isFrozen && Object.hasOwn(WRITING, name) ? WRITING[name] : undefined;
}

/** The method changes its set. */
export function changesSet(name: string): boolean {
  return Object.hasOwn(WRITING, name);
}
