import { pythonFloatRepr } from '../../config/repr.ts';
import type { Value } from '../../config/values.ts';
import type { Change } from '../changes.ts';

export type DataLanguage = 'yaml' | 'json';

/** An entry of a mapping, its value in flow style. */
export interface DataEntry {
  readonly key: string;
  readonly value: string;
}

export function keyText(key: string, language: DataLanguage): string {
  return `${language === 'json' ? JSON.stringify(key) : scalarText(key)}: `;
}

export function mappingText(entries: readonly DataEntry[], language: DataLanguage): string {
  return `{${entries.map((entry) => keyText(entry.key, language) + entry.value).join(', ')}}`;
}

/** A value with `change` applied; undefined when the language cannot say it (tuples, imported objects). */
export function dataText(value: Value, change: Change, language: DataLanguage): string | undefined {
  if (change.expression !== undefined) return change.expression;
  if (change.children && value.kind !== 'dict' && value.kind !== 'list') return undefined;
  switch (value.kind) {
    case 'none':
      return 'null';
    case 'bool':
      return String(value.value);
    case 'int':
      return String(value.value);
    case 'float':
      return Number.isFinite(value.value) ? floatText(value.value) : undefined;
    case 'str':
      return language === 'json' ? JSON.stringify(value.value) : scalarText(value.value);
    case 'list': {
      const items: string[] = [];
      for (const [i, slot] of value.items.entries()) {
        const text = dataText(slot.value, change.children?.get(i) ?? {}, language);
        if (text === undefined) return undefined;
        items.push(text);
      }
      return `[${items.join(', ')}]`;
    }
    case 'dict': {
      const entries = dataEntries(value, change, language);
      return entries && mappingText(entries, language);
    }
    default:
      return undefined;
  }
}

/** The entries of a dict with `change` applied. */
export function dataEntries(
  value: Value & { kind: 'dict' },
  change: Change,
  language: DataLanguage,
): DataEntry[] | undefined {
  if (value.open) return undefined;
  const entries: DataEntry[] = [];
  for (const [key, slot] of value.entries) {
    const below = change.children?.get(key) ?? {};
    if (below.removed) continue;
    const text = below.renamed ? below.renamed.expression : dataText(slot.value, below, language);
    if (text === undefined || slot.key?.kind !== 'str') return undefined;
    entries.push({ key: below.renamed?.name ?? key, value: text });
  }
  const added = freshEntries(change, language, (key) => value.entries.has(key));
  return added && [...entries, ...added];
}

/** Entries for keys that do not exist yet. */
export function freshEntries(
  change: Change,
  language: DataLanguage,
  exists: (key: string) => boolean,
): DataEntry[] | undefined {
  const entries: DataEntry[] = [];
  for (const [key, below] of change.children ?? []) {
    if (typeof key === 'number') return undefined;
    if (exists(key) || below.removed) continue;
    const nested = below.children && freshEntries(below, language, () => false);
    const value = below.renamed?.expression ?? below.expression ?? (nested && mappingText(nested, language));
    if (value === undefined) return undefined;
    entries.push({ key: below.renamed?.name ?? key, value });
  }
  return entries;
}

/** PyYAML reads `1e-05` as a text: a float needs its point. */
function floatText(value: number): string {
  return pythonFloatRepr(value).replace(/^(-?\d+)e/, '$1.0e');
}

/** Plain where nothing else could be meant. */
function scalarText(text: string): string {
  const plain = /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
