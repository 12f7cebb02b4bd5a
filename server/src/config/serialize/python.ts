/** Values as Python source, in the manner of MMEngine's `Config.pretty_text`. */
import type { Place } from '../../text/source.ts';
import { pythonBytesRepr, pythonFloatRepr, pythonStringRepr } from '../repr.ts';
import type { DictValue, Slot, Value } from '../values.ts';
import { group, type Layout, type LayoutEntry, leaf, writeLines } from './layout.ts';
import { slotOrigin } from './origins.ts';

/** Names a place for a reader: `base.py:12`. */
export type PlaceName = (place: Place) => string;

/** A value as a Python expression. What is not knowable is `...` with the reason behind it. */
export function toPython(value: Value): string {
  const lines: string[] = [];
  writeLines(lines, { prefix: '', layout: new PythonLayout(undefined).value(value), comment: undefined });
  return lines.join('\n');
}

/**
 * A whole config as a Python file, in the order of its keys, without the `imported` names. With `placeName` every key is
 * followed by the place that set it and by what it replaced.
 */
export function configToPython(config: DictValue, imported: ReadonlySet<string>, placeName?: PlaceName): string {
  const lines: string[] = [];
  const layout = new PythonLayout(placeName);
  const slots = [...config.entries].filter(([key]) => !imported.has(key)).map(([, slot]) => slot);
  if (slots.every(isNamed)) for (const slot of slots) writeLines(lines, layout.entry(slot, ' = '));
  else writeLines(lines, { prefix: '', layout: layout.mapping(slots, undefined), comment: undefined });
  if (config.open) lines.push(`# More keys may follow: ${config.open.reason}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** Shared dicts can make a small config endless; no real one has as many entries. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 100;

const KEYWORDS: ReadonlySet<string> = new Set(
  [
    'False None True and as assert async await break class continue def del elif else except finally for from global',
    'if import in is lambda nonlocal not or pass raise return try while with yield',
  ]
    .join(' ')
    .split(' '),
);

class PythonLayout {
  private readonly placeName: PlaceName | undefined;
  private readonly inside: Value[] = [];
  private nodes = 0;

  constructor(placeName: PlaceName | undefined) {
    this.placeName = placeName;
  }

  value(value: Value): Layout {
    this.nodes += 1 + (value.kind === 'str' ? value.value.length >>> 6 : 0);
    if (this.nodes > MAX_NODES) return leaf('...', 'the config is too large to show');
    if (this.inside.includes(value)) return leaf('...', 'it contains itself');
    if (this.inside.length > MAX_DEPTH) return leaf('...', 'it is nested too deeply to show');
    this.inside.push(value);
    const layout = this.layoutOf(value);
    this.inside.pop();
    return layout;
  }

  entry(slot: Slot, assign: string): LayoutEntry {
    const name = slot.key?.kind === 'str' ? slot.key.value : '';
    return {
      prefix: name + assign,
      layout: this.value(slot.value),
      comment: this.placeName && slotOrigin(slot, this.placeName, toPython),
    };
  }

  mapping(slots: readonly Slot[], note: string | undefined): Layout {
    if (slots.length === 0 && note === undefined) return leaf('dict()');
    if (slots.every(isNamed)) {
      return group(
        'dict(',
        ')',
        slots.map((slot) => this.entry(slot, '=')),
        note,
      );
    }
    const entries = slots.map((slot) => ({
      ...this.entry(slot, ''),
      prefix: `${slot.key ? toPython(slot.key) : '...'}: `,
    }));
    return group('{', '}', entries, note);
  }

  private layoutOf(value: Value): Layout {
    switch (value.kind) {
      case 'none':
        return leaf('None');
      case 'bool':
        return leaf(value.value ? 'True' : 'False');
      case 'int':
        return leaf(String(value.value));
      case 'float':
        return leaf(
          Number.isFinite(value.value) ? pythonFloatRepr(value.value) : `float('${pythonFloatRepr(value.value)}')`,
        );
      case 'str':
        return leaf(pythonStringRepr(value.value));
      case 'bytes':
        return leaf(pythonBytesRepr(value.value));
      case 'list':
        return value.items.length === 0 ? leaf('[]') : group('[', ']', this.elements(value.items));
      case 'tuple':
        if (value.items.length === 0) return leaf('()');
        return group('(', ')', this.elements(value.items), undefined, value.items.length === 1 ? ',' : '');
      case 'set':
        if (value.items.size === 0) return leaf(value.isFrozen ? 'frozenset()' : 'set()');
        return group(
          value.isFrozen ? 'frozenset({' : '{',
          value.isFrozen ? '})' : '}',
          this.elements([...value.items.values()]),
        );
      case 'range':
        return leaf(`range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`);
      case 'dict':
        return this.mapping([...value.entries.values()], value.open && `more keys may follow: ${value.open.reason}`);
      case 'lazy':
        return leaf(pythonStringRepr(`${value.module}.${value.name}`));
      case 'callable':
        return value.type === 'function' || value.type === 'object'
          ? leaf('...', `${value.type} ${value.name}`)
          : leaf(value.name);
      case 'module':
        return leaf('...', `module ${value.name}`);
      case 'object':
        return value.text !== undefined && /^[\w.]+(?:\([^<>]*\))?$/.test(value.text)
          ? leaf(value.text)
          : leaf('...', value.text === undefined ? value.type : `${value.type} ${value.text}`);
      case 'unknown':
        return leaf('...', `not knowable without running Python: ${value.reason}`);
    }
  }

  private elements(items: readonly Slot[]): LayoutEntry[] {
    return items.map((item) => ({ prefix: '', layout: this.value(item.value), comment: undefined }));
  }
}

/** True for a key that can be written as a name. */
function isNamed({ key }: Slot): boolean {
  return key?.kind === 'str' && /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(key.value) && !KEYWORDS.has(key.value);
}
