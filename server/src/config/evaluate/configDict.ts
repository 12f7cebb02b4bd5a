/**
 * MMEngine's `ConfigDict` (mmengine/config/config.py) and the addict `Dict` below it, as far as configs can tell the
 * difference: values are hooked (plain dicts copied into ConfigDicts, lists re-made), `update` merges recursively, `pop`
 * never raises, `merge` knows `_delete_`.
 */
import type { Place } from '../../text/source.ts';
import { type DictValue, dict, dictKey, joined, keyedLike, type Slot, unknown, type Value } from '../values.ts';
import { type Budget, PythonError } from './runtime.ts';

export const DELETE_KEY = '_delete_';

/** Sets an entry as `d[key] = value` does, hooking the value when `target` is a ConfigDict, and remembers what it replaced. */
export function setItem(target: DictValue, slot: Slot): void {
  const key = slot.key ? dictKey(slot.key) : undefined;
  if (key === undefined) {
    target.open ??= unknown('one of its keys cannot be known here', slot.at);
    return;
  }
  const value = target.flavor === 'ConfigDict' ? hook(slot.value) : slot.value;
  const previous = target.entries.get(key);
  const overrides = slot.overrides ?? overridden(previous, slot);
  const entry = value === slot.value && overrides === slot.overrides ? slot : { ...slot, value, overrides };
  target.entries.set(key, keyedLike(entry, previous));
}

/** The history below a new entry; a statement that runs again (in a loop) does not pile up. */
export function overridden(previous: Slot | undefined, next: Slot): Slot | undefined {
  if (!previous || previous === next) return undefined;
  const repeats = previous.at && next.at && previous.at.start === next.at.start && previous.at.path === next.at.path;
  return repeats ? previous.overrides : previous;
}

/** ConfigDict's `_hook`: a plain dict becomes a new ConfigDict, a list or tuple is re-made, all else stays itself. */
function hook(value: Value, depth = 0): Value {
  if (value.kind === 'dict') return value.flavor === 'ConfigDict' ? value : toConfigDict(value, depth + 1);
  if (value.kind === 'list' || value.kind === 'tuple') {
    guardDepth(depth, value.at);
    return { ...value, items: value.items.map((slot) => withValue(slot, hook(slot.value, depth + 1))) };
  }
  return value;
}

/** `ConfigDict(value)`. */
function toConfigDict(value: DictValue, depth = 0): DictValue {
  guardDepth(depth, value.at);
  const result = dict(value.at, 'ConfigDict');
  copyHeader(value, result);
  for (const [key, slot] of value.entries) result.entries.set(key, withValue(slot, hook(slot.value, depth)));
  return result;
}

export function copyHeader(from: DictValue, to: DictValue): void {
  to.literals = from.literals;
  to.open = from.open;
  to.deleted = from.deleted;
}

function withValue(slot: Slot, value: Value): Slot {
  return value === slot.value ? slot : { ...slot, value };
}

/** A value that contains itself makes MMEngine recurse until Python stops it. */
export function guardDepth(depth: number, at: Place | undefined): void {
  if (depth > 200)
    throw new PythonError('RecursionError', 'maximum recursion depth exceeded', at ?? { path: '', start: 0, end: 0 });
}

/** `ConfigDict.update`: dicts merge into dicts, all else replaces. */
export function updateRecursively(target: DictValue, other: DictValue, budget: Budget): void {
  budget.allocate(other.entries.size);
  for (const [key, slot] of [...other.entries]) {
    const present = target.entries.get(key);
    if (present?.value.kind === 'dict' && slot.value.kind === 'dict') {
      if (present.value === slot.value) continue;
      budget.allocate(present.value.literals.length + slot.value.literals.length);
      if (present.value.flavor === 'ConfigDict') updateRecursively(present.value, slot.value, budget);
      else for (const inner of slot.value.entries.values()) setItem(present.value, inner);
      present.value.literals = joined(present.value.literals, slot.value.literals);
      const entry = { ...slot, value: present.value, overrides: overridden(present, slot) };
      target.entries.set(key, keyedLike(entry, present));
    } else {
      setItem(target, slot);
    }
  }
  target.open ??= other.open;
}

/**
 * `ConfigDict.merge(other)`: like inheritance between files, `_delete_` included. Keys of `target` come first. Both are
 * copied: what they shared with other dicts before is shared no longer.
 */
export function mergeInto(target: DictValue, other: DictValue, budget: Budget): void {
  const merged = mergeDicts(deepCopy(other, budget), deepCopy(target, budget), budget);
  target.entries.clear();
  for (const slot of merged.entries.values()) setItem(target, slot);
  copyHeader(merged, target);
}

function mergeDicts(a: DictValue, b: DictValue, budget: Budget): DictValue {
  budget.allocate(a.entries.size);
  const result = dict(b.at);
  const deletes = a.entries.get(DELETE_KEY);
  const dropsInherited = deletes !== undefined && isTrue(deletes.value);
  const base = dropsInherited ? [] : [...b.entries];
  result.literals = dropsInherited ? a.literals : joined(b.literals, a.literals);
  result.open = a.open ?? (dropsInherited ? undefined : b.open);
  result.deleted = dropsInherited ? { at: deletes.at, slots: [...b.entries.values()] } : (a.deleted ?? b.deleted);
  for (const [key, slot] of base) {
    if (key === DELETE_KEY) continue;
    const mine = a.entries.get(key);
    result.entries.set(key, mine ? mergeSlots(mine, slot, budget) : slot);
  }
  for (const [key, slot] of a.entries) {
    if (key === DELETE_KEY || result.entries.has(key)) continue;
    result.entries.set(
      key,
      withValue({ ...slot, overrides: b.entries.get(key) ?? slot.overrides }, withoutDelete(slot.value)),
    );
  }
  return result;
}

function mergeSlots(a: Slot, b: Slot, budget: Budget): Slot {
  const value =
    a.value.kind !== 'dict'
      ? a.value
      : b.value.kind === 'dict'
        ? mergeDicts(a.value, b.value, budget)
        : withoutDelete(a.value);
  return keyedLike({ ...a, value, overrides: b }, b);
}

/** MMEngine pops `_delete_` from the merged dict itself but not from dicts inside it. */
function withoutDelete(value: Value): Value {
  if (value.kind !== 'dict' || !value.entries.has(DELETE_KEY)) return value;
  const result = dict(value.at, value.flavor);
  copyHeader(value, result);
  for (const [key, slot] of value.entries) if (key !== DELETE_KEY) result.entries.set(key, slot);
  return result;
}

/** The truth of a `_delete_` marker; one that is not known is not acted on. */
export function isTrue(value: Value): boolean {
  if (value.kind === 'bool') return value.value;
  if (value.kind === 'int' || value.kind === 'float') return value.value !== 0;
  if (value.kind === 'str') return value.value.length > 0;
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.length > 0;
  if (value.kind === 'dict') return value.entries.size > 0;
  return value.kind !== 'none' && value.kind !== 'unknown';
}

/** Python's `copy.deepcopy`: what was shared inside stays shared, nothing is shared with the original. */
export function deepCopy(value: DictValue, budget: Budget): DictValue;
export function deepCopy(value: Value, budget: Budget): Value;
export function deepCopy(value: Value, budget: Budget): Value {
  return copyDeep(value, new Map(), 0, budget);
}

function copyDeep(value: Value, memo: Map<Value, Value>, depth: number, budget: Budget): Value {
  if (value.kind !== 'list' && value.kind !== 'dict' && value.kind !== 'tuple' && value.kind !== 'set') return value;
  const known = memo.get(value);
  if (known) return known;
  guardDepth(depth, value.at);
  budget.allocate(
    value.kind === 'dict' ? value.entries.size : value.kind === 'set' ? value.items.size : value.items.length,
  );
  if (value.kind === 'dict') {
    const copy = dict(value.at, value.flavor);
    memo.set(value, copy);
    copyHeader(value, copy);
    for (const [key, slot] of value.entries)
      copy.entries.set(key, withValue(slot, copyDeep(slot.value, memo, depth + 1, budget)));
    return copy;
  }
  if (value.kind === 'list') {
    const copy: Value = { kind: 'list', items: [], at: value.at };
    memo.set(value, copy);
    for (const slot of value.items) copy.items.push(withValue(slot, copyDeep(slot.value, memo, depth + 1, budget)));
    return copy;
  }
  const copy: Value =
    value.kind === 'tuple'
      ? { ...value, items: value.items.map((slot) => withValue(slot, copyDeep(slot.value, memo, depth + 1, budget))) }
      : { ...value, items: new Map(value.items) };
  memo.set(value, copy);
  return copy;
}
