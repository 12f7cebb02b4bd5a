import type { ConfigStyle, LoadedConfig } from '../config/result.ts';

type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** A plain value as source in the language of the file: `True` in Python, `true` in YAML and JSON. */
export function literal({ style }: Pick<LoadedConfig, 'style'>, value: Plain): string {
  if (typeof value === 'boolean') return isData(style) ? String(value) : value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return style === 'json' ? JSON.stringify(value) : `'${value}'`;
  if (isArray(value)) return `[${value.map((item) => literal({ style }, item)).join(', ')}]`;
  const items = Object.entries(value).map(([key, item]) => {
    const source = literal({ style }, item);
    if (style === 'json') return `${JSON.stringify(key)}: ${source}`;
    return style === 'yaml' ? `${key}: ${source}` : `${key}=${source}`;
  });
  return isData(style) ? `{${items.join(', ')}}` : `dict(${items.join(', ')})`;
}

function isArray(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function isData(style: ConfigStyle): boolean {
  return style === 'yaml' || style === 'json';
}
