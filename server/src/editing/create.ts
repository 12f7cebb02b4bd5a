import type { LoadedConfig } from '../config/result.ts';
import { DataConfigEditor } from './data/editor.ts';
import type { ConfigEditor } from './editor.ts';
import { PythonConfigEditor } from './python/editor.ts';
import type { ParsedConfig } from './python/syntaxIndex.ts';

/** The editor for one config file; it refuses everything when the file has no syntax to edit. */
export function createConfigEditor(loaded: LoadedConfig): ConfigEditor {
  if (isParsed(loaded) && loaded.isConfig) return new PythonConfigEditor(loaded);
  if (loaded.isConfig && (loaded.style === 'yaml' || loaded.style === 'json'))
    return new DataConfigEditor(loaded, loaded.style);
  return REFUSING;
}

/** True for a Python config or script. */
export function isParsed(loaded: LoadedConfig): loaded is ParsedConfig {
  return loaded.module !== undefined;
}

const REFUSING: ConfigEditor = {
  set: () => false,
  remove: () => false,
  rename: () => false,
  require: () => false,
  edits: () => [],
};
