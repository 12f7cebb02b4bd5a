/** Sets and the views of dicts, as operators see them. */
import type { BinaryOperator } from '../../python/index.ts';
import type { Place } from '../../text/source.ts';
import { type DictValue, dictKey, element, type SetValue, type Slot, set, str, tuple, type Value } from '../values.ts';
import { type Iteration, iterationIn } from './iteration.ts';

/** What `d.keys()`, `d.values()` and `d.items()` give: the dict as it is at the moment one looks. */
interface DictView extends Iteration {
  readonly type: 'dict_keys' | 'dict_values' | 'dict_items';
  readonly dict: DictValue;
}

const READ: Readonly<Record<DictView['type'], (slot: Slot) => Slot>> = {
  dict_keys: (slot) => element(slot.key ?? str(''), slot.keyAt),
  dict_values: (slot) => slot,
  dict_items: (slot) => element(tuple([element(slot.key ?? str(''), slot.keyAt), slot], slot.at), slot.at),
};

/** A view of a dict. */
export function dictView(type: DictView['type'], dict: DictValue, at: Place): Value {
  const payload: DictView = {
    type,
    dict,
    take: () => (dict.open ? undefined : [...dict.entries.values()].map(READ[type])),
  };
  return { kind: 'object', type, text: undefined, payload, at };
}

/** The view that a value is, if it is one. */
export function viewIn(value: Value): DictView | undefined {
  const iteration = iterationIn(value);
  return iteration && isView(iteration) ? iteration : undefined;
}

function isView(iteration: Iteration): iteration is DictView {
  return 'dict' in iteration;
}

/** How much there is to look at in a value: members, characters, and for a large number about as many. */
export function sizeOf(value: Value): number {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items.length;
    case 'set':
      return value.items.size;
    case 'dict':
      return value.entries.size;
    case 'str':
    case 'bytes':
      return value.value.length;
    case 'int':
      return typeof value.value === 'bigint' ? LARGE_NUMBER : 0;
    default:
      return viewIn(value)?.dict.entries.size ?? 0;
  }
}

const LARGE_NUMBER = 4096;

/** A view that operators treat as a set. */
export function isSetView(value: Value): boolean {
  const view = viewIn(value);
  return view !== undefined && view.type !== 'dict_values';
}

/** The members of what operators treat as a set; undefined for anything else, and where they are not known. */
export function asSet(value: Value): SetValue | undefined {
  if (value.kind === 'set') return value;
  const view = viewIn(value);
  if (!view || view.type === 'dict_values') return undefined;
  const items = new Map<string, Slot>();
  for (const slot of view.take() ?? []) {
    const key = dictKey(slot.value);
    if (key === undefined) return undefined;
    items.set(key, slot);
  }
  return view.dict.open ? undefined : set(items, value.at);
}

/** `a | b`, `a & b`, `a - b`, `a ^ b`; undefined for other operators. */
export function combineSets(operator: BinaryOperator, a: SetValue, b: SetValue, at: Place): SetValue | undefined {
  const items = combined(operator, a.items, b.items);
  return items && set(items, at, a.isFrozen);
}

type Members = SetValue['items'];

function combined(operator: BinaryOperator, a: Members, b: Members): Members | undefined {
  switch (operator) {
    case '|':
      return new Map([...a, ...without(b, a)]);
    case '&': {
      // CPython goes through the smaller one, and keeps which of two equal members it finds there.
      const [smaller, larger] = b.size > a.size ? [a, b] : [b, a];
      return new Map([...smaller].filter(([key]) => larger.has(key)));
    }
    case '-':
      return new Map(without(a, b));
    case '^':
      return new Map([...without(a, b), ...without(b, a)]);
    default:
      return undefined;
  }
}

function without(members: Members, others: Members): [string, Slot][] {
  return [...members].filter(([key]) => !others.has(key));
}

/** All members of `a` are members of `b`. */
export function isSubset(a: SetValue, b: SetValue): boolean {
  return a.items.size <= b.items.size && [...a.items.keys()].every((key) => b.items.has(key));
}

/** How sets compare: by inclusion. */
export function compareSets(operator: '<' | '<=' | '>' | '>=', a: SetValue, b: SetValue): boolean {
  if (operator === '<') return isSubset(a, b) && a.items.size < b.items.size;
  if (operator === '<=') return isSubset(a, b);
  return compareSets(operator === '>' ? '<' : '<=', b, a);
}
