import { pythonFloatRepr } from '../config/repr.ts';
import type { ConfigStyle } from '../config/result.ts';
import type { KeyPath } from '../training/plan.ts';

/** A value that a conversion writes, whatever the language of the file. */
export type Literal =
  | boolean
  | number
  | string
  | { readonly tuple: readonly Literal[] }
  | { readonly list: readonly Literal[] }
  | { readonly dict: Readonly<Record<string, Literal>> }
  /** An object that a lazy config imports. */
  | { readonly imported: { readonly module: string; readonly name: string } };

/** What a container holds. */
export function partsOf(value: Literal & object): readonly Literal[] {
  if ('imported' in value) return [];
  return 'tuple' in value ? value.tuple : 'list' in value ? value.list : Object.values(value.dict);
}

/** Another way to write the number at a path; undefined for none. */
export type NumberSource = (path: KeyPath, value: number) => string | undefined;

/**
 * Source of a value in the language of a config file.
 * @param path where it will stand, for `number`
 * @returns undefined when that language has no notation for it (tuples in YAML and JSON)
 */
export function literalSource(
  value: Literal,
  style: ConfigStyle,
  quote: "'" | '"',
  path: KeyPath,
  number: NumberSource,
): string | undefined {
  const python = style !== 'yaml' && style !== 'json';
  const sources = (values: readonly Literal[], keys?: readonly string[]): string[] | undefined => {
    const items = values.map((item, i) => literalSource(item, style, quote, [...path, keys?.[i] ?? i], number));
    return items.every((item) => item !== undefined) ? items : undefined;
  };
  if (typeof value === 'boolean') return python ? (value ? 'True' : 'False') : String(value);
  if (typeof value === 'number') return number(path, value) ?? numberSource(value);
  if (typeof value === 'string')
    return python ? quote + value + quote : style === 'json' ? JSON.stringify(value) : value;
  if ('imported' in value) return python ? value.imported.name : undefined;
  if ('tuple' in value) {
    const items = sources(value.tuple);
    return python && items ? `(${items.join(', ')}${items.length === 1 ? ',' : ''})` : undefined;
  }
  if ('list' in value) {
    const items = sources(value.list);
    return items && `[${items.join(', ')}]`;
  }
  const keys = Object.keys(value.dict);
  const items = sources(Object.values(value.dict), keys);
  if (!items) return undefined;
  const entries = keys.map((key, i) =>
    python ? `${key}=${items[i]}` : `${style === 'json' ? JSON.stringify(key) : key}: ${items[i]}`,
  );
  return python ? `dict(${entries.join(', ')})` : `{${entries.join(', ')}}`;
}

/** Whole numbers as ints, whatever arithmetic they come from: MMEngine asks for ints in most places. */
function numberSource(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : pythonFloatRepr(value);
}
