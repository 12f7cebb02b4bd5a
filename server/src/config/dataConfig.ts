/** YAML and JSON configs, which inherit as classic Python ones do. */
import { extname } from '../text/paths.ts';
import { SourceText } from '../text/source.ts';
import { inheritBases, mergeIntoBases, ownCopy } from './bases.ts';
import { parseJson } from './data/json.ts';
import type { DataResult } from './data/result.ts';
import { parseYaml } from './data/yaml.ts';
import { Budget, PythonError, typeName } from './evaluate/runtime.ts';
import { type EvaluatedFile, Refusals, startOf } from './evaluated.ts';
import { type SubstitutedText, substitutePlaceholders } from './placeholders.ts';
import type { FileReader } from './reader.ts';
import { BASE_KEY } from './useOfBase.ts';
import { type DictValue, dict, element, type Slot, unknown } from './values.ts';

/** Reads a YAML or JSON file without its bases. */
export function parseData(source: SourceText, substituted?: SubstitutedText): DataResult {
  const parse = extname(source.path) === '.json' ? parseJson : parseYaml;
  if (substituted === undefined || substituted.text === source.text) return parse(source);
  return parse(new SourceText(source.path, substituted.text), substituted.originalSpan);
}

/** Evaluates a YAML or JSON config with its bases. */
export function evaluateData(source: SourceText, reader: FileReader): EvaluatedFile {
  const refusals = new Refusals();
  let substituted: SubstitutedText | undefined;
  try {
    substituted = substitutePlaceholders(source.path, source.text, reader.host.environment);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    refusals.addError(error);
  }
  const parsed = parseData(source, substituted);
  for (const { error, message, place } of parsed.errors) refusals.add('config-syntax', error, message, place);
  const own = topLevel(source, parsed, refusals);
  const references = baseReferences(own);
  own.entries.delete(BASE_KEY);
  own.entries.delete('_deprecation_');
  const inherited = inheritBases(references, source.path, reader, refusals);
  const variables = substituted?.baseVariables ?? new Map<string, string>();
  const used = new Set([...variables.values()].map((variable) => variable.split('.', 1)[0] ?? variable));
  const base = ownCopy(inherited.config, used, new Budget());
  const config = mergeIntoBases(own, base, variables, refusals, source.path, false);
  refuseOtherKeys(config, source, refusals);
  return {
    path: source.path,
    style: extname(source.path) === '.json' ? 'json' : 'yaml',
    config,
    imported: new Set(),
    refusals: refusals.list,
    bases: inherited.bases,
    dependencies: inherited.dependencies,
    module: undefined,
  };
}

function topLevel(source: SourceText, { value, errors }: DataResult, refusals: Refusals): DictValue {
  const place = startOf(source);
  const own = dict(value?.at ?? place);
  if (value?.kind === 'dict') {
    for (const [key, slot] of value.entries) own.entries.set(key, slot);
    own.open = value.open;
    return own;
  }
  if (value?.kind === 'unknown') own.open = unknown(value.reason, value.at);
  else if (errors.length === 0)
    refusals.add(
      'config-evaluation',
      'AttributeError',
      `The file holds a value of type ${value ? typeName(value) : 'NoneType'}, but a config is a mapping of keys to values: MMEngine stops with an AttributeError.`,
      value?.at ?? place,
    );
  return own;
}

function baseReferences(own: DictValue): readonly Slot[] {
  const slot = own.entries.get(BASE_KEY);
  if (!slot) return [];
  return slot.value.kind === 'list' ? slot.value.items : [element(slot.value, slot.valueAt)];
}

function refuseOtherKeys(config: DictValue, source: SourceText, refusals: Refusals): void {
  for (const slot of config.entries.values()) {
    if (slot.key === undefined || slot.key.kind === 'str') continue;
    refusals.add(
      'config-evaluation',
      'AttributeError',
      `Every top-level key of a config must be a string; this one is of type ${typeName(slot.key)}, and MMEngine stops with an AttributeError.`,
      slot.keyAt ?? startOf(source),
    );
    return;
  }
}
