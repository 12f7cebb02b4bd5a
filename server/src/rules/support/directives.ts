import { parseData } from '../../config/dataConfig.ts';
import type { LoadedConfig } from '../../config/result.ts';
import type { Span } from '../../text/source.ts';

/** A `# mmlens: …` comment, from its `#` to the end of what it says; another comment may stand before it on the line. */
export interface Directive extends Span {
  /** The word after the colon. */
  readonly word: string;
  readonly wordAt: Span;
  /** The rules in brackets; undefined without brackets. */
  readonly names: readonly RuleName[] | undefined;
  /** What stands behind that: a reason, as a rule. */
  readonly rest: string;
}

interface RuleName extends Span {
  readonly id: string;
}

/** The words that a directive may begin with. */
export const DIRECTIVE_WORDS = ['ignore', 'ignore-file', 'iters-per-epoch'] as const;

const DIRECTIVE = /#[ \t]*mmlens:[ \t]*(?<word>[\w-]*)[ \t]*(?:\[(?<names>[^\]#]*)\])?(?<rest>[^#]*)/dg;
const NAME = /[^\s,]+/g;

/** It means some rules and does not name them in brackets. @param rules the ids of all rules */
export function meansRules({ names, rest }: Directive, rules: readonly string[]): boolean {
  return names === undefined && (/^[[({:=,]/.test(rest) || rules.includes(/^[\w-]*/.exec(rest)?.[0] ?? ''));
}

/** The directives of a Python or YAML config, in source order. JSON has no comments. */
export function directivesIn(loaded: LoadedConfig): readonly Directive[] {
  const { text } = loaded.source;
  if (!text.includes('mmlens:')) return [];
  const comments = loaded.module?.comments ?? (loaded.style === 'yaml' ? parseData(loaded.source).comments : []);
  return comments.flatMap(({ start, end }) => [...directivesOf(text.slice(start, end), start)]);
}

function* directivesOf(comment: string, offset: number): Iterable<Directive> {
  for (const match of comment.matchAll(DIRECTIVE)) {
    const { word = '', names, rest = '' } = match.groups ?? {};
    const span = (name: string): Span => {
      const [start, end] = match.indices?.groups?.[name] ?? [0, 0];
      return { start: offset + start, end: offset + end };
    };
    const start = offset + match.index;
    const namesAt = span('names').start;
    yield {
      start,
      end: start + match[0].trimEnd().length,
      word,
      wordAt: span('word'),
      names: names === undefined ? undefined : [...namesOf(names, namesAt)],
      rest: rest.trim(),
    };
  }
}

function* namesOf(list: string, offset: number): Iterable<RuleName> {
  for (const { 0: id, index } of list.matchAll(NAME))
    yield { id, start: offset + index, end: offset + index + id.length };
}
