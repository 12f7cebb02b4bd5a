import { pythonFloatRepr } from '../config/repr.ts';
import type { ConfigStyle } from '../config/result.ts';

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

/**
 * Source of a value in the language of a config file.
 * @returns undefined when that language has no notation for it (tuples in YAML and JSON)
 */
export function literalSource(value: Literal, style: ConfigStyle, quote: "'" | '"'): string | undefined {
  const python = style !== 'yaml' && style !== 'json';
  if (typeof value === 'boolean') return python ? (value ? 'True' : 'False') : String(value);
  if (typeof value === 'number') return numberSource(value);
  if (typeof value === 'string')
    return python ? quote + value + quote : style === 'json' ? JSON.stringify(value) : value;
  if ('imported' in value) return python ? value.imported.name : undefined;
  if ('tuple' in value) {
    const items = sources(value.tuple, style, quote);
    return python && items ? `(${items.join(', ')}${items.length === 1 ? ',' : ''})` : undefined;
  }
  if ('list' in value) {
    const items = sources(value.list, style, quote);
    return items && `[${items.join(', ')}]`;
  }
  const keys = Object.keys(value.dict);
  const items = sources(Object.values(value.dict), style, quote);
  if (!items) return undefined;
  const entries = keys.map((key, i) =>
    python ? `${key}=${items[i]}` : `${style === 'json' ? JSON.stringify(key) : key}: ${items[i]}`,
  );
  return python ? `dict(${entries.join(', ')})` : `{${entries.join(', ')}}`;
}

function sources(values: readonly Literal[], style: ConfigStyle, quote: "'" | '"'): string[] | undefined {
  const result: string[] = [];
  for (const value of values) {
    const source = literalSource(value, style, quote);
    if (source === undefined) return undefined;
    result.push(source);
  }
  return result;
}

/** Whole numbers as ints, whatever arithmetic they come from: MMEngine asks for ints in most places. */
function numberSource(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : pythonFloatRepr(value);
}
