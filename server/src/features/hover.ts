import type { Hover } from 'vscode-languageserver';
import type { LoadedConfig } from '../config/result.ts';
import { toPython } from '../config/serialize/python.ts';
import { history, isContainer, type Slot, type Value, valueAt } from '../config/values.ts';
import type { Position, Span } from '../text/source.ts';
import { baseReferenceAt } from './baseReference.ts';
import type { FeatureContext } from './context.ts';
import { type Entry, entryAt, touches } from './keys.ts';
import { code, placeLink, shortPath } from './markdown.ts';
import { meaningOf } from './meaning/meaning.ts';

/** Longer values are cut: the hover is for a glance. */
const MAX_VALUE_LENGTH = 400;
const MAX_DROPPED_KEYS = 12;

/** What a key of a config is in the end, where that comes from, and what it means for the run. */
export function hover(context: FeatureContext, position: Position): Hover | null {
  const { loaded } = context.analysis;
  if (!loaded.isConfig) return null;
  const offset = loaded.source.offsetAt(position);
  const found = baseVariableHover(context, offset) ?? baseHover(context, offset) ?? keyHover(context, offset);
  if (!found) return null;
  return { contents: { kind: 'markdown', value: found.text }, range: loaded.source.rangeOf(found.span) };
}

interface HoverText {
  readonly text: string;
  readonly span: Span;
}

function keyHover(context: FeatureContext, offset: number): HoverText | undefined {
  const { loaded } = context.analysis;
  const entry = entryAt(loaded, offset);
  if (!entry || !isAboutEntry(entry, offset)) return undefined;
  const { keyPath, effective } = entry;
  const sections = [
    `${code(pathText(keyPath))}\n\n${valueBlock(effective.value)}`,
    ...meaningOf(context, keyPath),
    ...provenance(context, entry),
  ];
  return { text: sections.join('\n\n'), span: entry.keySpan ?? entry.span };
}

/** The blank space and the brackets of a long dict are not about its key. */
function isAboutEntry({ keySpan, span, effective, written }: Entry, offset: number): boolean {
  if (keySpan && touches(keySpan, offset)) return true;
  return !isContainer(effective.value) && !isContainer(written.value) && touches(span, offset);
}

function pathText(keyPath: Entry['keyPath']): string {
  return keyPath
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

function valueBlock(value: Value): string {
  if (value.kind === 'unknown') return `*Not knowable without running Python: ${value.reason}.*`;
  const text = toPython(value);
  const cut = text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)} …` : text;
  return `\`\`\`\`python\n${cut}\n\`\`\`\``;
}

/** The whole chain of who set the key, newest first. */
function provenance(context: FeatureContext, { effective }: Entry): string[] {
  const chain = history(effective).filter((slot) => slot.at !== undefined);
  const lines = chain.map(
    (slot, index) => `- ${index === 0 ? 'set' : 'overrides'} ${origin(context, slot, index > 0)}`,
  );
  const sections = chain.length > 1 || isElsewhere(context.analysis.loaded, effective) ? [lines.join('\n')] : [];
  return [...sections, ...dropped(context, effective.value)];
}

function isElsewhere(loaded: LoadedConfig, slot: Slot): boolean {
  return slot.at?.path !== loaded.path || (slot.value.at !== undefined && slot.value.at.path !== loaded.path);
}

function origin(context: FeatureContext, slot: Slot, withValue: boolean): string {
  const { at, valueAt: used, value } = slot;
  const where = at ? `in ${placeLink(at, context)}` : '';
  const shown = withValue && !isContainer(value) && value.kind !== 'unknown' ? `${code(toPython(value))} ` : '';
  const written =
    value.at && used && (value.at.path !== used.path || value.at.start < used.start || value.at.end > used.end);
  return `${shown}${where}${written && value.at ? `, written in ${placeLink(value.at, context)}` : ''}`;
}

function dropped(context: FeatureContext, value: Value): string[] {
  if (value.kind !== 'dict' || !value.deleted) return [];
  const keys = value.deleted.slots.map((slot) => (slot.key?.kind === 'str' ? code(slot.key.value) : undefined));
  const names = keys.filter((key) => key !== undefined).slice(0, MAX_DROPPED_KEYS);
  const more = keys.length > names.length ? ', …' : '';
  const where = value.deleted.at ? ` in ${placeLink(value.deleted.at, context)}` : '';
  return names.length > 0 ? [`\`_delete_=True\`${where} dropped ${names.join(', ')}${more}.`] : [];
}

function baseHover(context: FeatureContext, offset: number): HoverText | undefined {
  const base = context.analysis.loaded.bases.find(
    ({ at }) => at.path === context.analysis.loaded.path && touches(at, offset),
  );
  if (!base) return undefined;
  if (base.path === undefined) return { text: 'This base was not found.', span: base.at };
  const inherited = context.load(base.path);
  const keys = [...inherited.config.entries.keys()].filter((key) => !key.startsWith('\0')).map(code);
  const sets = keys.length > 0 ? `sets ${keys.join(', ')}` : 'sets nothing';
  const link = placeLink({ path: base.path, start: 0, end: 0 }, context);
  return { text: `Base config ${link}: ${sets}.`, span: base.at };
}

function baseVariableHover(context: FeatureContext, offset: number): HoverText | undefined {
  const { loaded } = context.analysis;
  const reference = baseReferenceAt(loaded.source.text, offset);
  if (!reference) return undefined;
  for (const { path } of loaded.bases) {
    const value = path === undefined ? undefined : valueAt(context.load(path).config, reference.keyPath);
    if (path === undefined || !value) continue;
    const where = value.at ? placeLink(value.at, context) : shortPath(path);
    return {
      text: `${code(pathText(reference.keyPath))} of the base, from ${where}\n\n${valueBlock(value)}`,
      span: reference.span,
    };
  }
  return undefined;
}
