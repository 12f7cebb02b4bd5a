import type { ConfigStyle, LoadedConfig } from '../../../server/src/config/result.ts';
import {
  bool,
  type DictValue,
  dict,
  element,
  float,
  int,
  list,
  none,
  str,
  tuple,
  unknown,
  type Value,
} from '../../../server/src/config/values.ts';
import { SourceText } from '../../../server/src/text/source.ts';

/** Python data for a config made in a test. */
export type Made = null | boolean | number | string | readonly Made[] | Value | { readonly [key: string]: Made };

export const NOT_KNOWN = unknown('a test says so');
export const python = { float, tuple: (...items: Made[]) => tuple(items.map((item) => element(made(item)))) };
export const imported = (module: string, name: string): Value => ({
  kind: 'lazy',
  module,
  name,
  attributeModule: module,
  at: undefined,
});
export const open = (entries: { readonly [key: string]: Made }): DictValue =>
  Object.assign(madeDict(entries), { open: NOT_KNOWN });

function made(data: Made): Value {
  if (data === null) return none();
  if (typeof data === 'boolean') return bool(data);
  if (typeof data === 'number') return Number.isInteger(data) ? int(data) : float(data);
  if (typeof data === 'string') return str(data);
  if (Array.isArray(data)) return list(data.map((item: Made) => element(made(item))));
  if ('kind' in data && typeof data.kind === 'string') return data as Value;
  return madeDict(data as { readonly [key: string]: Made });
}

function madeDict(entries: { readonly [key: string]: Made }): DictValue {
  const result = dict();
  for (const [key, value] of Object.entries(entries))
    result.entries.set(key, { ...element(made(value)), key: str(key) });
  return result;
}

/** A config as the loader would hand it over. */
export function loadedConfig(
  entries: { readonly [key: string]: Made },
  style: ConfigStyle = 'classic',
  text = '',
): LoadedConfig {
  return {
    path: '/config.py',
    source: new SourceText('/config.py', text),
    isConfig: true,
    style,
    config: madeDict(entries),
    imported: new Set(),
    refusals: [],
    notices: [],
    bases: [],
    dependencies: new Set(),
    module: undefined,
    runnerCall: undefined,
  };
}
