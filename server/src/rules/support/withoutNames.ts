import type { SourceText, TextEdit } from '../../text/source.ts';
import type { Directive } from './directives.ts';

/** The edit that takes names out of a directive, and the directive with them when none is left. */
export function withoutNames(directive: Directive, dropped: readonly string[], source: SourceText): TextEdit {
  const names = directive.names ?? [];
  const kept = names.filter(({ id }) => !dropped.includes(id));
  const [first, last] = [names[0], names.at(-1)];
  if (kept.length === 0 || !first || !last) return { span: wholeOf(directive, source), text: '' };
  return { span: { start: first.start, end: last.end }, text: kept.map(({ id }) => id).join(', ') };
}

/** A directive with the blanks before it, or with its line when nothing else stands there. */
function wholeOf({ start, end }: Directive, { text }: SourceText): TextEdit['span'] {
  let from = start;
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--;
  if (from > 0 && !/[\r\n]/.test(text.charAt(from - 1))) return { start: from, end };
  const rest = /^[ \t]*(?:\r\n?|\n|$)/.exec(text.slice(end));
  return rest ? { start: from, end: end + rest[0].length } : { start, end };
}
