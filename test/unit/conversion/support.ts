import type { ConfigHost } from '../../../server/src/config/host.ts';
import { ConfigLoader } from '../../../server/src/config/loader.ts';
import type { LoadedConfig } from '../../../server/src/config/result.ts';
import { type Conversion, type ConvertOptions, convertConfig } from '../../../server/src/conversion/convert.ts';
import { loadWasm } from '../../../server/src/node/wasm.ts';
import { createPythonParser } from '../../../server/src/python/index.ts';
import type { FileContent } from '../../../server/src/text/files.ts';
import { dirname } from '../../../server/src/text/paths.ts';
import { applyEdits } from '../../../server/src/text/source.ts';
import { buildPlan } from '../../../server/src/training/build.ts';

const parser = await createPythonParser(await loadWasm());
const notInstalled = { error: { error: 'PackageNotFoundError', message: 'not installed' } };

/** Configs in memory, by path relative to `/`. */
export type Files = Readonly<Record<string, string>>;

function hostOf(files: ReadonlyMap<string, string>): ConfigHost {
  const read = (path: string): FileContent => {
    const text = files.get(path);
    return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
  };
  return {
    files: {
      read,
      isFile: (path) => files.has(path),
      isDirectory: (path) => [...files.keys()].some((file) => dirname(file).startsWith(path)),
      list: () => [],
    },
    packages: { resolveExternalConfig: () => notInstalled, resolveModule: () => notInstalled },
    environment: {},
    parse: (source) => parser.parse(source.text),
    parseSubstituted: (text, originalSpan) => parser.parse(text, originalSpan),
  };
}

/** Loads `config.py`, or the file that is named, of some files in memory. */
export function load(files: Files | string, name = 'config.py'): LoadedConfig {
  const all = typeof files === 'string' ? { [name]: files } : files;
  const host = hostOf(new Map(Object.entries(all).map(([path, text]) => [`/${path}`, text])));
  return new ConfigLoader(host).evaluate(`/${name}`);
}

export interface Converted extends Conversion {
  readonly text: string;
}

/** Converts `config.py`, checked by reading the result again. */
export function convert(files: Files | string, options: Omit<ConvertOptions, 'reload'>, name = 'config.py'): Converted {
  const all = typeof files === 'string' ? { [name]: files } : files;
  const loaded = load(all, name);
  const conversion = convertConfig(loaded, buildPlan(loaded), { ...options, reload: (text) => load({ ...all, [name]: text }, name) });
  return { ...conversion, text: applyEdits(loaded.source.text, conversion.edits) };
}
