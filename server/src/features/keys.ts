import type { LoadedConfig } from '../config/result.ts';
import { type DictValue, history, isContainer, type Slot, type Value } from '../config/values.ts';
import { oncePer } from '../text/oncePer.ts';
import type { Span } from '../text/source.ts';
import type { KeyPath } from '../training/plan.ts';

/** A key that the file at hand writes, with its way from the top of the effective config. */
export interface Entry {
  readonly keyPath: KeyPath;
  /** What stands there now; `written` is older when something below it in the file overrides it. */
  readonly effective: Slot;
  readonly written: Slot;
  /** The whole entry in the file at hand. */
  readonly span: Span;
  /** The key alone. */
  readonly keySpan: Span | undefined;
}

/** Enough for the longest released config many times over. */
const MAX_ENTRIES = 50_000;

/** Every entry that the file at hand writes; a value reached in several ways counts under the shortest. */
const entriesOf = oncePer((loaded: LoadedConfig): readonly Entry[] => [...collect(loaded)]);

/** The innermost entry around `offset`. */
export function entryAt(loaded: LoadedConfig, offset: number): Entry | undefined {
  let found: Entry | undefined;
  for (const entry of entriesOf(loaded)) {
    if (!touches(entry.span, offset)) continue;
    if (!found || length(entry.span) < length(found.span)) found = entry;
  }
  return found;
}

export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

function length(span: Span): number {
  return span.end - span.start;
}

function* collect(loaded: LoadedConfig): Iterable<Entry> {
  const seen = new Set<Value>([loaded.config]);
  const queue: { readonly keyPath: KeyPath; readonly value: Value }[] = [{ keyPath: [], value: loaded.config }];
  let count = 0;
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const [key, slot] of members(next.value)) {
      if (++count > MAX_ENTRIES) return;
      const keyPath = [...next.keyPath, key];
      for (const written of history(slot)) {
        const entry = entryOf(loaded, keyPath, slot, written);
        if (entry) yield entry;
      }
      if (!isContainer(slot.value) || seen.has(slot.value)) continue;
      seen.add(slot.value);
      queue.push({ keyPath, value: slot.value });
    }
  }
}

function entryOf(loaded: LoadedConfig, keyPath: KeyPath, effective: Slot, written: Slot): Entry | undefined {
  const { at, keyAt } = written;
  if (at?.path !== loaded.path) return undefined;
  const keySpan = keyAt?.path === loaded.path ? keyAt : undefined;
  const assigned = loaded.runnerCall && keyPath.length === 1 ? assignmentOf(loaded, written) : undefined;
  return { keyPath, effective, written, span: assigned?.span ?? at, keySpan: assigned?.keySpan ?? keySpan };
}

/** In a script the key is the variable, not the argument of `Runner(...)` that passes it on. */
function assignmentOf(loaded: LoadedConfig, slot: Slot): { span: Span; keySpan: Span } | undefined {
  const value = slot.value.at;
  if (value?.path !== loaded.path) return undefined;
  for (const statement of loaded.module?.body ?? []) {
    if (statement.kind !== 'Assign' || statement.value.start !== value.start) continue;
    const target = statement.targets[0];
    if (target) return { span: statement, keySpan: target };
  }
  return undefined;
}

function* members(value: Value): Iterable<readonly [string | number, Slot]> {
  if (value.kind === 'dict') yield* stringKeys(value);
  else if (value.kind === 'list' || value.kind === 'tuple')
    for (const [index, slot] of value.items.entries()) yield [index, slot];
}

function* stringKeys(value: DictValue): Iterable<readonly [string, Slot]> {
  for (const [key, slot] of value.entries) if (slot.key === undefined || slot.key.kind === 'str') yield [key, slot];
}
