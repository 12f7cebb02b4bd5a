import { containsSpan, type Span, type TextEdit } from '../../text/source.ts';
import { layOutEntry, type SourceEntry } from './source.ts';
import { indentAt, LINE_WIDTH, lineEnd, lineStart, nextLine, type PythonStyle } from './style.ts';
import type { Container, Entry, SyntaxIndex } from './syntaxIndex.ts';

/** What shall happen to the entries of one dict literal or call. */
export interface ContainerChange {
  readonly container: Container;
  readonly deleted: ReadonlySet<number>;
  /** New entries before the first one. */
  readonly front: readonly SourceEntry[];
  /** New entries behind the last one, or before the one with the given index. */
  readonly back: readonly { readonly entry: SourceEntry; readonly before?: number }[];
}

/** The edits of one container; none touches the inside of an entry that stays. */
export function containerEdits(
  change: ContainerChange,
  text: string,
  index: SyntaxIndex,
  style: PythonStyle,
): TextEdit[] {
  return new ContainerWriter(change, text, index, style).edits();
}

class ContainerWriter {
  private readonly change: ContainerChange;
  private readonly container: Container;
  private readonly entries: readonly Entry[];
  private readonly text: string;
  private readonly index: SyntaxIndex;
  private readonly style: PythonStyle;
  private readonly form: PythonStyle['dicts'];

  constructor(change: ContainerChange, text: string, index: SyntaxIndex, style: PythonStyle) {
    this.change = change;
    this.container = change.container;
    this.entries = change.container.entries;
    this.text = text;
    this.index = index;
    this.style = style;
    this.form = change.container.kind === 'dict' ? 'display' : 'call';
  }

  edits(): TextEdit[] {
    const edits: TextEdit[] = [];
    const deleted = new Set(this.change.deleted);
    const front = [...this.change.front];
    const back = [...this.change.back];
    // A new entry takes the place of one that goes, with its line, comma and comment.
    for (const i of [...deleted].sort((a, b) => a - b)) {
      const replacement = front.shift() ?? back.shift()?.entry;
      const entry = this.entries[i];
      if (!replacement || !entry) break;
      deleted.delete(i);
      edits.push({ span: entry, text: this.entryText(replacement, entry.start) });
    }
    edits.push(...this.deletions(deleted));
    const first = this.entries[0];
    if (front.length > 0 && first) edits.push({ span: at(first.start), text: this.beforeEntry(front, first) });
    const last = this.entries.at(-1);
    if (!last) {
      const all = [...front, ...back.map(({ entry }) => entry)];
      if (all.length > 0) edits.push(this.intoEmpty(all));
      return edits;
    }
    for (const group of grouped(back)) {
      const anchor = group.before === undefined ? undefined : this.entries[group.before];
      if (anchor) edits.push({ span: at(anchor.start), text: this.beforeEntry(group.entries, anchor) });
      else edits.push(...this.afterLast(group.entries, last));
    }
    return edits;
  }

  private entryText(
    entry: SourceEntry,
    offset: number,
    indent = indentAt(this.text, offset),
    column = offset - lineStart(this.text, offset),
  ): string {
    return layOutEntry(entry, this.form, this.style, indent, column, 1);
  }

  /** True when the entry begins its line and the bracket was opened on an earlier one. */
  private startsLine(entry: Entry): boolean {
    const start = lineStart(this.text, entry.start);
    return start >= this.container.open && this.text.slice(start, entry.start).trim() === '';
  }

  private beforeEntry(entries: readonly SourceEntry[], anchor: Entry): string {
    const indent = indentAt(this.text, anchor.start);
    if (!this.startsLine(anchor)) return entries.map((entry) => `${this.entryText(entry, anchor.start)}, `).join('');
    return entries.map((entry) => `${this.entryText(entry, anchor.start)},${this.style.newline}${indent}`).join('');
  }

  private afterLast(entries: readonly SourceEntry[], last: Entry): TextEdit[] {
    const comma = this.commaAfter(last);
    if (!this.startsLine(last) && !this.firstStartsLine())
      return [{ span: at(last.end), text: this.inline(entries, last) }];
    const indent = this.startsLine(last) ? indentAt(this.text, last.start) : this.innerIndent();
    const texts = entries.map((entry) => this.entryText(entry, last.end, indent, indent.length));
    const block = texts.map((entry) => `${this.style.newline}${indent}${entry}`).join(',');
    const behind = comma ?? last.end;
    const comment = this.commentBehind(behind);
    if (comma !== undefined) return [{ span: at(comment ?? comma), text: `${block},` }];
    if (comment === undefined) return [{ span: at(last.end), text: `,${block}` }];
    return [
      { span: at(last.end), text: ',' },
      { span: at(comment), text: block },
    ];
  }

  private firstStartsLine(): boolean {
    const first = this.entries[0];
    return first !== undefined && this.startsLine(first);
  }

  private innerIndent(): string {
    const first = this.entries[0];
    return first ? indentAt(this.text, first.start) : indentAt(this.text, this.container.start) + this.style.indent;
  }

  /** Behind the last entry on its line; what does not fit there goes below, flush with the first entry. */
  private inline(entries: readonly SourceEntry[], last: Entry): string {
    const first = this.entries[0] ?? last;
    const flush = first.start - lineStart(this.text, first.start);
    const indent = indentAt(this.text, last.start);
    let column = last.end - lineStart(this.text, last.end);
    const rest = lineEnd(this.text, last.end) - last.end;
    let result = '';
    for (const entry of entries) {
      const flat = layOutEntry(entry, this.form, this.style, indent, 0, -LINE_WIDTH * 100);
      if (column + 2 + flat.length + rest <= LINE_WIDTH || flush > LINE_WIDTH / 2) {
        const piece = layOutEntry(entry, this.form, this.style, indent, column + 2, rest);
        result += `, ${piece}`;
        column = piece.includes(this.style.newline)
          ? piece.length - piece.lastIndexOf(this.style.newline)
          : column + 2 + piece.length;
      } else {
        const pad = this.text.slice(lineStart(this.text, first.start), first.start).replace(/[^\t]/g, ' ');
        const piece = layOutEntry(entry, this.form, this.style, pad, flush, rest);
        result += `,${this.style.newline}${pad}${piece}`;
        column = flush + piece.length;
      }
    }
    return result;
  }

  private intoEmpty(entries: readonly SourceEntry[]): TextEdit {
    const { open } = this.container;
    const texts = entries.map((entry) => this.entryText(entry, open));
    const flat = texts.join(', ');
    const fits =
      open - lineStart(this.text, open) + flat.length + 1 <= LINE_WIDTH && !flat.includes(this.style.newline);
    if (fits) return { span: at(open), text: flat };
    const outer = indentAt(this.text, this.container.start);
    const inner = outer + this.style.indent;
    const lines = entries.map(
      (entry) => `${this.style.newline}${inner}${this.entryText(entry, open, inner, inner.length)}`,
    );
    const end = this.style.closesOnOwnLine ? `,${this.style.newline}${outer}` : '';
    return { span: at(open), text: lines.join(',') + end };
  }

  private deletions(deleted: ReadonlySet<number>): TextEdit[] {
    if (deleted.size === 0) return [];
    const inside = { start: this.container.open, end: this.container.close };
    if (deleted.size === this.entries.length && this.index.commentsIn(inside).length === 0)
      return [{ span: inside, text: '' }];
    const spans = [...deleted].sort((a, b) => a - b).map((i) => this.deletedSpan(i, deleted));
    const merged: Span[] = [];
    for (const span of spans) {
      const previous = merged.at(-1);
      if (previous && span.start <= previous.end)
        merged[merged.length - 1] = { start: previous.start, end: Math.max(previous.end, span.end) };
      else merged.push(span);
    }
    return merged.map((span) => ({ span, text: '' }));
  }

  private deletedSpan(i: number, deleted: ReadonlySet<number>): Span {
    const entry = this.entries[i] as Entry;
    const comma = this.commaAfter(entry);
    const end = comma ?? entry.end;
    const lineBreak = lineEnd(this.text, end);
    const restOfLine = this.text.slice(end, lineBreak);
    if (comma !== undefined && this.startsLine(entry)) {
      const whole = { start: lineStart(this.text, entry.start), end: nextLine(this.text, end) };
      if (restOfLine.trim() === '' && lineBreak < this.container.close) return whole;
      return { start: entry.start, end: end + blanks(restOfLine) };
    }
    if (comma !== undefined && restOfLine.trim() !== '') return { start: entry.start, end: end + blanks(restOfLine) };
    // The last one, or the last on its line: what separates it from the entry before goes with it.
    const previous = this.entries.findLast((_, j) => j < i && !deleted.has(j));
    if (previous) {
      const from = comma !== undefined ? (this.commaAfter(previous) ?? previous.end) : previous.end;
      const gap = { start: from, end: entry.start };
      if (this.index.commentsIn(gap).length === 0) return { start: from, end: comma !== undefined ? end : entry.end };
    }
    return { start: entry.start, end };
  }

  /** The offset behind the comma that follows an entry, if there is one. */
  private commaAfter(entry: Entry): number | undefined {
    let offset = entry.end;
    for (;;) {
      const comment = this.index.module.comments.find((candidate) => candidate.start === offset);
      if (comment) offset = comment.end;
      const character = this.text[offset];
      if (offset >= this.container.close || character === undefined) return undefined;
      if (character === ',') return offset + 1;
      // A closing parenthesis around the value belongs to it.
      if (!/[\s\\)]/.test(character)) return undefined;
      offset++;
    }
  }

  /** The end of a comment that follows `offset` on its line. */
  private commentBehind(offset: number): number | undefined {
    const rest = { start: offset, end: lineEnd(this.text, offset) };
    return this.index.module.comments.find(
      (comment) => containsSpan(rest, comment) && this.text.slice(offset, comment.start).trim() === '',
    )?.end;
  }
}

function at(offset: number): Span {
  return { start: offset, end: offset };
}

function blanks(text: string): number {
  return /^[ \t]*/.exec(text)?.[0].length ?? 0;
}

/** Neighbours that go to the same place together. */
function grouped(
  back: ContainerChange['back'],
): { readonly entries: SourceEntry[]; readonly before: number | undefined }[] {
  const groups: { entries: SourceEntry[]; before: number | undefined }[] = [];
  for (const { entry, before } of back) {
    const group = groups.find((candidate) => candidate.before === before);
    if (group) group.entries.push(entry);
    else groups.push({ entries: [entry], before });
  }
  return groups;
}
