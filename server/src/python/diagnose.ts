import { indentationProblem } from './layout.ts';
import type { SyntaxProblem } from './syntax.ts';
import { missingCommas, type Scan, scan } from './tokens.ts';

/** What the words of a broken text say about the cause, in source order. */
export interface Diagnosis {
  readonly problems: readonly SyntaxProblem[];
  /** Where a comma belongs: the end of the expression before it. */
  readonly commas: readonly number[];
}

/** The words of a text and what its indentation says, found out once and only if somebody asks. */
export class Wording {
  readonly text: string;
  private words: Scan | undefined;
  private layout: { readonly problem: SyntaxProblem | undefined } | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get scan(): Scan {
    this.words ??= scan(this.text);
    return this.words;
  }

  get indentation(): SyntaxProblem | undefined {
    this.layout ??= { problem: indentationProblem(this.text, this.scan.tokens) };
    return this.layout.problem;
  }
}

/** Looks for the causes that can be named with certainty in a text that the grammar could not read. */
export function diagnose({ text, scan: scanned, indentation }: Wording): Diagnosis {
  const problems: SyntaxProblem[] = [
    ...bracketProblems(scanned),
    ...depthProblem(scanned),
    ...strayCharacters(scanned),
    ...danglingProblem(scanned),
  ];
  for (const span of scanned.unterminated)
    problems.push({
      kind: 'unterminated-string',
      error: 'SyntaxError',
      message: 'This string never ends: its closing quote is missing.',
      ...span,
    });
  if (indentation) problems.push(indentation);
  const commas = missingCommas(scanned);
  for (const { after } of commas)
    problems.push({
      kind: 'missing-comma',
      error: 'SyntaxError',
      message: `A comma is missing after \`${abbreviate(text, after.start, after.end)}\`.`,
      insert: ',',
      start: after.end,
      end: after.end,
    });
  return { problems, commas: commas.map(({ after }) => after.end) };
}

/**
 * Indentation and characters that Python refuses although the grammar makes sense of them.
 * @param suspicious whether anything gave reason to look.
 */
export function hiddenProblems(wording: Wording, suspicious: boolean): SyntaxProblem[] {
  if (!suspicious && !/[\uFEFF\u200B\u2060]|\\\r?\n$/.test(wording.text)) return [];
  const { scan: scanned, indentation } = wording;
  const inIndentation = indentation ? [indentation] : [];
  return [...depthProblem(scanned), ...strayCharacters(scanned), ...danglingProblem(scanned), ...inIndentation];
}

function bracketProblems({ unclosed, unopened }: Scan): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  for (const { bracket } of unclosed)
    problems.push({
      kind: 'unclosed-bracket',
      error: 'SyntaxError',
      message: `This \`${bracket.text}\` is never closed.`,
      start: bracket.start,
      end: bracket.end,
    });
  for (const { text, start, end } of unopened)
    problems.push({
      kind: 'unexpected',
      error: 'SyntaxError',
      message: `This \`${text}\` closes nothing: no bracket is open here.`,
      start,
      end,
    });
  return problems;
}

function danglingProblem({ dangling, unclosed }: Scan): SyntaxProblem[] {
  if (!dangling || unclosed.length > 0) return [];
  const message = 'This backslash joins its line to the next one, and the file ends here. Take it out.';
  return [{ kind: 'unexpected', error: 'SyntaxError', message, ...dangling }];
}

function depthProblem({ tooDeep }: Scan): SyntaxProblem[] {
  if (!tooDeep) return [];
  const message = 'More than 200 brackets are nested here, which is more than Python reads.';
  return [{ kind: 'too-deep', error: 'SyntaxError', message, start: tooDeep.start, end: tooDeep.end }];
}

function strayCharacters({ tokens }: Scan): SyntaxProblem[] {
  return tokens
    .filter((token) => token.kind === 'bad' && !/^[rRbBuUfF]{0,2}['"]/.test(token.text))
    .map(({ text, start, end }) => ({
      kind: start === 0 && text === '\uFEFF' ? 'byte-order-mark' : 'unexpected',
      error: 'SyntaxError',
      message: `Python cannot read the character U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} here.`,
      start,
      end,
    }));
}

const MAX_QUOTED = 40;

function abbreviate(text: string, start: number, end: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(lineStart, end).trim();
  // No word is cut in two.
  return line.length <= MAX_QUOTED ? line : `…${line.slice(-MAX_QUOTED).replace(/^\w+/, '')}`;
}
