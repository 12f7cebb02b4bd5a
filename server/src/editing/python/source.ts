import { LINE_WIDTH, type PythonStyle } from './style.ts';

/** Python source yet to be laid out. */
export type Source =
  | { readonly kind: 'text'; readonly text: string }
  /** `complete` when it stands alone and is not merged into what is inherited. */
  | { readonly kind: 'dict'; readonly entries: readonly SourceEntry[]; readonly complete?: boolean }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Source[] };

export interface SourceEntry {
  readonly key: string;
  readonly value: Source;
}

export function sourceText(text: string): Source {
  return { kind: 'text', text };
}

export function isIdentifier(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !KEYWORDS.has(name);
}

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import ' +
    'in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

export function quoted(value: string, style: PythonStyle): string {
  const escaped = value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t');
  const other = style.quote === "'" ? '"' : "'";
  if (!escaped.includes(style.quote)) return style.quote + escaped + style.quote;
  if (!escaped.includes(other)) return other + escaped + other;
  return style.quote + escaped.replaceAll(style.quote, `\\${style.quote}`) + style.quote;
}

/** `key=` or `'key': `. */
function keyText(key: string, style: PythonStyle, form: PythonStyle['dicts']): string {
  return form === 'call' ? `${key}=` : `${quoted(key, style)}: `;
}

/** An entry of a dict, laid out as {@link layOut} does. */
export function layOutEntry(
  entry: SourceEntry,
  form: PythonStyle['dicts'],
  style: PythonStyle,
  indent: string,
  column: number,
  tail: number,
): string {
  const key = keyText(entry.key, style, form);
  return key + layOut(entry.value, style, indent, column + key.length, tail);
}

/**
 * The source on one line when it fits, else broken as OpenMMLab's configs are.
 * @param indent white space of the line it starts on
 * @param column where on that line it starts
 * @param tail characters that follow it on its last line
 */
export function layOut(source: Source, style: PythonStyle, indent: string, column: number, tail: number): string {
  const flat = oneLine(source, style);
  if (source.kind === 'text' || column + flat.length + tail <= LINE_WIDTH) return flat;
  const inner = indent + style.indent;
  const parts = partsOf(source);
  if (parts.length === 0) return flat;
  const [open, close, form] = brackets(source, style);
  const ownLine = style.closesOnOwnLine || source.kind === 'list';
  const last = parts.length - 1;
  const lines = parts.map((part, i) => {
    const after = i < last ? 1 : ownLine ? Number(style.closesOnOwnLine) : close.length + tail;
    const text =
      part.key === undefined
        ? layOut(part.value, style, inner, inner.length, after)
        : layOutEntry({ key: part.key, value: part.value }, form, style, inner, inner.length, after);
    return inner + text;
  });
  const body = lines.join(`,${style.newline}`);
  const single = source.kind === 'tuple' && parts.length === 1 && !style.closesOnOwnLine ? ',' : '';
  const end = ownLine
    ? `${style.closesOnOwnLine ? ',' : ''}${single}${style.newline}${indent}${close}`
    : single + close;
  return `${open}${style.newline}${body}${end}`;
}

function oneLine(source: Source, style: PythonStyle): string {
  if (source.kind === 'text') return source.text;
  const [open, close, form] = brackets(source, style);
  const parts = partsOf(source).map(
    (part) => (part.key === undefined ? '' : keyText(part.key, style, form)) + oneLine(part.value, style),
  );
  return open + parts.join(', ') + (source.kind === 'tuple' && parts.length === 1 ? ',' : '') + close;
}

function partsOf(
  source: Exclude<Source, { kind: 'text' }>,
): readonly { readonly key?: string; readonly value: Source }[] {
  return source.kind === 'dict' ? source.entries : source.items.map((value) => ({ value }));
}

function brackets(
  source: Exclude<Source, { kind: 'text' }>,
  style: PythonStyle,
): [string, string, PythonStyle['dicts']] {
  if (source.kind === 'list') return ['[', ']', 'call'];
  if (source.kind === 'tuple') return ['(', ')', 'call'];
  const form =
    style.dicts === 'call' && source.kind === 'dict' && source.entries.every((entry) => isIdentifier(entry.key))
      ? 'call'
      : 'display';
  return form === 'call' ? ['dict(', ')', form] : ['{', '}', form];
}
