import { ConfigLoader } from '../../../server/src/config/loader.ts';
import type { LoadedConfig } from '../../../server/src/config/result.ts';
import { loadWasm } from '../../../server/src/node/wasm.ts';
import { createPythonParser } from '../../../server/src/python/grammar.ts';
import { type CheckedFinding, checkConfig } from '../../../server/src/rules/check.ts';
import type { FileSystem } from '../../../server/src/text/files.ts';
import { applyEdits } from '../../../server/src/text/source.ts';
import { buildPlan } from '../../../server/src/training/build.ts';

const ROOT = '/configs';
const parser = await createPythonParser(await loadWasm());

/** Files by path relative to the folder of the config under test. */
type Files = Readonly<Record<string, string>>;

export interface Checked {
  readonly loaded: LoadedConfig;
  readonly findings: readonly CheckedFinding[];
}

/** Everything that the rules find in one of some files in memory. */
export function check(files: Files, name = 'config.py', itersPerEpoch?: number): Checked {
  const loader = new ConfigLoader({
    files: inMemory(files),
    packages: {
      standardLibrary: undefined,
      resolveExternalConfig: () => ({ error: NOT_INSTALLED }),
      resolveModule: () => ({ error: NOT_INSTALLED }),
    },
    environment: {},
    filesInUse: () => 64,
    parse: (source) => parser.parse(source.text),
    parseSubstituted: (text, originalSpan) => parser.parse(text, originalSpan),
  });
  const loaded = loader.load(`${ROOT}/${name}`);
  return { loaded, findings: checkConfig(loaded, buildPlan(loaded), { itersPerEpoch }) };
}

/** The file after one fix. */
export function fixed(files: Files, name: string, finding: CheckedFinding, fix = 0): Files {
  const edits = finding.fixes?.[fix]?.edits ?? [];
  return { ...files, [name]: applyEdits(files[name] ?? '', edits) };
}

/** The text a finding stands at. */
export function markedText({ loaded }: Checked, finding: CheckedFinding): string {
  return loaded.source.slice(finding.place);
}

const NOT_INSTALLED = { error: 'ModuleNotFoundError', message: 'mmdet is not installed' };

function inMemory(files: Files): FileSystem {
  const paths = new Map(Object.entries(files).map(([name, text]) => [`${ROOT}/${name}`, text]));
  return {
    read: (path) => {
      const text = paths.get(path);
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
    isFile: (path) => paths.has(path),
    isDirectory: (path) => [...paths.keys()].some((file) => file.startsWith(`${path}/`)),
    list: (path) =>
      [...paths.keys()].flatMap((file) => (file.startsWith(`${path}/`) ? [file.slice(path.length + 1)] : [])),
  };
}
