/** Python source laid out in lines: on one line what fits and has no comment inside, else one entry a line. */

const WIDTH = 79;
const INDENT = 4;
/** A flat form longer than this never fits, so it is not kept. */
const MAX_FLAT = 100;

export type Layout = Leaf | Group;

interface Leaf {
  readonly kind: 'leaf';
  readonly text: string;
  readonly comment: string | undefined;
}

interface Group {
  readonly kind: 'group';
  readonly open: string;
  readonly close: string;
  readonly entries: readonly LayoutEntry[];
  /** A line of its own before the closing bracket. */
  readonly note: string | undefined;
  readonly flat: string | undefined;
}

export interface LayoutEntry {
  /** `lr=`, `'lr': `, or empty for an element. */
  readonly prefix: string;
  readonly layout: Layout;
  readonly comment: string | undefined;
}

export function leaf(text: string, comment?: string): Layout {
  return { kind: 'leaf', text, comment };
}

/** `lastComma` is for the tuple of one element. */
export function group(
  open: string,
  close: string,
  entries: readonly LayoutEntry[],
  note?: string,
  lastComma = '',
): Layout {
  return {
    kind: 'group',
    open,
    close,
    entries,
    note,
    flat: note === undefined ? flatForm(open, close, entries, lastComma) : undefined,
  };
}

function flatForm(open: string, close: string, entries: readonly LayoutEntry[], lastComma: string): string | undefined {
  let text = open;
  for (const [index, { prefix, layout, comment }] of entries.entries()) {
    const flat = flatOf(layout);
    if (comment !== undefined || flat === undefined || text.length > MAX_FLAT) return undefined;
    text += (index > 0 ? ', ' : '') + prefix + flat;
  }
  return text.length > MAX_FLAT ? undefined : text + lastComma + close;
}

function flatOf(layout: Layout): string | undefined {
  if (layout.kind === 'group') return layout.flat;
  return layout.comment === undefined ? layout.text : undefined;
}

/** Appends the lines of one entry; `suffix` is the comma behind it. */
export function writeLines(lines: string[], { prefix, layout, comment }: LayoutEntry, suffix = '', depth = 0): void {
  const margin = ' '.repeat(INDENT * depth);
  if (layout.kind === 'leaf') {
    lines.push(margin + prefix + layout.text + suffix + commentText([layout.comment, comment]));
    return;
  }
  const line = layout.flat === undefined ? undefined : margin + prefix + layout.flat + suffix;
  if (line !== undefined && line.length <= WIDTH) {
    lines.push(line + commentText([comment]));
    return;
  }
  lines.push(margin + prefix + layout.open + commentText([comment]));
  for (const entry of layout.entries) writeLines(lines, entry, ',', depth + 1);
  if (layout.note !== undefined) lines.push(`${' '.repeat(INDENT * (depth + 1))}# ${oneLine(layout.note)}`);
  lines.push(margin + layout.close + suffix);
}

function commentText(comments: readonly (string | undefined)[]): string {
  const present = comments.filter((comment) => comment !== undefined);
  return present.length === 0 ? '' : `  # ${oneLine(present.join('; '))}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
