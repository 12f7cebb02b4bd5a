import { pythonFloatRepr } from '../../config/repr.ts';
import { type DictValue, isContainer, type LazyValue, type Slot, type Value } from '../../config/values.ts';
import type { Change } from '../changes.ts';
import { quoted, type Source, type SourceEntry, sourceText } from './source.ts';
import type { PythonStyle } from './style.ts';

export interface SerializeContext {
  readonly style: PythonStyle;
  /** The expression that names an imported object in the file at hand; undefined when there is no way. */
  nameOf(value: LazyValue): string | undefined;
}

/** Python source of a value with `change` applied; undefined when a part of it cannot be written. */
export function serialize(value: Value, change: Change, context: SerializeContext): Source | undefined {
  if (change.expression !== undefined) return sourceText(change.expression);
  if (change.children && !isContainer(value)) return undefined;
  switch (value.kind) {
    case 'none':
      return sourceText('None');
    case 'bool':
      return sourceText(value.value ? 'True' : 'False');
    case 'int':
      return sourceText(String(value.value));
    case 'float':
      return Number.isFinite(value.value) ? sourceText(shortFloat(value.value)) : undefined;
    case 'str':
      return sourceText(quoted(value.value, context.style));
    case 'lazy': {
      const name = context.nameOf(value);
      return name === undefined ? undefined : sourceText(name);
    }
    case 'list':
    case 'tuple':
      return serializeItems(value.kind, value.items, change, context);
    case 'dict':
      return serializeDict(value, change, context);
    default:
      return undefined;
  }
}

function serializeItems(
  kind: 'list' | 'tuple',
  slots: readonly Slot[],
  change: Change,
  context: SerializeContext,
): Source | undefined {
  const items: Source[] = [];
  for (const [i, slot] of slots.entries()) {
    const below = change.children?.get(i) ?? {};
    if (below.removed) continue;
    const item = serialize(slot.value, below, context);
    if (!item) return undefined;
    items.push(item);
  }
  return { kind, items };
}

function serializeDict(value: DictValue, change: Change, context: SerializeContext): Source | undefined {
  if (value.open) return undefined;
  const entries: SourceEntry[] = [];
  for (const [key, slot] of value.entries) {
    if (slot.key?.kind !== 'str') return undefined;
    const below = change.children?.get(key) ?? {};
    if (below.removed) continue;
    if (below.renamed) entries.push({ key: below.renamed.name, value: sourceText(below.renamed.expression) });
    else {
      const item = serialize(slot.value, below, context);
      if (!item) return undefined;
      entries.push({ key: slot.key.value, value: item });
    }
  }
  const added = newEntries(change, (key) => value.entries.has(key));
  return added && { kind: 'dict', entries: [...entries, ...added] };
}

/** Source of a dict that so far does not exist. */
export function freshDict(change: Change): Source | undefined {
  const entries = newEntries(change, () => false);
  return entries && { kind: 'dict', entries };
}

function newEntries(change: Change, exists: (key: string) => boolean): SourceEntry[] | undefined {
  const entries: SourceEntry[] = [];
  for (const [key, below] of change.children ?? []) {
    if (typeof key === 'number') return undefined;
    if (exists(key) || below.removed) continue;
    const value = below.renamed
      ? sourceText(below.renamed.expression)
      : below.expression !== undefined
        ? sourceText(below.expression)
        : freshDict(below);
    if (!value) return undefined;
    entries.push({ key: below.renamed?.name ?? key, value });
  }
  return entries;
}

/** `1e-05` and `0.001` as configs write them: the shorter of Python's two notations. */
function shortFloat(value: number): string {
  const repr = pythonFloatRepr(value);
  const exponent = value.toExponential().replace('e+', 'e');
  return exponent.length < repr.length && Math.abs(value) < 1e-3 && value !== 0 ? exponent : repr;
}
