import type { DictValue } from '../../config/values.ts';
import type { Place, Span, TextEdit } from '../../text/source.ts';
import { isSetting, rankOf } from '../python/statements.ts';
import { indentAt, lineEnd, lineStart, nextLine } from '../python/style.ts';
import { type DataEntry, type DataLanguage, keyText } from './source.ts';

/** One mapping of a YAML or JSON file and what shall happen to its entries. */
export class MappingChange {
  readonly place: Place;
  private readonly text: string;
  private readonly language: DataLanguage;
  private readonly newline: string;
  /** Its entries in this file, in source order. */
  private readonly entries: readonly (Span & { readonly key: string })[];
  private readonly deleted = new Set<number>();
  private readonly front: DataEntry[] = [];
  private readonly back: DataEntry[] = [];
  private readonly between: { readonly entry: DataEntry; readonly follower: Span }[] = [];

  constructor(value: DictValue, place: Place, text: string, language: DataLanguage, newline: string) {
    this.place = place;
    this.text = text;
    this.language = language;
    this.newline = newline;
    this.entries = [...value.entries]
      .flatMap(([key, { at }]) =>
        at?.path === place.path && place.start <= at.start && at.end <= place.end
          ? [{ key, start: at.start, end: at.end }]
          : [],
      )
      .sort((a, b) => a.start - b.start);
  }

  addFront(entry: DataEntry): void {
    this.front.push(entry);
  }

  addBack(entry: DataEntry): void {
    this.back.push(entry);
  }

  /** Behind the last entry, but before those of the training settings at the end that {@link rankOf} puts behind it. */
  addInOrder(entry: DataEntry): void {
    let start = this.entries.length;
    while (start > 0 && isSetting(this.entries[start - 1]?.key ?? '')) start--;
    const follower = this.entries.slice(start).find(({ key }) => rankOf(key) > rankOf(entry.key));
    if (follower) this.between.push({ entry, follower });
    else this.back.push(entry);
    this.back.sort((a, b) => rankOf(a.key) - rankOf(b.key));
    this.between.sort((a, b) => rankOf(a.entry.key) - rankOf(b.entry.key));
  }

  /** False when the entry does not stand in this mapping. */
  delete(at: Span): boolean {
    const index = this.entries.findIndex((entry) => entry.start === at.start && entry.end === at.end);
    if (index >= 0) this.deleted.add(index);
    return index >= 0;
  }

  /** Undefined when it cannot be done without breaking the mapping. */
  edits(): TextEdit[] | undefined {
    const edits: TextEdit[] = [];
    const front = [...this.front];
    const back = [...this.back];
    const deleted = new Set<number>();
    for (const index of [...this.deleted].sort((a, b) => a - b)) {
      const entry = this.entries[index];
      const replacement = front.shift() ?? back.shift();
      if (!entry) continue;
      if (replacement) edits.push({ span: entry, text: this.entryText(replacement) });
      else deleted.add(index);
    }
    if (deleted.size === this.entries.length && deleted.size > 0) return undefined;
    for (const index of deleted) {
      const span = this.isFlow() ? this.flowDeletion(index, deleted) : this.blockDeletion(index);
      if (!span) return undefined;
      edits.push({ span, text: '' });
    }
    for (const { entry, follower } of this.between)
      edits.push({
        span: { start: follower.start, end: follower.start },
        text: this.entryText(entry) + this.separator(follower),
      });
    const [first] = this.entries;
    const last = this.entries.at(-1);
    if (front.length > 0 || back.length > 0) {
      if (!first || !last) {
        // What is not part of the config (`_base_`) may stand here all the same.
        edits.push(
          this.isFlow() ? this.flowStart([...front, ...back]) : this.blockAddition([...front, ...back], this.place),
        );
        return edits;
      }
      if (front.length > 0)
        edits.push({
          span: { start: first.start, end: first.start },
          text: front.map((entry) => this.entryText(entry) + this.separator(first)).join(''),
        });
      if (back.length > 0) edits.push(this.isFlow() ? this.flowAddition(back, last) : this.blockAddition(back, last));
    }
    return edits;
  }

  private entryText(entry: DataEntry): string {
    return keyText(entry.key, this.language) + entry.value;
  }

  private isFlow(): boolean {
    return this.text[this.place.start] === '{';
  }

  private startsLine(entry: Span): boolean {
    return this.text.slice(lineStart(this.text, entry.start), entry.start).trim() === '';
  }

  private separator(beside: Span): string {
    if (!this.isFlow()) return this.newline + this.indentOf(beside);
    return this.startsLine(beside) ? `,${this.newline}${indentAt(this.text, beside.start)}` : ', ';
  }

  private flowStart(entries: readonly DataEntry[]): TextEdit {
    const at = this.place.start + 1;
    const isEmpty = this.text.slice(at, this.place.end - 1).trim() === '';
    const text = entries.map((entry) => this.entryText(entry)).join(', ') + (isEmpty ? '' : ', ');
    return { span: { start: at, end: at }, text };
  }

  private flowAddition(entries: readonly DataEntry[], last: Span): TextEdit {
    const text = entries.map((entry) => this.separator(last) + this.entryText(entry)).join('');
    return { span: { start: last.end, end: last.end }, text };
  }

  private blockAddition(entries: readonly DataEntry[], last: Span): TextEdit {
    const at = nextLine(this.text, last.end);
    const lines = entries.map((entry) => this.indentOf(last) + this.entryText(entry));
    const endsWithLine = at > lineEnd(this.text, last.end);
    const text = lines.map((line) => (endsWithLine ? line + this.newline : this.newline + line)).join('');
    return { span: { start: at, end: at }, text };
  }

  /** Blanks up to the column of the keys: the first key of a sequence's item stands behind a dash. */
  private indentOf(entry: Span): string {
    return ' '.repeat(entry.start - lineStart(this.text, entry.start));
  }

  private blockDeletion(index: number): Span | undefined {
    const entry = this.entries[index];
    if (!entry || !this.startsLine(entry)) return undefined;
    const rest = this.text.slice(entry.end, lineEnd(this.text, entry.end));
    if (rest.trim() !== '') return { start: entry.start, end: entry.end + (/^[ \t]*/.exec(rest)?.[0].length ?? 0) };
    const start = lineStart(this.text, entry.start);
    const end = nextLine(this.text, entry.end);
    // The last line of a file that has no line end: the one before it goes.
    if (end === lineEnd(this.text, entry.end) && start > 0) return { start: lineEnd(this.text, start - 1), end };
    return { start, end };
  }

  private flowDeletion(index: number, deleted: ReadonlySet<number>): Span | undefined {
    const entry = this.entries[index];
    if (!entry) return undefined;
    const next = this.entries.find((_, i) => i > index && !deleted.has(i));
    if (next) return { start: entry.start, end: this.entries[index + 1]?.start ?? next.start };
    const previous = this.entries.findLast((_, i) => i < index && !deleted.has(i));
    const start =
      this.entries[index - 1] && deleted.has(index - 1) ? (this.entries[index - 1] as Span).end : previous?.end;
    return start === undefined ? undefined : { start, end: entry.end };
  }
}
