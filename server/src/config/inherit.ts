/** How a child config merges into its bases (mmengine/config/config.py: `_merge_a_into_b`), with the history kept. */

import { copyHeader, DELETE_KEY, guardDepth, isTrue } from './evaluate/configDict.ts';
import { type Budget, BudgetExceeded, PythonError, typeName } from './evaluate/runtime.ts';
import type { Refusal } from './result.ts';
import { type DictValue, dict, joined, keyedLike, type Slot, slotWith, unknown, type Value } from './values.ts';

/**
 * `child` merged into `base`; neither is changed. A dict over something that is no dict is MMEngine's TypeError: it is
 * reported and the child's value stands. Throws Python's RecursionError where both contain themselves.
 * @param shared dicts of the base that base variables (`{{_base_.x}}`) put into the child: of these MMEngine takes a
 *   `_delete_` that it has obeyed out of the base too
 */
export function mergeChild(
  child: DictValue,
  base: DictValue,
  shared: ReadonlySet<DictValue>,
  refuse: (refusal: Refusal) => void,
  path: readonly string[] = [],
): DictValue {
  guardDepth(path.length, child.at);
  const result = dict(child.at ?? base.at, 'ConfigDict');
  result.literals = joined(base.literals, child.literals);
  result.open = child.open ?? base.open;
  result.deleted = child.deleted ?? base.deleted;
  base.entries.forEach((slot, key) => {
    result.entries.set(key, slot);
  });
  child.entries.forEach((slot, key) => {
    const inherited = base.entries.get(key);
    const merged =
      slot.value.kind === 'dict'
        ? mergeDictSlot(slot, slot.value, inherited, base, shared, refuse, [...path, key])
        : overriding(slot, inherited);
    result.entries.set(key, keyedLike(merged, inherited));
  });
  return result;
}

function overriding(slot: Slot, inherited: Slot | undefined): Slot {
  return inherited ? slotWith(slot, slot.value, lastOf(slot, inherited)) : slot;
}

/** What the child itself replaced stays in the chain, with the inherited entry below it. */
function lastOf(slot: Slot, inherited: Slot): Slot {
  const { overrides } = slot;
  return overrides ? slotWith(overrides, overrides.value, lastOf(overrides, inherited)) : inherited;
}

function mergeDictSlot(
  slot: Slot,
  value: DictValue,
  inherited: Slot | undefined,
  base: DictValue,
  shared: ReadonlySet<DictValue>,
  refuse: (refusal: Refusal) => void,
  path: readonly string[],
): Slot {
  const isShared = shared.has(value);
  // Whether an unknown base has the key decides between merging and standing alone.
  if (!inherited)
    return base.open || isShared
      ? slotWith(slot, { ...value, entries: new Map(value.entries), open: value.open ?? base.open })
      : slot;
  const marker = value.entries.get(DELETE_KEY);
  const own = marker || isShared ? withoutKey(value, DELETE_KEY) : value;
  if (marker && isShared) value.entries.delete(DELETE_KEY);
  if (marker?.value.kind === 'unknown') own.open ??= marker.value;
  else if (marker && isTrue(marker.value)) {
    own.deleted = {
      at: marker.at,
      slots: inherited.value.kind === 'dict' ? [...inherited.value.entries.values()] : [inherited],
    };
    return slotWith(slot, own, lastOf(slot, inherited));
  }
  if (inherited.value.kind === 'unknown' || inherited.value.kind === 'object')
    return slotWith(
      slot,
      { ...own, open: own.open ?? unknown('it merges into a value that cannot be known here', inherited.at) },
      lastOf(slot, inherited),
    );
  if (inherited.value.kind !== 'dict') {
    const key = path[path.length - 1] ?? '';
    const place = slot.at ?? { path: '', start: 0, end: 0 };
    refuse({
      rule: 'config-merge-type',
      error: 'TypeError',
      message: `${key} is a dict here but ${article(typeName(inherited.value))} in the base config, and MMEngine can only merge a dict into a dict. Set \`${DELETE_KEY}=True\` in it to replace what is inherited.`,
      place,
      related: inherited.at ? [{ place: inherited.at, message: `${key} is inherited from here` }] : [],
    });
    return overriding(slot, inherited);
  }
  return slotWith(slot, mergeChild(own, inherited.value, shared, refuse, path), lastOf(slot, inherited));
}

function article(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function withoutKey(value: DictValue, key: string): DictValue {
  const result = dict(value.at, value.flavor);
  copyHeader(value, result);
  for (const [name, slot] of value.entries) if (name !== key) result.entries.set(name, slot);
  return result;
}

/**
 * What a file inherits as it may use and change it: every dict a ConfigDict of its own, nothing shared with the base or
 * inside (MMEngine's `_dict_to_config_dict` and `_dict_to_config_dict_lazy` copy without remembering what was shared).
 * @param used the keys whose values are copied; the others stay the base's own
 */
export function inheritedCopy(config: DictValue, budget: Budget, used?: ReadonlySet<string>): DictValue {
  return copiedDict(config, budget, 0, used);
}

function copiedDict(value: DictValue, budget: Budget, depth: number, used?: ReadonlySet<string>): DictValue {
  if (depth > 150) throw new BudgetExceeded('it is nested too deeply to evaluate');
  budget.allocate(value.entries.size);
  const copy = dict(value.at, 'ConfigDict');
  copyHeader(value, copy);
  value.entries.forEach((slot, key) => {
    copy.entries.set(key, used === undefined || used.has(key) ? copied(slot, budget, depth) : slot);
  });
  return copy;
}

function copied(slot: Slot, budget: Budget, depth: number): Slot {
  const { value } = slot;
  if (value.kind === 'dict') return slotWith(slot, copiedDict(value, budget, depth + 1));
  if (value.kind !== 'list' && value.kind !== 'tuple') return slot;
  if (depth >= 150) throw new BudgetExceeded('it is nested too deeply to evaluate');
  budget.allocate(value.items.length);
  return slotWith(slot, { ...value, items: value.items.map((item) => copied(item, budget, depth + 1)) });
}

/**
 * `_scope_` on the outermost typed dicts of a config that comes from another package
 * (mmengine/config/config.py: `_dict_to_config_dict`).
 */
export function addScope(value: Value, scope: string, scopeValue: Value, isTopLevel = true): void {
  if (value.kind === 'dict') {
    if (value.entries.has('type')) {
      const present = value.entries.get('_scope_');
      if (isTopLevel)
        throw new PythonError(
          'AttributeError',
          "'dict' object has no attribute '_scope_'",
          value.at ?? { path: '', start: 0, end: 0 },
        );
      if (!present || present.value.kind === 'none')
        value.entries.set('_scope_', {
          key: { kind: 'str', value: '_scope_', at: undefined },
          value: scopeValue,
          at: undefined,
          keyAt: undefined,
          valueAt: undefined,
          overrides: undefined,
        });
      return;
    }
    for (const slot of value.entries.values()) addScope(slot.value, scope, scopeValue, false);
  } else if (value.kind === 'list' || value.kind === 'tuple')
    for (const slot of value.items) addScope(slot.value, scope, scopeValue, false);
}
