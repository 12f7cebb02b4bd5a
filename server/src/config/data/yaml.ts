/** YAML as PyYAML's full loader builds it (yaml/constructor.py), which is how MMEngine reads it. */
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Place, SourceText, Span } from '../../text/source.ts';
import {
  type DictKey,
  type DictValue,
  dict,
  dictKey,
  element,
  type ListValue,
  list,
  none,
  type SetValue,
  type Slot,
  tuple,
  unknown,
  type Value,
} from '../values.ts';
import { type DataError, DataFailure, type DataResult, type Locate, locator, MAX_DEPTH, setEntry } from './result.ts';
import { implicitTag, SCALARS, YAML_TAG } from './yamlScalars.ts';
import { endOfNode, yamlSyntax } from './yamlSyntax.ts';

/** Entries that merge keys may copy into one mapping; more is a bomb, and the mapping stays open. */
const MAX_MERGED_ENTRIES = 20_000;

/** `originalSpan` leads from a text whose placeholders were substituted back to the original one. */
export function parseYaml(source: SourceText, originalSpan?: (span: Span) => Span): DataResult {
  const locate = locator(source, originalSpan);
  const syntax = yamlSyntax(source.text, locate);
  const builder = new YamlBuilder(source.text, locate, syntax.aliases);
  const content = syntax.document?.contents;
  const value = content ? builder.build(content) : syntax.errors.length === 0 ? none(locate(0, 0)) : undefined;
  return { value, errors: [...syntax.errors, ...builder.errors], comments: syntax.comments };
}

type Entry = Pair<Node, Node | null>;

class YamlBuilder {
  readonly errors: DataError[] = [];
  private readonly text: string;
  private readonly locate: Locate;
  private readonly aliases: ReadonlyMap<Alias, Node>;
  /** A node that aliases share becomes one shared value. */
  private readonly built = new Map<Node, Value>();
  private readonly building = new Set<Node>();
  private readonly flattened = new Map<YAMLMap, readonly Entry[]>();

  constructor(text: string, locate: Locate, aliases: ReadonlyMap<Alias, Node>) {
    this.text = text;
    this.locate = locate;
    this.aliases = aliases;
  }

  build(reference: Node): Value {
    const node = this.target(reference);
    const at = this.placeOf(node ?? reference);
    if (!node) return unknown('the anchor of this alias is not defined', at);
    const known = this.built.get(node);
    if (known) return known;
    const value = this.guarded(node, at);
    this.built.set(node, value);
    return value;
  }

  private guarded(node: Node, at: Place): Value {
    try {
      // Python reads a structure that contains itself, but MMEngine cannot copy it.
      if (this.building.has(node) || this.building.size >= MAX_DEPTH)
        throw new DataFailure('RecursionError', 'maximum recursion depth exceeded', at);
      this.building.add(node);
      try {
        return this.construct(node, at);
      } finally {
        this.building.delete(node);
      }
    } catch (error) {
      if (!(error instanceof DataFailure)) throw error;
      this.errors.push({ error: error.error, message: error.message, place: error.place });
      return unknown(error.message, at);
    }
  }

  private target(node: Node): Node | undefined {
    return isAlias(node) ? this.aliases.get(node) : node;
  }

  private placeOf(node: Node): Place {
    return this.locate(node.range?.[0] ?? 0, Math.max(node.range?.[0] ?? 0, endOfNode(node, this.text)));
  }

  private construct(node: Node, at: Place): Value {
    const tag = tagOf(node);
    const name = tag.startsWith(YAML_TAG) ? tag.slice(YAML_TAG.length) : undefined;
    if (name !== undefined && /^python\/(?:name|module|object|object\/new|object\/apply):|^python\/complex$/.test(name))
      return unknown('this YAML tag makes Python import or call something while reading', at);
    const scalar = name === undefined ? undefined : SCALARS[name];
    if (scalar) {
      if (!isScalar(node))
        throw new DataFailure('ConstructorError', `expected a scalar node, but found ${kindOf(node)}`, at);
      return scalar(this.textOf(node), at);
    }
    switch (name) {
      case 'map':
      case 'python/dict':
        return this.mapping(expect(isMap, node, 'mapping', at), at);
      case 'seq':
      case 'python/list':
        return this.sequence(expect(isSeq, node, 'sequence', at), at);
      case 'python/tuple':
        return tuple(this.sequence(expect(isSeq, node, 'sequence', at), at).items, at);
      case 'set':
        return this.set(expect(isMap, node, 'mapping', at), at);
      case 'omap':
      case 'pairs':
        return this.pairs(expect(isSeq, node, 'sequence', at), at);
      default:
        throw new DataFailure('ConstructorError', `could not determine a constructor for the tag '${tag}'`, at);
    }
  }

  /** Where the file ends without a line end, so does a block text, which the `yaml` package always ends with one. */
  private textOf(node: Scalar): string {
    const text = String(node.value);
    const endsWithFile =
      node.type?.startsWith('BLOCK') && (node.range?.[1] ?? 0) >= this.text.length && !this.text.endsWith('\n');
    return endsWithFile && text.endsWith('\n') ? text.slice(0, -1) : text;
  }

  private sequence(node: YAMLSeq, at: Place): ListValue {
    return list(
      (node.items as Node[]).map((item) => element(this.build(item), this.placeOf(item))),
      at,
    );
  }

  private mapping(node: YAMLMap, at: Place): DictValue {
    const result = dict(at);
    const entries = this.entriesOf(node);
    for (const entry of entries) {
      const keyAt = this.placeOf(entry.key);
      const key = this.build(plainKey(entry.key));
      if (key.kind === 'unknown') {
        result.open ??= key;
        continue;
      }
      setEntry(result, hashable(key, keyAt), this.slotOf(entry, key, keyAt));
    }
    if (entries.length >= MAX_MERGED_ENTRIES)
      result.open ??= unknown('its merge keys copy too many entries to follow', at);
    return result;
  }

  private slotOf(entry: Entry, key: Value, keyAt: Place): Slot {
    const start = entry.key.range?.[0] ?? 0;
    const end = endOfNode(entry.key, this.text);
    if (!entry.value)
      return {
        key,
        value: none(this.locate(end, end)),
        at: keyAt,
        keyAt,
        valueAt: this.locate(end, end),
        overrides: undefined,
      };
    const at = this.locate(start, Math.max(end, endOfNode(entry.value, this.text)));
    return { key, value: this.build(entry.value), at, keyAt, valueAt: this.placeOf(entry.value), overrides: undefined };
  }

  /** The entries with those of `<<` merged in front, the later ones of which win (PyYAML's `flatten_mapping`). */
  private entriesOf(node: YAMLMap): readonly Entry[] {
    const known = this.flattened.get(node);
    if (known) return known;
    const own = (node.items as Entry[]).filter((entry) => !isMergeKey(entry.key));
    this.flattened.set(node, own);
    const merged: Entry[] = [];
    for (const entry of node.items as Entry[]) {
      if (!isMergeKey(entry.key)) continue;
      const value = entry.value ? this.target(entry.value) : undefined;
      const sources = value && isSeq(value) ? [...(value.items as Node[])].reverse() : value ? [value] : [];
      if (!value || isScalar(value)) throw this.notMergeable(entry.value ?? entry.key, 'mapping or list of mappings');
      for (const source of sources) {
        const mapping = this.target(source);
        if (!mapping || !isMap(mapping)) throw this.notMergeable(source, 'mapping');
        for (const copied of this.entriesOf(mapping)) if (merged.length < MAX_MERGED_ENTRIES) merged.push(copied);
      }
    }
    const entries = merged.length === 0 ? own : [...merged, ...own];
    this.flattened.set(node, entries);
    return entries;
  }

  private notMergeable(node: Node, expected: string): DataFailure {
    const target = this.target(node) ?? node;
    return new DataFailure(
      'ConstructorError',
      `expected a ${expected} for merging, but found ${kindOf(target)}`,
      this.placeOf(node),
    );
  }

  private set(node: YAMLMap, at: Place): SetValue {
    const items = new Map<DictKey, Slot>();
    for (const entry of this.entriesOf(node)) {
      const keyAt = this.placeOf(entry.key);
      const key = this.build(plainKey(entry.key));
      const id = hashable(key, keyAt);
      if (!items.has(id)) items.set(id, element(key, keyAt));
    }
    return { kind: 'set', items, isFrozen: false, at };
  }

  private pairs(node: YAMLSeq, at: Place): ListValue {
    const items = (node.items as Node[]).map((reference) => {
      const item = this.target(reference) ?? reference;
      const itemAt = this.placeOf(item);
      if (!isMap(item))
        throw new DataFailure('ConstructorError', `expected a mapping of length 1, but found ${kindOf(item)}`, itemAt);
      const [entry] = item.items as Entry[];
      if (!entry || item.items.length !== 1)
        throw new DataFailure(
          'ConstructorError',
          `expected a single mapping item, but found ${item.items.length} items`,
          itemAt,
        );
      const key = this.build(entry.key);
      const value = entry.value ? this.build(entry.value) : none(itemAt);
      return element(tuple([element(key), element(value)], itemAt));
    });
    return list(items, at);
  }
}

function tagOf(node: Node): string {
  const tag = 'tag' in node ? node.tag : undefined;
  if (isScalar(node)) {
    if (tag !== undefined && tag !== '!') return tag;
    return node.type === 'PLAIN' ? implicitTag(String(node.value)) : `${YAML_TAG}str`;
  }
  if (tag !== undefined && tag !== '!') return tag;
  return isMap(node) ? `${YAML_TAG}map` : `${YAML_TAG}seq`;
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && tagOf(key) === `${YAML_TAG}merge`;
}

/** A plain `=` is text as a key, and an error anywhere else. */
function plainKey(key: Node): Node {
  if (!isScalar(key) || tagOf(key) !== `${YAML_TAG}value`) return key;
  const text: Scalar = key.clone() as Scalar;
  text.tag = `${YAML_TAG}str`;
  return text;
}

function kindOf(node: Node): string {
  return isMap(node) ? 'mapping' : isSeq(node) ? 'sequence' : 'scalar';
}

function expect<T extends Node>(is: (node: unknown) => node is T, node: Node, kind: string, at: Place): T {
  if (is(node)) return node;
  throw new DataFailure('ConstructorError', `expected a ${kind} node, but found ${kindOf(node)}`, at);
}

function hashable(key: Value, at: Place): DictKey {
  if (key.kind === 'object') return `\0o${key.text}`;
  const id = dictKey(key);
  if (id !== undefined) return id;
  if (key.kind === 'tuple') throw new DataFailure('TypeError', 'unhashable type in a tuple that is a key', at);
  throw new DataFailure('ConstructorError', 'found unhashable key', at);
}
