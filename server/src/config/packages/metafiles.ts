/** MMEngine's look at a package's metafiles before it takes a config by its path (mmengine/config/utils.py). */

import type { FileSystem } from '../../text/files.ts';
import { joinPath } from '../../text/paths.ts';
import { SourceText } from '../../text/source.ts';
import { parseYaml } from '../data/yaml.ts';
import { type Value, valueAt } from '../values.ts';
import type { PackageError } from './installed.ts';

/** Configs by their name without extension, which is how MMEngine asks; almost every metafile names them with it. */
export type ModelIndex = { readonly configs: ReadonlyMap<string, string> } | { readonly error: PackageError };

/** `_get_cfg_metainfo` up to its look-up: any error in any metafile stops it, whatever config was asked for. */
export function readModelIndex(files: FileSystem, packagePath: string): ModelIndex {
  const configs = new Map<string, string>();
  try {
    for (const metafile of metafilesOf(files, joinPath(packagePath, '.mim/model-index.yml')))
      addModels(files, joinPath(packagePath, `.mim/${metafile}`), configs);
  } catch (error) {
    if (!(error instanceof MetafileFailure)) throw error;
    return { error: { error: error.error, message: error.message } };
  }
  return { configs };
}

/** An index of the usual form can be read without a YAML parser, whose start takes longer. */
const PLAIN_INDEX =
  /^Import:[ \t]*\r?\n( *)- [A-Za-z][\w./-]*\.ya?ml[ \t]*(?:\r?\n\1- [A-Za-z][\w./-]*\.ya?ml[ \t]*)*\s*$/;

function* metafilesOf(files: FileSystem, index: string): Iterable<string> {
  const content = files.read(index);
  if (content.kind === 'text' && PLAIN_INDEX.test(content.text)) {
    yield* content.text.match(/[A-Za-z][\w./-]*\.ya?ml/g) ?? [];
    return;
  }
  for (const entry of elementsOf(load(files, index), 'Import')) {
    if (entry.kind !== 'str') throw new MetafileFailure('TypeError', 'join() argument must be str');
    yield entry.value;
  }
}

class MetafileFailure extends Error {
  readonly error: string;

  constructor(error: string, message: string) {
    super(message);
    this.error = error;
  }
}

/** Reading hundreds of metafiles in full takes seconds; one that names every config with its extension adds nothing. */
const HAS_MODELS = /^Models:[ \t]*\r?\n *- /m;
const CONFIG_WITHOUT_EXTENSION = /^[ -]*Config:(?![ \t]*(['"]?)[^\s'"]+\.py\1[ \t\r]*$)/m;

function addModels(files: FileSystem, path: string, configs: Map<string, string>): void {
  const content = files.read(path);
  if (content.kind === 'text' && HAS_MODELS.test(content.text) && !CONFIG_WITHOUT_EXTENSION.test(content.text)) return;
  for (const model of elementsOf(load(files, path), 'Models')) {
    if (model.kind !== 'dict') continue;
    const config = model.entries.get('Config')?.value;
    if (!config) continue;
    if (config.kind !== 'str') throw new MetafileFailure('AttributeError', `a \`Config\` in ${path} is no text`);
    const name = config.value.includes('/') ? config.value.slice(config.value.indexOf('/') + 1) : '';
    if (!configs.has(name)) configs.set(name, config.value);
  }
}

function load(files: FileSystem, path: string): Value {
  const content = files.read(path);
  if (content.kind !== 'text')
    throw new MetafileFailure('FileNotFoundError', `[Errno 2] No such file or directory: '${path}'`);
  const { value, errors } = parseYaml(new SourceText(path, content.text));
  const [first] = errors;
  if (first || !value)
    throw new MetafileFailure(first?.error ?? 'YAMLError', `${path}: ${first?.message ?? 'it cannot be read'}`);
  return value;
}

function elementsOf(value: Value, key: string): Value[] {
  if (value.kind !== 'dict') throw new MetafileFailure('TypeError', 'the metafile is no mapping');
  const list = valueAt(value, [key]);
  if (!list) throw new MetafileFailure('KeyError', `'${key}'`);
  if (list.kind !== 'list') throw new MetafileFailure('TypeError', `\`${key}\` is no list`);
  return list.items.map((item) => item.value);
}
