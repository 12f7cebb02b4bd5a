import type { LoadedConfig } from '../config/result.ts';
import type { Module } from '../python/index.ts';
import { DataConfigEditor } from './data/editor.ts';
import type { ConfigEditor } from './editor.ts';
import { PythonConfigEditor } from './python/editor.ts';

/** The editor for one config file; it refuses everything when the file has no syntax to edit. */
export function createConfigEditor(loaded: LoadedConfig): ConfigEditor {
  if (isParsed(loaded) && loaded.isConfig) return new PythonConfigEditor(loaded);
  if (loaded.isConfig && (loaded.style === 'yaml' || loaded.style === 'json'))
    return new DataConfigEditor(loaded, loaded.style);
  return REFUSING;
}

function isParsed(loaded: LoadedConfig): loaded is LoadedConfig & { readonly module: Module } {
  return loaded.module !== undefined;
}

const REFUSING: ConfigEditor = {
  set: () => false,
  remove: () => false,
  rename: () => false,
  require: () => false,
  edits: () => [],
};
