/** Base variables: `{{_base_.x}}` stands for the very value that the base has (`Config._substitute_base_vars`). */
import type { Place } from '../text/source.ts';
import { guardDepth } from './evaluate/configDict.ts';
import { PythonError, typeName } from './evaluate/runtime.ts';
import { MARKER } from './placeholders.ts';
import { type Container, type DictValue, isContainer, type Slot, slotWith, unknown, type Value } from './values.ts';

/** Puts values of the base in the place of the markers that base variables left behind. */
export class BaseVariables {
  /** The dicts of the base that were put somewhere, as far as merging reaches from there. */
  readonly used = new Set<DictValue>();
  private readonly markers: ReadonlyMap<string, string>;
  private readonly base: DictValue;

  /** @param markers each marker with the dotted path below `base` that it stands for */
  constructor(markers: ReadonlyMap<string, string>, base: DictValue) {
    this.markers = markers;
    this.base = base;
  }

  /**
   * @param at the place of an error about what has no place of its own
   * @returns `value` itself where nothing is put in
   * @throws PythonError when the base has no such value
   */
  putInto(value: Value, at: Place): Value {
    return this.replaced(value, at, 0, new Map());
  }

  private replaced(value: Value, at: Place, depth: number, done: Map<Value, Value>): Value {
    guardDepth(depth, value.at ?? at);
    if (value.kind === 'str') return this.ofText(value, value.at ?? at);
    if (!isContainer(value)) return value;
    const known = done.get(value);
    if (known) return known;
    const copy = withValues(value, (inner) => this.replaced(inner, at, depth + 1, done));
    const result = hasSameSlots(copy, value) ? value : copy;
    done.set(value, result);
    return result;
  }

  private ofText(text: Value & { kind: 'str' }, at: Place): Value {
    const path = this.markers.get(text.value);
    if (path !== undefined) {
      const value = valueBelow(this.base, path, at);
      this.use(value);
      return value;
    }
    // Every marker has a character that no text of a user has.
    const isInside = text.value.includes(MARKER) && [...this.markers.keys()].some((each) => text.value.includes(each));
    return isInside ? unknown('a base variable inside a longer text becomes a random text in MMEngine', text.at) : text;
  }

  private use(value: Value): void {
    if (value.kind !== 'dict' || this.used.has(value)) return;
    this.used.add(value);
    for (const slot of value.entries.values()) this.use(slot.value);
  }
}

/**
 * The same value in containers of its own. MMEngine puts base variables into a copy of what a file sets: what the file took
 * from `_base_` by itself is then another object than what they bring.
 */
export function separated(value: Value, depth = 0, done = new Map<Value, Value>()): Value {
  guardDepth(depth, value.at);
  if (!isContainer(value)) return value;
  const known = done.get(value);
  if (known) return known;
  const copy = withValues(value, (inner) => separated(inner, depth + 1, done));
  done.set(value, copy);
  return copy;
}

/** A container like this one. A slot whose value stays the same stays itself. */
function withValues(container: Container, valueFor: (value: Value) => Value): Container {
  const inside = (slot: Slot): Slot => {
    const value = valueFor(slot.value);
    return value === slot.value ? slot : slotWith(slot, value);
  };
  if (container.kind !== 'dict') return { ...container, items: container.items.map(inside) };
  const entries: DictValue['entries'] = new Map();
  for (const [key, slot] of container.entries) entries.set(key, inside(slot));
  return { ...container, entries };
}

function hasSameSlots(a: Container, b: Container): boolean {
  if (a.kind === 'dict') return b.kind === 'dict' && [...a.entries].every(([key, slot]) => b.entries.get(key) === slot);
  return b.kind !== 'dict' && a.items.every((slot, index) => b.items[index] === slot);
}

function valueBelow(base: DictValue, path: string, at: Place): Value {
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
