/** Assignment: to names, attributes, items, slices and patterns of them. */
import type { Expression, Name } from '../../python/index.ts';
import { element, list, type Slot, str, unknown, type Value } from '../values.ts';
import { deleteIndex, setAttribute, setIndex } from './access.ts';
import { overridden } from './configDict.ts';
import { evaluate } from './expressions.ts';
import { targetNames } from './locals.ts';
import { iterate } from './operators.ts';
import { PythonError, placeOf, type Scope } from './runtime.ts';
import { sizeOf } from './sets.ts';
import { deleteSlice, evaluateSlice, setSlice } from './slices.ts';

/** Binds a name in the scope that Python would bind it in. */
export function bindName(name: Name, slot: Slot, scope: Scope): void {
  const names = homeOf(name.id, scope);
  const keyAt = placeOf(scope, name);
  names.set(name.id, {
    key: str(name.id, keyAt),
    value: slot.value,
    at: slot.at,
    keyAt,
    valueAt: slot.valueAt,
    overrides: overridden(names.get(name.id), slot),
  });
}

/** The names of the scope that Python binds a name in. */
function homeOf(name: string, scope: Scope): Map<string, Slot> {
  if (scope.globalNames.has(name)) return scope.globals;
  if (!scope.nonlocalNames.has(name)) return scope.names;
  let around = scope.parent;
  while (around && !around.names.has(name) && !around.locals.has(name)) around = around.parent;
  return around?.names ?? scope.names;
}

/** `target = slot.value`, where the slot says where the value was written. */
export function assign(target: Expression, slot: Slot, scope: Scope): void {
  const at = placeOf(scope, target);
  switch (target.kind) {
    case 'Name':
      bindName(target, slot, scope);
      return;
    case 'Attribute':
      setAttribute(
        evaluate(target.object, scope),
        target.name,
        { ...slot, keyAt: placeOf(scope, target.nameSpan), overrides: undefined },
        at,
      );
      return;
    case 'Subscript': {
      const object = evaluate(target.object, scope);
      if (target.index.kind === 'Slice') {
        setSlice(
          object,
          evaluateSlice(target.index, (part) => evaluate(part, scope)),
          iterate(slot.value, at, scope.runtime.budget),
          at,
        );
        return;
      }
      setIndex(
        object,
        evaluate(target.index, scope),
        { ...slot, keyAt: placeOf(scope, target.index), overrides: undefined },
        at,
      );
      return;
    }
    case 'List':
    case 'Tuple':
      assignPattern(target.elements, slot, scope);
      return;
    case 'Starred':
      assign(target.value, slot, scope);
      return;
    default:
      throw new PythonError('SyntaxError', 'cannot assign to this expression', at);
  }
}

function assignPattern(targets: readonly Expression[], slot: Slot, scope: Scope): void {
  const at = slot.valueAt ?? slot.at ?? placeOf(scope, targets[0] ?? { start: 0, end: 0 });
  const items = iterate(slot.value, at, scope.runtime.budget);
  const star = targets.findIndex((target) => target.kind === 'Starred');
  if (!items) {
    const reason = slot.value.kind === 'unknown' ? slot.value.reason : 'its items cannot be known here';
    for (const target of targets) assign(target, element(unknown(reason, at)), scope);
    return;
  }
  if (star < 0 ? items.length !== targets.length : items.length < targets.length - 1)
    throw new PythonError(
      'ValueError',
      items.length > targets.length
        ? `too many values to unpack (expected ${targets.length})`
        : `not enough values to unpack (expected ${targets.length}, got ${items.length})`,
      at,
    );
  const extra = items.length - targets.length;
  targets.forEach((target, i) => {
    if (i === star) assign(target, element(list(items.slice(star, star + extra + 1), at)), scope);
    else assign(target, items[star >= 0 && i > star ? i + extra : i] as Slot, scope);
  });
}

/** `del target`. */
export function deleteTarget(target: Expression, scope: Scope): void {
  const at = placeOf(scope, target);
  switch (target.kind) {
    case 'Name': {
      if (!homeOf(target.id, scope).has(target.id)) evaluate(target, scope);
      homeOf(target.id, scope).delete(target.id);
      return;
    }
    case 'Attribute': {
      const object = evaluate(target.object, scope);
      if (object.kind === 'dict' && object.flavor === 'ConfigDict') deleteIndex(object, str(target.name), at);
      return;
    }
    case 'Subscript': {
      const object = evaluate(target.object, scope);
      scope.runtime.budget.look(sizeOf(object));
      if (target.index.kind === 'Slice')
        deleteSlice(
          object,
          evaluateSlice(target.index, (part) => evaluate(part, scope)),
          at,
        );
      else deleteIndex(object, evaluate(target.index, scope), at);
      return;
    }
    case 'List':
    case 'Tuple':
      for (const part of target.elements) deleteTarget(part, scope);
      return;
    default:
      throw new PythonError('SyntaxError', 'cannot delete this expression', at);
  }
}

/** Every name that `target` binds, or whose object it changes. */
export function rootNames(target: Expression): string[] {
  return targetNames(target, (part) =>
    part.kind === 'Attribute' || part.kind === 'Subscript' ? rootNames(part.object) : [],
  );
}

/** Marks a name as bound to something that cannot be known. */
export function bindUnknown(name: string, value: Value & { kind: 'unknown' }, scope: Scope): void {
  homeOf(name, scope).set(name, { ...element(value), key: str(name), overrides: undefined });
}
