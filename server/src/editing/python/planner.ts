import type { LoadedConfig } from '../../config/result.ts';
import { type DictValue, history, type Slot, type Value } from '../../config/values.ts';
import { containsSpan, type Place, type Span } from '../../text/source.ts';
import type { KeyPath } from '../../training/plan.ts';
import { type Change, withoutLeftoverMarker } from '../changes.ts';
import type { Sharing } from '../sharing.ts';
import type { Draft } from './draft.ts';
import { freshDict, type SerializeContext, serialize } from './serialize.ts';
import { isIdentifier, layOut, quoted, type Source, type SourceEntry, sourceText } from './source.ts';
import { indentAt, lineEnd, lineStart, nextLine, type PythonStyle } from './style.ts';
import { type Container, isDictCall, type SyntaxIndex } from './syntaxIndex.ts';

/** What the owner of a dict has to do about one of its keys. */
type Outcome =
  /** Nothing: it is in the draft. */
  | { readonly kind: 'done' }
  /** Give the key this value: it has no place of its own in the file at hand yet. */
  | { readonly kind: 'add'; readonly source: Source }
  /** Write itself out in full without the key: inheritance would bring it back. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'fail' };

const DONE: Outcome = { kind: 'done' };
const FAIL: Outcome = { kind: 'fail' };

/** Works out, for one tree of changes, where each of them is to be written. */
export class Planner {
  private readonly loaded: LoadedConfig;
  private readonly text: string;
  private readonly index: SyntaxIndex;
  private readonly style: PythonStyle;
  private readonly sharing: Sharing;
  private readonly context: SerializeContext;

  constructor(
    loaded: LoadedConfig,
    text: string,
    index: SyntaxIndex,
    style: PythonStyle,
    sharing: Sharing,
    context: SerializeContext,
  ) {
    this.loaded = loaded;
    this.text = text;
    this.index = index;
    this.style = style;
    this.sharing = sharing;
    this.context = context;
  }

  applyToRoot(wanted: Change, draft: Draft): boolean {
    for (const [key, change] of wanted.children ?? []) {
      if (typeof key === 'number' || !isIdentifier(key)) return false;
      const outcome = this.entry(this.loaded.config.entries.get(key), [key], change, draft);
      if (outcome.kind === 'add') draft.additions.push({ key, value: outcome.source });
      else if (outcome.kind !== 'done') return false;
    }
    return true;
  }

  /** One key of a dict, or one item of a list. */
  private entry(slot: Slot | undefined, path: KeyPath, change: Change, draft: Draft): Outcome {
    if (!slot) return this.newEntry(change);
    const here = this.isHere(slot);
    if (change.removed || change.renamed) {
      if (!here || comesBack(slot, this.loaded.path)) return { kind: 'drop' };
      return this.removeOrRename(slot, path, change, draft) ? DONE : FAIL;
    }
    if (change.expression !== undefined) {
      if (here) return this.replaceValue(slot, path, sourceText(change.expression), draft) ? DONE : FAIL;
      return this.alreadySays(slot.value, change.expression)
        ? DONE
        : { kind: 'add', source: sourceText(change.expression) };
    }
    const { value } = slot;
    if (value.kind === 'dict') return this.dict(slot, value, path, change, draft);
    if (value.kind === 'list' || value.kind === 'tuple') return this.sequence(slot, value, path, change, draft);
    return FAIL;
  }

  private newEntry(change: Change): Outcome {
    if (change.removed) return DONE;
    const source =
      change.expression !== undefined ? sourceText(change.expression) : change.renamed ? undefined : freshDict(change);
    return source ? { kind: 'add', source } : FAIL;
  }

  private dict(slot: Slot, value: DictValue, path: KeyPath, change: Change, draft: Draft): Outcome {
    if (value.open) return FAIL;
    const attempt = draft.fork();
    const additions: SourceEntry[] = [];
    for (const [key, below] of change.children ?? []) {
      if (typeof key === 'number') return FAIL;
      const outcome = this.entry(value.entries.get(key), [...path, key], below, attempt);
      if (outcome.kind === 'drop') return this.rewritten(slot, value, path, change, draft);
      if (outcome.kind === 'fail') return this.wholeValue(slot, path, change, draft);
      if (outcome.kind === 'add') additions.push({ key, value: outcome.source });
    }
    if (additions.length > 0) {
      const literal = this.literalOf(value, path);
      if (literal && additions.every((entry) => fits(literal, entry)))
        attempt.changeOf(literal).back.push(...additions.map((entry) => ({ entry })));
      else if (this.isHere(slot)) return this.wholeValue(slot, path, change, draft);
      else {
        attempt.adopt();
        return { kind: 'add', source: { kind: 'dict', entries: additions } };
      }
    }
    attempt.adopt();
    return DONE;
  }

  private sequence(
    slot: Slot,
    value: Value & { kind: 'list' | 'tuple' },
    path: KeyPath,
    change: Change,
    draft: Draft,
  ): Outcome {
    const attempt = draft.fork();
    for (const [key, below] of change.children ?? []) {
      const item = typeof key === 'number' ? value.items[key] : undefined;
      if (!item) return FAIL;
      const outcome = this.isHere(slot) ? this.entry(item, [...path, key], below, attempt) : FAIL;
      if (outcome.kind !== 'done') return this.wholeValue(slot, path, change, draft);
    }
    attempt.adopt();
    return DONE;
  }

  /** The value with the change applied, in place of the expression that stands here, or as an override. */
  private wholeValue(slot: Slot, path: KeyPath, change: Change, draft: Draft): Outcome {
    const { value } = slot;
    const source = serialize(value, change, this.context);
    if (!source) return FAIL;
    if (!this.isHere(slot)) return { kind: 'add', source: complete(source) };
    const hasLiteral = value.kind === 'dict' && this.literalIn(value);
    if (source.kind === 'dict' && this.inherits(slot))
      return hasLiteral ? this.rebound(slot, path, source, draft) : this.itemStatements(path, change, draft);
    const isPlain = slot.valueAt !== undefined && !this.isChangedLater(value, slot.valueAt);
    if (isPlain && this.replaceValue(slot, path, source, draft)) return DONE;
    return value.kind === 'dict' && !hasLiteral ? this.itemStatements(path, change, draft) : FAIL;
  }

  /** True when statements below go on changing what `expression` makes: replacing it would not be the last word. */
  private isChangedLater(value: Value, expression: Span): boolean {
    if (value.kind !== 'dict' && value.kind !== 'list' && value.kind !== 'tuple') return false;
    const here = (place: Place | undefined): place is Place => place?.path === this.loaded.path;
    if (value.kind === 'dict' && value.literals.filter(here).length > 1) return true;
    const slots = value.kind === 'dict' ? [...value.entries.values()] : value.items;
    const display = value.kind !== 'dict' && here(value.at) && this.index.containerAt(value.at) ? value.at : undefined;
    return slots.some((slot) => {
      if (here(slot.at) && !containsSpan(expression, slot.at)) {
        if (display && !containsSpan(display, slot.at)) return true;
        if (this.index.statementAt(slot.at) || !this.index.isSteady(slot.at)) return true;
      }
      return this.isChangedLater(slot.value, expression);
    });
  }

  /** Inherited keys have to go: the dict replaces what it inherits. */
  private rewritten(slot: Slot, value: DictValue, path: KeyPath, asked: Change, draft: Draft): Outcome {
    const change = withoutLeftoverMarker(asked, value);
    const full = serialize(value, change, this.context);
    if (full?.kind !== 'dict') return FAIL;
    if (this.loaded.style === 'lazy') return this.assignedAnew(slot, value, path, full, draft);
    if (!this.isHere(slot))
      return this.literalIn(value) ? this.rebound(slot, path, full, draft) : { kind: 'add', source: replacing(full) };
    const literal = this.literalOf(value, path);
    if (!literal)
      return this.literalIn(value) ? this.rebound(slot, path, full, draft) : this.itemStatements(path, change, draft);
    const attempt = draft.fork();
    if (!this.completeLiteral(literal, value, path, change, attempt)) return FAIL;
    // A base may have replaced what it inherits itself.
    if (value.deleted?.at?.path !== this.loaded.path) attempt.changeOf(literal).front.unshift(DELETE_MARKER);
    attempt.adopt();
    return DONE;
  }

  /** A statement of its own at the end that says all of it: what stands above serves something else as well. */
  private rebound(slot: Slot, path: KeyPath, full: Source & { kind: 'dict' }, draft: Draft): Outcome {
    if (path.length > 1 || this.loaded.style === 'script') return FAIL;
    const key = String(path[0]);
    const source = this.loaded.style === 'classic' && this.inherits(slot) ? replacing(full) : full;
    draft.statements.push({ rank: key, text: `${key} = ${layOut(source, this.style, '', key.length + 3, 0)}` });
    return DONE;
  }

  /** Makes a literal here say everything that its dict shall hold, as if nothing was inherited. */
  private completeLiteral(literal: Container, value: DictValue, path: KeyPath, change: Change, draft: Draft): boolean {
    const additions: SourceEntry[] = [];
    for (const [key, slot] of value.entries) {
      const below = change.children?.get(key) ?? {};
      const own =
        this.isHere(slot) && slot.at !== undefined && literal.start <= slot.at.start && slot.at.end <= literal.end;
      if (!own) {
        if (below.removed) continue;
        const source = below.renamed
          ? sourceText(below.renamed.expression)
          : serialize(slot.value, below, this.context);
        if (!source) return false;
        additions.push({ key: below.renamed?.name ?? key, value: source });
      } else if (below.removed || below.renamed) {
        if (!this.removeOrRename(slot, [...path, key], below, draft)) return false;
      } else if (slot.value.kind === 'dict') {
        const inner = this.literalOf(slot.value, [...path, key]);
        if (!inner) return false;
        if (!this.completeLiteral(inner, slot.value, [...path, key], below, draft)) return false;
      } else if (below.expression !== undefined || below.children) {
        if (this.entry(slot, [...path, key], below, draft).kind !== 'done') return false;
      }
    }
    for (const [key, below] of change.children ?? []) {
      if (typeof key === 'number') return false;
      if (value.entries.has(key) || below.removed) continue;
      const outcome = this.newEntry(below);
      if (outcome.kind !== 'add') return false;
      additions.push({ key, value: outcome.source });
    }
    if (!additions.every((entry) => fits(literal, entry))) return false;
    const target = draft.changeOf(literal);
    target.front.push(...additions.filter((entry) => entry.key === 'type'));
    target.back.push(...additions.filter((entry) => entry.key !== 'type').map((entry) => ({ entry })));
    return true;
  }

  /** Lazy configs have no `_delete_`: the name is bound to a new dict. */
  private assignedAnew(
    slot: Slot,
    value: DictValue,
    path: KeyPath,
    full: Source & { kind: 'dict' },
    draft: Draft,
  ): Outcome {
    const key = String(path[0]);
    if (path.length > 1) {
      const target =
        key +
        path
          .slice(1)
          .map((step) => `[${typeof step === 'number' ? step : quoted(step, this.style)}]`)
          .join('');
      const text = `${target} = ${layOut(full, this.style, '', target.length + 3, 0)}`;
      draft.statements.push({ rank: key, text });
      return DONE;
    }
    const update = this.updateOf(value, key);
    if (update) {
      draft.replace(update, `${key} = ${layOut(full, this.style, '', key.length + 3, 0)}`);
      return DONE;
    }
    if (this.isHere(slot)) return this.replaceValue(slot, path, full, draft) ? DONE : FAIL;
    return { kind: 'add', source: complete(full) };
  }

  /** The only statement here that changes the inherited dict `key`, when it is a plain `key.update(...)`. */
  private updateOf(value: DictValue, key: string): Span | undefined {
    const statements = this.index.module.body.filter((statement) => {
      if (statement.kind !== 'ExpressionStatement' || statement.value.kind !== 'Call') return false;
      const { callee } = statement.value;
      return callee.kind === 'Attribute' && callee.object.kind === 'Name' && callee.object.id === key;
    });
    const [only] = statements;
    if (!only || statements.length > 1 || this.index.commentsIn(only).length > 0) return undefined;
    const inside = value.literals.every(
      (place) => place.path !== this.loaded.path || (only.start <= place.start && place.end <= only.end),
    );
    return inside ? only : undefined;
  }

  /** `train_dataloader['sampler'] = …` below everything: for a name that is bound to something that is no literal. */
  private itemStatements(path: KeyPath, change: Change, draft: Draft): Outcome {
    if (this.loaded.style !== 'classic' && this.loaded.style !== 'lazy') return FAIL;
    const statements: string[] = [];
    const write = (below: Change, target: string): boolean => {
      if (below.removed || below.renamed) {
        statements.push(`del ${target}`);
        if (below.renamed) {
          const parent = target.slice(0, target.lastIndexOf('['));
          statements.push(`${parent}[${quoted(below.renamed.name, this.style)}] = ${below.renamed.expression}`);
        }
        return true;
      }
      if (below.expression !== undefined) {
        statements.push(`${target} = ${below.expression}`);
        return true;
      }
      return [...(below.children ?? [])].every(([key, next]) =>
        write(next, `${target}[${typeof key === 'number' ? key : quoted(key, this.style)}]`),
      );
    };
    if (path.length !== 1 || !write(change, String(path[0]))) return FAIL;
    draft.statements.push(...statements.map((text) => ({ rank: String(path[0]), text })));
    return DONE;
  }

  private removeOrRename(slot: Slot, path: KeyPath, change: Change, draft: Draft): boolean {
    if (!slot.at || !this.isOwn('entry', slot.at, path)) return false;
    const owner = this.index.ownerOf(slot.at);
    if (change.renamed) {
      const keySpan = owner?.container.entries[owner.index]?.keySpan ?? slot.keyAt;
      if (!keySpan || !this.replaceValue(slot, path, sourceText(change.renamed.expression), draft)) return false;
      const written = /['"]/.test(this.text[keySpan.start] ?? '');
      draft.replace(keySpan, written ? quoted(change.renamed.name, this.style) : change.renamed.name);
      return true;
    }
    if (owner) {
      draft.changeOf(owner.container).deleted.add(owner.index);
      return true;
    }
    const statement = this.index.statementAt(slot.at);
    if (statement?.kind !== 'Assign' || statement.targets.length !== 1 || this.index.commentsIn(statement).length > 0)
      return false;
    const start = lineStart(this.text, statement.start);
    const alone =
      this.text.slice(start, statement.start).trim() === '' &&
      this.text.slice(statement.end, lineEnd(this.text, statement.end)).trim() === '';
    draft.replace(alone ? { start, end: nextLine(this.text, statement.end) } : statement, '');
    return alone;
  }

  private replaceValue(slot: Slot, path: KeyPath, source: Source, draft: Draft): boolean {
    const { valueAt, at } = slot;
    if (!valueAt || !at || valueAt.path !== this.loaded.path || !this.isOwn('entry', at, path)) return false;
    if (!this.index.expressionAt(valueAt) || !this.index.isSteady(valueAt)) return false;
    const statement = this.index.statementAt(at);
    if (statement?.kind === 'Assign' && statement.targets.length > 1) return false;
    const column = valueAt.start - lineStart(this.text, valueAt.start);
    const replacement = layOut(source, this.style, indentAt(this.text, valueAt.start), column, 1);
    if (this.text.slice(valueAt.start, valueAt.end) === replacement) return true;
    if (this.index.commentsIn(valueAt).length > 0) return false;
    draft.replace(valueAt, replacement);
    return true;
  }

  /** The newest literal here that a key of the dict can be written into. */
  private literalOf(value: DictValue, path: KeyPath): Container | undefined {
    for (const place of [...value.literals].reverse()) {
      const container = place.path === this.loaded.path ? this.index.containerAt(place) : undefined;
      if (!container || (container.kind !== 'dict' && !(container.kind === 'call' && isDictCall(container)))) continue;
      if (this.isOwn('literal', place, path)) return container;
    }
    return undefined;
  }

  /** True when some of the dict is written here, shared or not. */
  private literalIn(value: DictValue): boolean {
    return value.literals.some((place) => place.path === this.loaded.path);
  }

  /** Written here once, and standing for nothing else. */
  private isOwn(part: 'entry' | 'literal', place: Place, path: KeyPath): boolean {
    return place.path === this.loaded.path && this.index.isSteady(place) && !this.sharing.isShared(part, place, path);
  }

  /** A base has this key as well. */
  private inherits(slot: Slot): boolean {
    return history(slot).some((entry) => entry.at?.path !== this.loaded.path);
  }

  private isHere(slot: Slot): boolean {
    return slot.at?.path === this.loaded.path;
  }

  private alreadySays(value: Value, expression: string): boolean {
    const source = serialize(value, {}, { ...this.context, nameOf: () => undefined });
    return source !== undefined && layOut(source, this.style, '', -10_000, 0) === expression;
  }
}

/** True when the entry would still be there, with an older value, once it is deleted here. */
function comesBack(slot: Slot, path: string): boolean {
  return history(slot).length > 1 || slot.at?.path !== path;
}

const DELETE_MARKER: SourceEntry = { key: '_delete_', value: sourceText('True') };

/** A dict that replaces what it inherits. */
function replacing(full: Source & { kind: 'dict' }): Source {
  return { kind: 'dict', entries: [DELETE_MARKER, ...full.entries], complete: true };
}

function complete(source: Source): Source {
  return source.kind === 'dict' ? { ...source, complete: true } : source;
}

function fits(literal: Container, entry: SourceEntry): boolean {
  return literal.kind === 'dict' || isIdentifier(entry.key);
}
