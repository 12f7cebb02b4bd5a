/**
 * Python values as far as configs need them, each with the place where it was written. Scalars are immutable and shared;
 * lists and dicts are mutable and shared by reference, exactly as in Python.
 */
import type { Place } from '../text/source.ts';

export type Value =
  | NoneValue
  | BoolValue
  | IntValue
  | FloatValue
  | StringValue
  | BytesValue
  | ListValue
  | TupleValue
  | DictValue
  | SetValue
  | RangeValue
  | LazyValue
  | CallableValue
  | ModuleValue
  | ObjectValue
  | UnknownValue;

interface Written {
  /** The expression that made the value (a literal, a call, an arithmetic result), wherever it is used now. */
  readonly at: Place | undefined;
}

export interface NoneValue extends Written {
  readonly kind: 'none';
}
export interface BoolValue extends Written {
  readonly kind: 'bool';
  readonly value: boolean;
}
/** A number while it is a safe integer, else a bigint; never a safe bigint. */
export interface IntValue extends Written {
  readonly kind: 'int';
  readonly value: number | bigint;
}
export interface FloatValue extends Written {
  readonly kind: 'float';
  readonly value: number;
}
export interface StringValue extends Written {
  readonly kind: 'str';
  readonly value: string;
}
export interface BytesValue extends Written {
  readonly kind: 'bytes';
  readonly value: string;
}

export interface ListValue extends Written {
  readonly kind: 'list';
  readonly items: Slot[];
}
export interface TupleValue extends Written {
  readonly kind: 'tuple';
  readonly items: readonly Slot[];
}
export interface SetValue extends Written {
  readonly kind: 'set';
  readonly items: Map<DictKey, Slot>;
  /** A `frozenset`. */
  readonly isFrozen: boolean;
}
/** `range(...)`, kept symbolic so that a huge one costs nothing. */
export interface RangeValue extends Written {
  readonly kind: 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/**
 * A dict or MMEngine's `ConfigDict` (which differs in `update`, attribute access and in copying plain dicts it is given).
 * Insertion order is Python's.
 */
export interface DictValue extends Written {
  readonly kind: 'dict';
  flavor: 'dict' | 'ConfigDict' | 'OrderedDict';
  readonly entries: Map<DictKey, Slot>;
  /** Every literal that was merged into this dict, oldest first: where a key can be added by hand. */
  literals: readonly Place[];
  /** Present when keys may be missing or different because something unknown was merged in. */
  open: UnknownValue | undefined;
  /** What `_delete_=True` dropped when this dict replaced an inherited one. */
  deleted: { readonly at: Place | undefined; readonly slots: readonly Slot[] } | undefined;
}

/** A string key is itself; any other hashable key is encoded by {@link dictKey} so that Python's equality holds. */
export type DictKey = string;

/** One entry of a dict, list or tuple, with the history of what it replaced. */
export interface Slot {
  /** The key as a value; undefined in lists and tuples. */
  readonly key: Value | undefined;
  readonly value: Value;
  /** The whole entry: `lr=0.1`, `'lr': 0.1`, a list element, or the statement that assigned it. */
  readonly at: Place | undefined;
  /** The key alone: `lr` in `lr=0.1`. */
  readonly keyAt: Place | undefined;
  /** The expression on the right: `0.1`, or the name `lr` in `lr=lr` (the value's own `at` is then elsewhere). */
  readonly valueAt: Place | undefined;
  /** The entry under this key that this one replaced, if any. */
  readonly overrides: Slot | undefined;
}

/** What a lazy config imports: MMEngine's `LazyObject` and `LazyAttr`. */
export interface LazyValue extends Written {
  readonly kind: 'lazy';
  /** MMEngine's `obj.module`. */
  readonly module: string;
  /** MMEngine's `str(obj)`. The contract's `$lazy` is `module + '.' + name`. */
  readonly name: string;
  /** How attributes extend it: see MMEngine's `LazyAttr.__init__`. */
  readonly attributeModule: string;
  /** A script imports the object itself, with which anything can be done. */
  readonly isReal?: true;
}

export interface CallableValue extends Written {
  readonly kind: 'callable';
  readonly name: string;
  /**
   * MMEngine leaves a `function` out of the config and keeps the others; an `object` of a class can be called as well. A
   * `method` is one of `str` that is not bound.
   */
  readonly type: 'builtin' | 'function' | 'class' | 'object' | 'method';
  /** Of a class whose bases are known: the names of all that it derives from, nearest first, `object` apart. */
  readonly ancestors?: readonly string[];
  readonly call: (call: CallSite) => Value;
}
/** What a call passes, with the place of each argument. */
export interface CallSite {
  readonly args: readonly Slot[];
  /** By name, as a dict has its entries; whoever is called may keep it. */
  readonly keywords: Map<DictKey, Slot>;
  /** Present when `*x` or `**x` passed something unknown. */
  readonly open: UnknownValue | undefined;
  readonly at: Place;
}
export interface ModuleValue extends Written {
  readonly kind: 'module';
  readonly name: string;
  readonly members: ReadonlyMap<string, Value>;
}
/** A known object of a type that has no notation of its own here (a slice, an iterator, a date from YAML). */
export interface ObjectValue extends Written {
  readonly kind: 'object';
  readonly type: string;
  /** Python's `repr`; undefined where it differs from run to run. */
  readonly text: string | undefined;
  readonly payload: unknown;
}
/** Not knowable without running Python. Rules stay silent about it. */
export interface UnknownValue extends Written {
  readonly kind: 'unknown';
  readonly reason: string;
}

export function none(at?: Place): NoneValue {
  return { kind: 'none', at };
}
export function bool(value: boolean, at?: Place): BoolValue {
  return { kind: 'bool', value, at };
}
export function int(value: number | bigint, at?: Place): IntValue {
  if (typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER)
    return { kind: 'int', value: Number(value), at };
  return { kind: 'int', value, at };
}
export function float(value: number, at?: Place): FloatValue {
  return { kind: 'float', value, at };
}
export function str(value: string, at?: Place): StringValue {
  return { kind: 'str', value, at };
}
export function unknown(reason: string, at?: Place): UnknownValue {
  return { kind: 'unknown', reason, at };
}
export function list(items: Slot[], at?: Place): ListValue {
  return { kind: 'list', items, at };
}
export function tuple(items: readonly Slot[], at?: Place): TupleValue {
  return { kind: 'tuple', items, at };
}
export function set(items: Map<DictKey, Slot>, at?: Place, isFrozen = false): SetValue {
  return { kind: 'set', items, isFrozen, at };
}
const NO_PLACES: readonly Place[] = [];

export function dict(
  at?: Place,
  flavor: DictValue['flavor'] = 'dict',
  entries: Map<DictKey, Slot> = new Map(),
): DictValue {
  return {
    kind: 'dict',
    flavor,
    entries,
    literals: at ? [at] : NO_PLACES,
    open: undefined,
    deleted: undefined,
    at,
  };
}
/** The literals of two dicts that become one; most dicts have none of their own. */
export function joined(a: DictValue['literals'], b: DictValue['literals']): DictValue['literals'] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...a, ...b];
}
/** The entry with another value, and another one below it. Spelled out: of these a great many are made, and a spread takes long. */
export function slotWith(slot: Slot, value: Value, overrides: Slot | undefined = slot.overrides): Slot {
  return { key: slot.key, value, at: slot.at, keyAt: slot.keyAt, valueAt: slot.valueAt, overrides };
}
/** The entry under the key that was there before it: of equal keys (`1`, `True`, `1.0`) Python keeps the first. */
export function keyedLike(slot: Slot, previous: Slot | undefined): Slot {
  if (slot.key === undefined || slot.key.kind === 'str' || previous?.key === undefined) return slot;
  return { ...slot, key: previous.key };
}
/** A list or tuple element. */
export function element(value: Value, at: Place | undefined = value.at): Slot {
  return { key: undefined, value, at, keyAt: undefined, valueAt: at, overrides: undefined };
}

/** The canonical form of a hashable key, or undefined for a value that cannot be one. */
export function dictKey(key: Value): DictKey | undefined {
  switch (key.kind) {
    case 'str':
      return key.value.startsWith('\0') ? `\0s${key.value}` : key.value;
    case 'none':
      return '\0none';
    case 'bool':
      return `\0n${key.value ? 1 : 0}`;
    case 'int':
      return `\0n${key.value}`;
    case 'float':
      // Each nan is a key of its own, unless it is the same object.
      if (Number.isNaN(key.value)) return undefined;
      return Number.isInteger(key.value) ? `\0n${BigInt(key.value)}` : `\0n${key.value}`;
    case 'bytes':
      return `\0b${key.value}`;
    case 'tuple': {
      const parts: string[] = [];
      let length = 0;
      for (const item of key.items) {
        const part = dictKey(item.value);
        length += part?.length ?? 0;
        if (part === undefined || length > MAX_KEY) return undefined;
        parts.push(part);
      }
      return `\0t${lengthPrefixed(parts)}`;
    }
    case 'set':
      return key.isFrozen ? `\0f${lengthPrefixed([...key.items.keys()].sort())}` : undefined;
    case 'lazy':
      return `\0l${key.module}.${key.name}`;
    case 'callable':
      return key.type === 'class' && !key.at ? `\0c${key.name}` : undefined;
    default:
      return undefined;
  }
}

/** Characters of a tuple's form; none that is longer is the key of anything. */
const MAX_KEY = 50_000;

function lengthPrefixed(parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('');
}

/** What holds other values in slots, a set apart. */
export type Container = DictValue | ListValue | TupleValue;

export function isContainer(value: Value): value is Container {
  return value.kind === 'dict' || value.kind === 'list' || value.kind === 'tuple';
}

/** The entry at `path`: string keys into dicts, numbers into lists and tuples. Undefined when there is none. */
export function slotAt(root: Value, path: readonly (string | number)[]): Slot | undefined {
  let value: Value = root;
  let slot: Slot | undefined;
  for (const step of path) {
    if (value.kind === 'dict') slot = value.entries.get(String(step));
    else if (value.kind === 'list' || value.kind === 'tuple') slot = value.items[Number(step)];
    else return undefined;
    if (slot === undefined) return undefined;
    value = slot.value;
  }
  return slot;
}

/** The value at `path`, or undefined when there is none. */
export function valueAt(root: Value, path: readonly (string | number)[]): Value | undefined {
  return path.length === 0 ? root : slotAt(root, path)?.value;
}

/** All entries that ever stood under the key, newest first. */
export function history(slot: Slot): Slot[] {
  const chain: Slot[] = [];
  for (let current: Slot | undefined = slot; current; current = current.overrides) chain.push(current);
  return chain;
}
