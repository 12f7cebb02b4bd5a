/** `a += b` and its kind: what is mutable changes itself, where all who share it see it. */
import type { BinaryOperator } from '../../python/index.ts';
import type { Place } from '../../text/source.ts';
import { type DictValue, joined, type ListValue, type SetValue, type Slot, type Value } from '../values.ts';
import { updateRecursively } from './configDict.ts';
import { addAll } from './dictType.ts';
import { spoil } from './methods.ts';
import { binary, iterate } from './operators.ts';
import { type Budget, PythonError, typeName } from './runtime.ts';

/** What `left operator= right` assigns to its target. */
export function binaryInPlace(operator: BinaryOperator, left: Value, right: Value, at: Place, budget: Budget): Value {
  if (left.kind === 'list' && operator === '+') return extend(left, right, at, budget);
  if (left.kind === 'list' && operator === '*') return replaceItems(left, binary('*', left, right, at, budget));
  if (left.kind === 'dict' && operator === '|') return update(left, right, at, budget);
  if (left.kind === 'set' && !left.isFrozen) return combine(operator, left, right, at, budget);
  return binary(operator, left, right, at, budget);
}

function extend(list: ListValue, more: Value, at: Place, budget: Budget): Value {
  const items = iterate(more, at, budget);
  if (!items) {
    spoil(list, more);
    return list;
  }
  budget.allocate(items.length);
  for (const slot of [...items]) list.items.push({ ...slot, key: undefined, keyAt: undefined });
  return list;
}

function replaceItems(list: ListValue, result: Value): Value {
  if (result.kind === 'list') {
    list.items.length = 0;
    for (const slot of result.items) list.items.push(slot);
  } else spoil(list, result);
  return list;
}

function update(dict: DictValue, other: Value, at: Place, budget: Budget): Value {
  // A ConfigDict takes dicts alone, and merges them.
  if (dict.flavor === 'ConfigDict' && other.kind !== 'unknown') {
    if (other.kind !== 'dict')
      throw new PythonError(
        'TypeError',
        `descriptor 'items' for 'dict' objects doesn't apply to a '${typeName(other)}' object`,
        at,
      );
    dict.literals = joined(dict.literals, other.literals);
    updateRecursively(dict, other, budget);
  } else addAll(dict, other, { args: [], keywords: new Map<string, Slot>(), open: undefined, at }, budget);
  return dict;
}

function combine(operator: BinaryOperator, left: SetValue, right: Value, at: Place, budget: Budget): Value {
  const result = binary(operator, left, right, at, budget);
  if (result.kind === 'set') {
    left.items.clear();
    for (const [key, slot] of result.items) left.items.set(key, slot);
  } else spoil(left, result);
  return left;
}
