import type { LoadedConfig } from '../../config/result.ts';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** A value as source text in the language of the file. */
export function notation({ style }: LoadedConfig, value: Plain): string {
  // JSON is also YAML.
  return style === 'yaml' || style === 'json' ? JSON.stringify(value) : python(value);
}

function python(value: Plain): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `'${value}'`;
  if (isArray(value)) return `[${value.map(python).join(', ')}]`;
  return `dict(${Object.entries(value)
    .map(([key, entry]) => `${key}=${python(entry)}`)
    .join(', ')})`;
}

function isArray(value: readonly Plain[] | { readonly [key: string]: Plain }): value is readonly Plain[] {
  return Array.isArray(value);
}
