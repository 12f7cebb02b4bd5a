/** How a child config merges into its bases (mmengine/config/config.py: `_merge_a_into_b`), with the history kept. */

import { copyHeader, DELETE_KEY, guardDepth, isTrue } from './evaluate/configDict.ts';
import { type Budget, BudgetExceeded, PythonError, typeName } from './evaluate/runtime.ts';
import { MARKER } from './placeholders.ts';
import type { Refusal } from './result.ts';
import { type DictValue, dict, joined, type Slot, unknown, type Value } from './values.ts';

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
    result.entries.set(
      key,
      slot.value.kind === 'dict'
        ? mergeDictSlot(slot, slot.value, inherited, base, shared, refuse, [...path, key])
        : overriding(slot, inherited),
    );
  });
  return result;
}

function overriding(slot: Slot, inherited: Slot | undefined): Slot {
  return inherited ? { ...slot, overrides: lastOf(slot, inherited) } : slot;
}

/** What the child itself replaced stays in the chain, with the inherited entry below it. */
function lastOf(slot: Slot, inherited: Slot): Slot {
  return slot.overrides ? { ...slot.overrides, overrides: lastOf(slot.overrides, inherited) } : inherited;
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
      ? { ...slot, value: { ...value, entries: new Map(value.entries), open: value.open ?? base.open } }
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
    return overriding({ ...slot, value: own }, inherited);
  }
  if (inherited.value.kind === 'unknown' || inherited.value.kind === 'object')
    return overriding(
      {
        ...slot,
        value: { ...own, open: own.open ?? unknown('it merges into a value that cannot be known here', inherited.at) },
      },
      inherited,
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
  return overriding({ ...slot, value: mergeChild(own, inherited.value, shared, refuse, path) }, inherited);
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
  if (value.kind === 'dict') return { ...slot, value: copiedDict(value, budget, depth + 1) };
  if (value.kind !== 'list' && value.kind !== 'tuple') return slot;
  if (depth >= 150) throw new BudgetExceeded('it is nested too deeply to evaluate');
  budget.allocate(value.items.length);
  return { ...slot, value: { ...value, items: value.items.map((item) => copied(item, budget, depth + 1)) } };
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

/**
 * Puts the base's values in place of the markers that `{{_base_.x}}` left behind (`_substitute_base_vars`).
 * @param found is told each value of the base that is used
 */
export function substituteBaseVariables(
  value: Value,
  markers: ReadonlyMap<string, string>,
  base: DictValue,
  found: (value: Value) => void,
  at: (value: Value) => PythonError['place'],
  depth = 0,
  done = new Map<Value, Value>(),
): Value {
  guardDepth(depth, at(value));
  const known = done.get(value);
  if (known) return known;
  if (value.kind === 'str') {
    const path = markers.get(value.value);
    if (path !== undefined) {
      const inherited = baseValue(base, path, at(value));
      found(inherited);
      return inherited;
    }
    return mentionsMarker(value.value, markers)
      ? unknown('a base variable inside a longer text becomes a random text in MMEngine', value.at)
      : value;
  }
  const inside = (slot: Slot): Slot => {
    const replaced = substituteBaseVariables(slot.value, markers, base, found, at, depth + 1, done);
    return replaced === slot.value ? slot : { ...slot, value: replaced };
  };
  if (value.kind === 'list' || value.kind === 'tuple') {
    const items = value.items.map(inside);
    const result = items.some((item, index) => item !== value.items[index]) ? { ...value, items } : value;
    done.set(value, result);
    return result;
  }
  if (value.kind === 'dict') {
    let entries: DictValue['entries'] | undefined;
    value.entries.forEach((slot, key) => {
      const replaced = inside(slot);
      if (replaced === slot) return;
      entries ??= new Map(value.entries);
      entries.set(key, replaced);
    });
    const result = entries ? { ...value, entries } : value;
    done.set(value, result);
    return result;
  }
  return value;
}

/**
 * The same value in containers of its own. MMEngine puts base variables into a copy of what a file sets: what the file took
 * from `_base_` by itself is then another object than what they bring.
 */
export function separated(value: Value, depth = 0, done = new Map<Value, Value>()): Value {
  guardDepth(depth, value.at);
  const known = done.get(value);
  if (known) return known;
  const inside = (slot: Slot): Slot => {
    const copy = separated(slot.value, depth + 1, done);
    return copy === slot.value ? slot : { ...slot, value: copy };
  };
  if (value.kind === 'list' || value.kind === 'tuple') {
    const copy = { ...value, items: value.items.map(inside) };
    done.set(value, copy);
    return copy;
  }
  if (value.kind !== 'dict') return value;
  const entries: DictValue['entries'] = new Map();
  value.entries.forEach((slot, key) => {
    entries.set(key, inside(slot));
  });
  const copy = { ...value, entries };
  done.set(value, copy);
  return copy;
}

/** Every marker has a character that no text of a user has. */
function mentionsMarker(text: string, markers: ReadonlyMap<string, string>): boolean {
  return text.includes(MARKER) && [...markers.keys()].some((marker) => text.includes(marker));
}

/** The dicts that merging reaches from a value. */
export function addDicts(value: Value, dicts: Set<DictValue>): void {
  if (value.kind !== 'dict' || dicts.has(value)) return;
  dicts.add(value);
  for (const slot of value.entries.values()) addDicts(slot.value, dicts);
}

function baseValue(base: DictValue, path: string, at: PythonError['place']): Value {
  let value: Value = base;
  for (const key of path.split('.')) {
    if (value.kind === 'unknown') return unknown(value.reason, at);
    if (value.kind !== 'dict')
      throw new PythonError('TypeError', `'${typeName(value)}' object is not subscriptable by '${key}'`, at);
    const slot: Slot | undefined = value.entries.get(key);
    if (!slot) {
      if (value.open) return unknown(value.open.reason, at);
      throw new PythonError('KeyError', `'${key}'`, at);
    }
    value = slot.value;
  }
  return value;
}
