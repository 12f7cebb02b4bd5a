import type { LoadedConfig } from '../../config/result.ts';
import { type DictValue, history, type Slot, type Value } from '../../config/values.ts';
import type { TextEdit } from '../../text/source.ts';
import type { KeyPath } from '../../training/plan.ts';
import { type Change, withChange, withoutLeftoverMarker } from '../changes.ts';
import type { ConfigEditor } from '../editor.ts';
import { detectNewline } from '../python/style.ts';
import { Sharing } from '../sharing.ts';
import { MappingChange } from './mapping.ts';
import {
  type DataEntry,
  type DataLanguage,
  dataEntries,
  dataText,
  freshEntries,
  keyText,
  mappingText,
} from './source.ts';

type Outcome = 'done' | 'fail' | 'drop' | { readonly add: string };

/** Edits YAML and JSON configs. */
export class DataConfigEditor implements ConfigEditor {
  private readonly loaded: LoadedConfig;
  private readonly language: DataLanguage;
  private readonly sharing: Sharing;
  private wanted: Change = {};
  private planned: readonly TextEdit[] = [];

  constructor(loaded: LoadedConfig, language: DataLanguage) {
    this.loaded = loaded;
    this.language = language;
    this.sharing = new Sharing(loaded.config, loaded.path);
  }

  set(path: KeyPath, expression: string): boolean {
    return this.want(path, { expression });
  }

  remove(path: KeyPath): boolean {
    return this.want(path, { removed: true });
  }

  rename(path: KeyPath, name: string, expression: string): boolean {
    return this.want(path, { renamed: { name, expression } });
  }

  require(): boolean {
    return false;
  }

  edits(): readonly TextEdit[] {
    return this.planned;
  }

  private want(path: KeyPath, change: Change): boolean {
    const wanted = withChange(this.wanted, path, change);
    const planned = wanted && new DataPlanner(this.loaded, this.language, this.sharing).plan(wanted);
    if (!wanted || !planned) return false;
    this.wanted = wanted;
    this.planned = planned;
    return true;
  }
}

class DataPlanner {
  private readonly loaded: LoadedConfig;
  private readonly text: string;
  private readonly language: DataLanguage;
  private readonly sharing: Sharing;
  private readonly newline: string;
  private readonly replacements: TextEdit[] = [];
  private readonly mappings = new Map<number, MappingChange>();

  constructor(loaded: LoadedConfig, language: DataLanguage, sharing: Sharing) {
    this.loaded = loaded;
    this.text = loaded.source.text;
    this.language = language;
    this.sharing = sharing;
    this.newline = detectNewline(this.text);
  }

  plan(wanted: Change): TextEdit[] | undefined {
    const { config } = this.loaded;
    const root = this.mappingOf(config, []);
    for (const [key, change] of wanted.children ?? []) {
      if (typeof key === 'number') return undefined;
      const outcome = this.entry(config.entries.get(key), [key], change);
      if (outcome === 'fail' || outcome === 'drop') return undefined;
      if (outcome !== 'done') {
        if (!root) return undefined;
        root.addInOrder({ key, value: outcome.add });
      }
    }
    const edits = [...this.replacements];
    // Where an inner and an outer mapping end on the same line, what is added to the inner one comes first.
    for (const mapping of [...this.mappings.values()].sort((a, b) => b.place.start - a.place.start)) {
      const own = mapping.edits();
      if (!own) return undefined;
      edits.push(...own);
    }
    edits.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    const overlapping = edits.some((edit, i) => edit.span.start < (edits[i - 1]?.span.end ?? 0));
    return overlapping
      ? undefined
      : edits.filter((edit) => this.text.slice(edit.span.start, edit.span.end) !== edit.text);
  }

  private entry(slot: Slot | undefined, path: KeyPath, change: Change): Outcome {
    if (!slot) return this.newEntry(change);
    const here = this.isOwn(slot, path);
    if (change.removed || change.renamed) {
      if (!here || history(slot).length > 1) return 'drop';
      return this.removeOrRename(slot, path, change) ? 'done' : 'fail';
    }
    if (change.expression !== undefined) {
      if (here) return this.replace(slot, change.expression) ? 'done' : 'fail';
      return this.isHere(slot) ? 'fail' : { add: change.expression };
    }
    if (slot.value.kind === 'dict') return this.dict(slot, slot.value, path, change);
    if (slot.value.kind === 'list' && here) {
      const kept = this.replacements.length;
      const outcomes = [...(change.children ?? [])].map(([key, below]) =>
        this.entry(
          typeof key === 'number' && slot.value.kind === 'list' ? slot.value.items[key] : undefined,
          [...path, key],
          below,
        ),
      );
      if (outcomes.every((outcome) => outcome === 'done')) return 'done';
      this.replacements.length = kept;
    }
    return this.whole(slot, path, change);
  }

  private newEntry(change: Change): Outcome {
    if (change.removed) return 'done';
    if (change.expression !== undefined) return { add: change.expression };
    const entries = change.renamed ? undefined : freshEntries(change, this.language, () => false);
    return entries ? { add: mappingText(entries, this.language) } : 'fail';
  }

  private dict(slot: Slot, value: DictValue, path: KeyPath, change: Change): Outcome {
    if (value.open) return 'fail';
    const drops = [...(change.children ?? [])].some(([key, below]) =>
      this.wouldDrop(value.entries.get(String(key)), [...path, key], below),
    );
    const mapping = this.isHere(slot) ? this.mappingOf(value, path) : undefined;
    if (drops) return this.rewritten(slot, value, path, change, mapping);
    const additions: DataEntry[] = [];
    for (const [key, below] of change.children ?? []) {
      const outcome = this.entry(value.entries.get(String(key)), [...path, key], below);
      if (outcome === 'fail' || outcome === 'drop') return 'fail';
      if (outcome !== 'done') additions.push({ key: String(key), value: outcome.add });
    }
    if (additions.length === 0) return 'done';
    if (mapping) for (const entry of additions) mapping.addBack(entry);
    else return this.isHere(slot) ? 'fail' : { add: mappingText(additions, this.language) };
    return 'done';
  }

  private wouldDrop(slot: Slot | undefined, path: KeyPath, change: Change): boolean {
    return (
      slot !== undefined &&
      (change.removed === true || change.renamed !== undefined) &&
      (!this.isOwn(slot, path) || history(slot).length > 1)
    );
  }

  /** Inherited keys have to go: the mapping replaces what it inherits. */
  private rewritten(
    slot: Slot,
    value: DictValue,
    path: KeyPath,
    asked: Change,
    mapping: MappingChange | undefined,
  ): Outcome {
    const change = withoutLeftoverMarker(asked, value);
    const full = dataEntries(value, change, this.language);
    if (!full) return 'fail';
    const marker: DataEntry = { key: '_delete_', value: 'true' };
    if (!mapping) return this.isHere(slot) ? 'fail' : { add: mappingText([marker, ...full], this.language) };
    // A base may have replaced what it inherits itself.
    if (value.deleted?.at?.path !== this.loaded.path) mapping.addFront(marker);
    for (const [key, entry] of value.entries) {
      const below = change.children?.get(key) ?? {};
      const name = below.renamed?.name ?? key;
      if (!this.isHere(entry)) {
        const written = full.find((candidate) => candidate.key === name);
        if (written && !below.removed) mapping.addBack(written);
      } else if (below.removed || below.renamed) {
        if (!this.removeOrRename(entry, [...path, key], below)) return 'fail';
      } else if (entry.value.kind === 'dict' || below.expression !== undefined || below.children) {
        const text = dataText(entry.value, below, this.language);
        if (text === undefined || !this.replace(entry, text)) return 'fail';
      }
    }
    for (const entry of freshEntries(change, this.language, (key) => value.entries.has(key)) ?? [])
      mapping.addBack(entry);
    return 'done';
  }

  private whole(slot: Slot, path: KeyPath, change: Change): Outcome {
    const text = dataText(slot.value, change, this.language);
    if (text === undefined) return 'fail';
    if (!this.isHere(slot)) return { add: text };
    return this.isOwn(slot, path) && this.replace(slot, text) ? 'done' : 'fail';
  }

  private removeOrRename(slot: Slot, path: KeyPath, change: Change): boolean {
    if (!slot.at || !slot.keyAt || !this.isOwn(slot, path)) return false;
    if (!change.renamed) {
      const owner = [...this.mappings.values()].find((mapping) => slot.at && mapping.delete(slot.at));
      return owner !== undefined || this.ownerOf(path)?.delete(slot.at) === true;
    }
    if (!this.replace(slot, change.renamed.expression)) return false;
    const name = keyText(change.renamed.name, this.language).slice(0, -2);
    this.replacements.push({ span: slot.keyAt, text: name });
    return true;
  }

  private ownerOf(path: KeyPath): MappingChange | undefined {
    let value: Value = this.loaded.config;
    for (const key of path.slice(0, -1)) {
      const slot: Slot | undefined =
        value.kind === 'dict'
          ? value.entries.get(String(key))
          : value.kind === 'list'
            ? value.items[Number(key)]
            : undefined;
      if (!slot) return undefined;
      value = slot.value;
    }
    return value.kind === 'dict' ? this.mappingOf(value, path.slice(0, -1)) : undefined;
  }

  private replace(slot: Slot, text: string): boolean {
    const { valueAt } = slot;
    if (!valueAt || valueAt.path !== this.loaded.path) return false;
    const old = this.text.slice(valueAt.start, valueAt.end);
    if (old === text) return true;
    // Several lines may hold comments, and a block may not be followed by what a flow text would be.
    if (/[\r\n]/.test(old) && (old.includes('#') || !/^[[{]/.test(old))) return false;
    this.replacements.push({ span: valueAt, text: valueAt.start === valueAt.end ? ` ${text}` : text });
    return true;
  }

  private mappingOf(value: DictValue, path: KeyPath): MappingChange | undefined {
    const place = [...value.literals].reverse().find((literal) => literal.path === this.loaded.path);
    if (!place || this.sharing.isShared('literal', place, path)) return undefined;
    let mapping = this.mappings.get(place.start);
    if (!mapping) {
      mapping = new MappingChange(value, place, this.text, this.language, this.newline);
      this.mappings.set(place.start, mapping);
    }
    return mapping;
  }

  private isHere(slot: Slot): boolean {
    return slot.at?.path === this.loaded.path;
  }

  private isOwn(slot: Slot, path: KeyPath): boolean {
    return slot.at !== undefined && this.isHere(slot) && !this.sharing.isShared('entry', slot.at, path);
  }
}
