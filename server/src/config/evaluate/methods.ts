/** Methods of dicts, lists, tuples and sets. */
import {
  type CallSite,
  type DictValue,
  dict,
  element,
  int,
  joined,
  type ListValue,
  list,
  none,
  type SetValue,
  type Slot,
  str,
  type TupleValue,
  tuple,
  unknown,
  type Value,
} from '../values.ts';
import { positionOf, sortSlots } from './builtins.ts';
import { asIndex, bind, builtin, elements, positional, sliceBounds } from './calls.ts';
import { equal } from './comparison.ts';
import { deepCopy, mergeInto, overridden, setItem, updateRecursively } from './configDict.ts';
import { addAll } from './dictType.ts';
import { iterationIn } from './iteration.ts';
import { hashKey, truth } from './operators.ts';
import { type Budget, PythonError, typeName } from './runtime.ts';
import { changesSet, setMethod } from './setMethods.ts';
import { dictView } from './sets.ts';

type Method<T> = (self: T, call: CallSite, budget: Budget) => Value | undefined;

const keyError = (key: Value, call: CallSite) =>
  new PythonError('KeyError', key.kind === 'str' ? `'${key.value}'` : 'key', call.at);

const unknownEntry = (self: DictValue, call: CallSite) =>
  unknown(self.open?.reason ?? 'its keys cannot be known here', call.at);

function entryOf(self: DictValue, key: Value, call: CallSite): Slot | 'unknown' | undefined {
  const encoded = hashKey(key, call.at);
  if (encoded === undefined) return 'unknown';
  return self.entries.get(encoded) ?? (self.open ? 'unknown' : undefined);
}

function removeKey(self: DictValue, key: Value, call: CallSite): void {
  const encoded = hashKey(key, call.at);
  if (encoded === undefined) self.open ??= unknown('one of its keys cannot be known here', call.at);
  else self.entries.delete(encoded);
}

const DICT_METHODS: Readonly<Record<string, Method<DictValue>>> = {
  get: (self, call) => {
    const [key, fallback] = bind(call, 'get', ['key', 'default'], 1);
    if (!key) return undefined;
    const slot = entryOf(self, key, call);
    return slot === 'unknown' ? unknownEntry(self, call) : (slot?.value ?? fallback ?? none(call.at));
  },
  pop: (self, call) => {
    const [key, fallback] = bind(call, 'pop', ['key', 'default'], 1);
    if (!key) return undefined;
    const slot = entryOf(self, key, call);
    removeKey(self, key, call);
    if (slot === 'unknown') return unknownEntry(self, call);
    if (slot) return slot.value;
    if (fallback) return fallback;
    // ConfigDict.pop has a default of None; dict.pop raises.
    if (self.flavor === 'ConfigDict') return none(call.at);
    throw keyError(key, call);
  },
  setdefault: (self, call) => {
    const [key, fallback] = bind(call, 'setdefault', ['key', 'default'], 1);
    if (!key) return undefined;
    const slot = entryOf(self, key, call);
    if (slot === 'unknown') return unknownEntry(self, call);
    if (slot) return slot.value;
    const value = fallback ?? none(call.at);
    setItem(self, { ...element(value, call.at), key, keyAt: call.args[0]?.at });
    return value;
  },
  keys: (self, call) => (self.open ? unknownEntry(self, call) : dictView('dict_keys', self, call.at)),
  values: (self, call, budget) => (self.open ? unknownEntry(self, call) : viewOf('dict_values', self, call, budget)),
  items: (self, call, budget) => (self.open ? unknownEntry(self, call) : viewOf('dict_items', self, call, budget)),
  update: (self, call, budget) => {
    if (self.flavor === 'ConfigDict') {
      const other = dict(call.at);
      other.literals = [];
      if (call.args.length > 1)
        throw new PythonError('TypeError', 'update only accept one positional argument', call.at);
      const source = call.args[0]?.value;
      if (source && source.kind !== 'dict' && source.kind !== 'unknown')
        throw new PythonError(
          'TypeError',
          `descriptor 'items' for 'dict' objects doesn't apply to a '${typeName(source)}' object`,
          call.at,
        );
      if (source) addAll(other, source, call, budget);
      for (const slot of call.keywords.values()) setItem(other, slot);
      if (call.keywords.size > 0) other.literals = [...other.literals, call.at];
      other.open ??= call.open;
      self.literals = joined(self.literals, other.literals);
      updateRecursively(self, other, budget);
    } else {
      if (call.args.length > 1)
        throw new PythonError('TypeError', `update expected at most 1 argument, got ${call.args.length}`, call.at);
      if (call.args[0]) addAll(self, call.args[0].value, call, budget);
      for (const slot of call.keywords.values()) setItem(self, slot);
      self.open ??= call.open;
    }
    budget.allocate(self.entries.size);
    return none(call.at);
  },
  merge: (self, call, budget) => {
    const [other] = bind(call, 'merge', ['other'], 1);
    if (other?.kind === 'dict') mergeInto(self, other, budget);
    else if (other?.kind === 'unknown') self.open ??= other;
    return none(call.at);
  },
  copy: (self, call) => {
    if (self.flavor === 'ConfigDict') {
      const copy = dict(call.at, 'ConfigDict');
      for (const slot of self.entries.values()) setItem(copy, slot);
      copy.literals = self.literals;
      copy.open = self.open;
      return copy;
    }
    return { ...self, entries: new Map(self.entries) };
  },
  deepcopy: (self, _, budget) => deepCopy(self, budget),
  to_dict: (self, _, budget) => deepCopy(self, budget),
  clear: (self, call) => {
    self.entries.clear();
    self.open = undefined;
    return none(call.at);
  },
  move_to_end: (self, call, budget) => {
    budget.allocate(self.entries.size);
    const [key, last] = bind(call, 'move_to_end', ['key', 'last'], 1);
    const toEnd = last ? truth(last) : true;
    const slot = key && entryOf(self, key, call);
    if (slot === 'unknown' || toEnd === undefined || !key) return undefined;
    if (!slot) throw keyError(key, call);
    const [others, encoded] = [new Map(self.entries), hashKey(key, call.at) ?? ''];
    others.delete(encoded);
    self.entries.clear();
    if (!toEnd) self.entries.set(encoded, slot);
    for (const [name, other] of others) self.entries.set(name, other);
    if (toEnd) self.entries.set(encoded, slot);
    return none(call.at);
  },
  popitem: (self, call) => {
    if (self.open) return undefined;
    // Of an OrderedDict, the first one when it is told so.
    const fromEnd =
      self.flavor === 'OrderedDict' ? bind(call, 'popitem', ['last'])[0] : positional(call, 'popitem', 0)[0];
    const atEnd = fromEnd ? truth(fromEnd) : true;
    if (atEnd === undefined) return undefined;
    const slots = [...self.entries.values()];
    const last = atEnd ? slots.pop() : slots.shift();
    if (!last) throw new PythonError('KeyError', "'popitem(): dictionary is empty'", call.at);
    if (last.key) removeKey(self, last.key, call);
    return tuple([element(last.key ?? str('')), last], call.at);
  },
};

/** ConfigDict makes lists of its values and items. */
function viewOf(type: 'dict_values' | 'dict_items', self: DictValue, call: CallSite, budget: Budget): Value {
  const view = dictView(type, self, call.at);
  if (self.flavor === 'ConfigDict') budget.allocate(self.entries.size);
  return self.flavor === 'ConfigDict' ? list([...(iterationIn(view)?.take() ?? [])], call.at) : view;
}

const LIST_METHODS: Readonly<Record<string, Method<ListValue>>> = {
  append: (self, call, budget) => {
    positional(call, 'append', 1);
    budget.allocate(1);
    self.items.push(call.args[0] as Slot);
    return none(call.at);
  },
  extend: (self, call, budget) => {
    const [value] = positional(call, 'extend', 1);
    const items = value && elements(value, call, budget);
    if (!items) return undefined;
    budget.allocate(items.length);
    self.items.push(...items);
    return none(call.at);
  },
  insert: (self, call) => {
    const [index] = positional(call, 'insert', 2);
    const position = index ? asIndex(index, call.at) : 0;
    self.items.splice(position < 0 ? Math.max(0, self.items.length + position) : position, 0, call.args[1] as Slot);
    return none(call.at);
  },
  pop: (self, call) => {
    const [index] = positional(call, 'pop', 0, 1);
    const position = index ? asIndex(index, call.at) : -1;
    const at = position < 0 ? self.items.length + position : position;
    const slot = self.items[at];
    if (!slot)
      throw new PythonError(
        'IndexError',
        self.items.length === 0 ? 'pop from empty list' : 'pop index out of range',
        call.at,
      );
    self.items.splice(at, 1);
    return slot.value;
  },
  remove: (self, call) => {
    const [value] = positional(call, 'remove', 1);
    const position = value && positionOf(self.items, value);
    if (position === undefined) return undefined;
    if (position < 0) throw new PythonError('ValueError', 'list.remove(x): x not in list', call.at);
    self.items.splice(position, 1);
    return none(call.at);
  },
  reverse: (self, call) => {
    self.items.reverse();
    return none(call.at);
  },
  sort: (self, call) => {
    positional({ ...call, keywords: new Map() }, 'sort', 0);
    const sorted = sortSlots(self.items, call);
    if (!sorted) return undefined;
    self.items.splice(0, self.items.length, ...sorted);
    return none(call.at);
  },
  clear: (self, call) => {
    self.items.length = 0;
    return none(call.at);
  },
  copy: (self, call) => list([...self.items], call.at),
};

const SEQUENCE_METHODS: Readonly<Record<string, Method<ListValue | TupleValue>>> = {
  index: (self, call) => {
    const [value, start, end] = positional(call, 'index', 1, 3);
    const { lower, upper } = sliceBounds(self.items.length, start, end, call.at);
    const position = value && positionOf(self.items, value, lower, upper);
    if (position === undefined) return undefined;
    if (position < 0) throw new PythonError('ValueError', 'value is not in list', call.at);
    return int(position, call.at);
  },
  count: (self, call) => {
    const [value] = positional(call, 'count', 1);
    let count = 0;
    for (const slot of self.items) {
      const same = value && equal(slot.value, value);
      if (same === undefined) return undefined;
      if (same) count++;
    }
    return int(count, call.at);
  },
};

/** Methods that change their object: if their arguments or result are unknown, so is the object afterwards. */
const MUTATING = new Set(
  'append extend insert pop remove reverse sort clear update merge setdefault popitem move_to_end'.split(' '),
);

/** The bound method `self.name`, or undefined when the type has none. */
export function methodOf(
  self: DictValue | ListValue | TupleValue | SetValue,
  name: string,
  budget: Budget,
): Value | undefined {
  const method = findMethod(self, name);
  if (!method) return undefined;
  return builtin(
    name,
    (call) => {
      const isUpdate = self.kind === 'dict' && name === 'update';
      const takesUnknown = self.kind !== 'set' && TAKES_UNKNOWN.has(name);
      const blocked =
        call.open ?? (takesUnknown ? undefined : call.args.find((slot) => slot.value.kind === 'unknown')?.value);
      const result =
        blocked && !isUpdate
          ? unknown(blocked.kind === 'unknown' ? blocked.reason : '', call.at)
          : method(call, budget);
      const mutates = self.kind === 'set' ? changesSet(name) : MUTATING.has(name);
      if (mutates && (result === undefined || (blocked && !isUpdate)))
        spoil(self, result ?? unknown(`the effect of ${name}() cannot be known here`, call.at));
      return result;
    },
    { takesUnknown: true },
  );
}

const TAKES_UNKNOWN = new Set(['append', 'insert', 'update', 'merge', 'setdefault', 'get', 'pop']);

/** A method of a container; undefined where it has none of that name. */
export function findMethod(
  self: DictValue | ListValue | TupleValue | SetValue,
  name: string,
): ((call: CallSite, budget: Budget) => Value | undefined) | undefined {
  const own = <T>(table: Readonly<Record<string, Method<T>>>, object: T) => {
    const method = Object.hasOwn(table, name) ? table[name] : undefined;
    return method && ((call: CallSite, budget: Budget) => method(object, call, budget));
  };
  if (self.kind === 'dict') {
    const configOnly = name === 'merge' || name === 'deepcopy' || name === 'to_dict';
    if (configOnly && self.flavor !== 'ConfigDict') return undefined;
    return name === 'move_to_end' && self.flavor !== 'OrderedDict' ? undefined : own(DICT_METHODS, self);
  }
  if (self.kind === 'set') {
    const method = setMethod(self, name);
    return method && ((call, budget) => method(self, call, budget));
  }
  return (self.kind === 'list' ? own(LIST_METHODS, self) : undefined) ?? own(SEQUENCE_METHODS, self);
}

/** Marks a mutable value as no longer known, in place, because others may share it. */
export function spoil(value: Value, reason: Value): void {
  const mark = unknown(
    reason.kind === 'unknown' ? reason.reason : 'it was changed in a way that cannot be known here',
    reason.at,
  );
  if (value.kind === 'dict') {
    value.open ??= mark;
    for (const [key, slot] of value.entries)
      value.entries.set(key, { ...slot, value: mark, overrides: overridden(slot, slot) ?? slot });
  } else if (value.kind === 'list' || value.kind === 'set') {
    // Not even its length is known, to nobody who shares it.
    Object.assign(value, mark);
  }
}
