/**
 * Python's rules of indentation, which the grammar does not hold up: it takes any indentation that it can make sense of.
 */
import type { SyntaxProblem } from './syntax.ts';
import type { Token } from './tokens.ts';

/** The first place where Python's tokenizer or parser would refuse the indentation. */
export function indentationProblem(text: string, tokens: readonly Token[]): SyntaxProblem | undefined {
  const stack = [''];
  let opensBlock = false;
  let head: Token | undefined;
  let hasColon = false;
  let previous: Token | undefined;
  for (const token of tokens) {
    if (token.startsLine && token.depth === 0 && token.kind !== 'close') {
      const problem = indentOf(text, token, stack, opensBlock);
      const isLackingColon = !hasColon && head !== undefined && COMPOUND.has(head.text);
      if (problem && isLackingColon && previous) return lackingColon(previous);
      if (problem) return problem;
      opensBlock = false;
      hasColon = false;
      head = token;
    }
    if (token.depth === 0) {
      const isColon = token.text === ':';
      opensBlock = isColon && endsLine(text, token.end);
      hasColon ||= isColon;
    }
    previous = token;
  }
  return undefined;
}

/** What a block follows, after a colon. */
const COMPOUND = new Set('if elif else for while with def class try except finally async'.split(' '));

function lackingColon({ end }: Token): SyntaxProblem {
  return {
    kind: 'unexpected',
    error: 'SyntaxError',
    message: 'A colon is missing at the end of this line.',
    start: end - 1,
    end,
  };
}

function endsLine(text: string, from: number): boolean {
  return /^[ \t\f]*(?:#[^\r\n]*)?(?:[\r\n]|$)/.test(text.slice(from, from + 1000));
}

function indentOf(text: string, token: Token, stack: string[], opensBlock: boolean): SyntaxProblem | undefined {
  const lineStart = Math.max(text.lastIndexOf('\n', token.start - 1), text.lastIndexOf('\r', token.start - 1)) + 1;
  const indent = text
    .slice(lineStart, token.start)
    .replace(/^\uFEFF?.*\f/, '')
    .replace(/^\uFEFF/, '');
  const top = stack.at(-1) as string;
  const problem = (error: 'IndentationError' | 'TabError', message: string): SyntaxProblem => ({
    kind: 'unexpected',
    error,
    message,
    start: token.start,
    end: token.end,
  });
  const order = compare(indent, top);
  if (order === undefined) return problem('TabError', 'inconsistent use of tabs and spaces in indentation');
  if (order > 0) {
    if (!opensBlock) return problem('IndentationError', 'unexpected indent');
    stack.push(indent);
    return undefined;
  }
  if (opensBlock) return problem('IndentationError', 'expected an indented block');
  while (stack.length > 1 && (compare(indent, stack.at(-1) as string) ?? 0) < 0) stack.pop();
  const matched = compare(indent, stack.at(-1) as string);
  if (matched === undefined) return problem('TabError', 'inconsistent use of tabs and spaces in indentation');
  if (matched !== 0) return problem('IndentationError', 'unindent does not match any outer indentation level');
  return undefined;
}

/** Python measures with tabs of eight and of one column; when the two disagree the order is not known. */
function compare(a: string, b: string): number | undefined {
  const wide = width(a, 8) - width(b, 8);
  const narrow = width(a, 1) - width(b, 1);
  return Math.sign(wide) === Math.sign(narrow) ? Math.sign(wide) : undefined;
}

function width(indent: string, tab: number): number {
  let column = 0;
  for (const character of indent) column = character === '\t' ? (Math.floor(column / tab) + 1) * tab : column + 1;
  return column;
}
