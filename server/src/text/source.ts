/** Half-open range of UTF-16 offsets in one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in a named file: where a value was written. */
export interface Place extends Span {
  readonly path: string;
}

/** Zero-based line and UTF-16 character, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A pair of positions, as in LSP. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Replace `span` by `text`. Edits of one change never overlap and all refer to the text before the change. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** The text of one file with its line table. */
export class SourceText {
  readonly path: string;
  readonly text: string;
  private lines: number[] | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  private get lineStarts(): readonly number[] {
    this.lines ??= computeLineStarts(this.text);
    return this.lines;
  }

  positionAt(offset: number): Position {
    const starts = this.lineStarts;
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] as number) > clamped) high = middle;
      else low = middle + 1;
    }
    const line = low - 1;
    return { line, character: clamped - (starts[line] as number) };
  }

  offsetAt(position: Position): number {
    const starts = this.lineStarts;
    if (position.line < 0) return 0;
    const start = starts[position.line];
    if (start === undefined) return this.text.length;
    const next = starts[position.line + 1] ?? this.text.length;
    return Math.max(start, Math.min(start + position.character, next));
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }
}

function computeLineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (code === 13 || code === 10) starts.push(i + 1);
  }
  return starts;
}

/** The text after `edits`; throws when two edits overlap, which is a programming error. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let position = 0;
  for (const edit of ordered) {
    if (edit.span.start < position) throw new Error('overlapping text edits');
    result += text.slice(position, edit.span.start) + edit.text;
    position = edit.span.end;
  }
  return result + text.slice(position);
}

export function containsSpan(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
