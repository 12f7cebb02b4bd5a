import type { ConfigHost } from '../../server/src/config/host.ts';
import { ConfigLoader } from '../../server/src/config/loader.ts';
import type { LoadedConfig } from '../../server/src/config/result.ts';
import { loadWasm } from '../../server/src/node/wasm.ts';
import { createPythonParser } from '../../server/src/python/grammar.ts';
import type { FileSystem } from '../../server/src/text/files.ts';

/** One parser for all tests of a file. */
export const parser = await createPythonParser(await loadWasm());

/** Texts by absolute path. */
export type Files = Map<string, string>;

export function memoryFiles(files: Files): FileSystem {
  const isDirectory = (path: string) =>
    [...files.keys()].some((file) => file.startsWith(`${path.replace(/\/$/, '')}/`));
  return {
    read: (path) => {
      const text = files.get(path);
      if (text !== undefined) return { kind: 'text', text };
      return isDirectory(path) ? { kind: 'directory' } : { kind: 'missing' };
    },
    isFile: (path) => files.has(path),
    isDirectory,
    list: (path) => [
      ...new Set(
        [...files.keys()].flatMap((file) =>
          file.startsWith(`${path}/`) ? [file.slice(path.length + 1).split('/')[0] ?? ''] : [],
        ),
      ),
    ],
  };
}

const NOT_INSTALLED = { error: { error: 'ModuleNotFoundError', message: 'the package is not installed' } };

/** A host without packages, over files in memory. */
export function memoryHost(files: Files, environment: ConfigHost['environment'] = {}): ConfigHost {
  return {
    files: memoryFiles(files),
    packages: {
      standardLibrary: undefined,
      resolveExternalConfig: () => NOT_INSTALLED,
      resolveModule: () => NOT_INSTALLED,
    },
    environment,
    filesInUse: () => 64,
    parse: (source) => parser.parse(source.text),
    parseSubstituted: (text, originalSpan) => parser.parse(text, originalSpan),
  };
}

/** Loads `/config.py` or the file that is named; names of files are relative to `/`. */
export function loadConfig(
  files: string | Readonly<Record<string, string>>,
  name = 'config.py',
  environment: ConfigHost['environment'] = {},
): LoadedConfig {
  const all = typeof files === 'string' ? { [name]: files } : files;
  const paths = new Map(Object.entries(all).map(([path, text]) => [`/${path}`, text]));
  return new ConfigLoader(memoryHost(paths, environment)).load(`/${name}`);
}
