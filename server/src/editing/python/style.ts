import type { SyntaxIndex } from './syntaxIndex.ts';

/** How a file is written, as far as new code has to fit in. */
export interface PythonStyle {
  /** `dict(a=1)` or `{'a': 1}`. */
  readonly dicts: 'call' | 'display';
  readonly quote: "'" | '"';
  /** One level of indentation. */
  readonly indent: string;
  readonly newline: '\n' | '\r\n' | '\r';
  /** A broken bracket closes on a line of its own, behind a trailing comma. */
  readonly closesOnOwnLine: boolean;
}

/** The width at which OpenMMLab's configs are wrapped. */
export const LINE_WIDTH = 79;

/** Reads the style off a file; where it says nothing, OpenMMLab's. */
export function detectStyle(text: string, index: SyntaxIndex): PythonStyle {
  let calls = 0;
  let displays = 0;
  let ownLine = 0;
  let hugging = 0;
  let single = 0;
  let double = 0;
  for (const container of index.allContainers()) {
    if (container.kind === 'dict') displays++;
    else if (container.kind === 'call' && container.callee?.kind === 'Name' && container.callee.id === 'dict') calls++;
    const last = container.entries.at(-1);
    if (!last || container.kind === 'list' || container.kind === 'tuple') continue;
    const head = text.slice(container.open, container.entries[0]?.start);
    if (!head.includes('\n') && !head.includes('\r')) continue;
    if (/[\r\n][ \t]*$/.test(text.slice(last.end, container.close))) ownLine++;
    else hugging++;
  }
  for (const span of index.stringSpans()) {
    const quote = /^[a-zA-Z]*(['"])/.exec(text.slice(span.start, span.start + 4))?.[1];
    if (quote === "'") single++;
    else if (quote === '"') double++;
  }
  return {
    dicts: displays > calls ? 'display' : 'call',
    quote: double > single ? '"' : "'",
    indent: detectIndent(text, index),
    newline: detectNewline(text),
    closesOnOwnLine: ownLine > hugging,
  };
}

/** The line ending of the first line that has one. */
export function detectNewline(text: string): '\n' | '\r\n' | '\r' {
  const match = /\r\n|\n|\r/.exec(text)?.[0];
  return match === '\r\n' || match === '\r' ? match : '\n';
}

/** The smallest step by which a bracket's first entry is indented against the line that opens it. */
function detectIndent(text: string, index: SyntaxIndex): string {
  let smallest: string | undefined;
  for (const container of index.allContainers()) {
    const first = container.entries[0];
    if (!first || !/^[ \t]*(?:#[^\r\n]*)?[\r\n]/.test(text.slice(container.open, first.start))) continue;
    const outer = indentAt(text, container.start);
    const inner = indentAt(text, first.start);
    if (!inner.startsWith(outer) || inner.length <= outer.length) continue;
    const step = inner.slice(outer.length);
    if (smallest === undefined || step.length < smallest.length) smallest = step;
  }
  return smallest ?? '    ';
}

/** The white space at the start of the line that `offset` is in. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  // A byte order mark is no part of the line.
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

export function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}

/** The start of the line after `offset`'s, or the end of the text. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  if (text.startsWith('\r\n', end)) return end + 2;
  return end < text.length ? end + 1 : end;
}
