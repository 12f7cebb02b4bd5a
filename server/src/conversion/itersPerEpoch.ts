import type { LoadedConfig } from '../config/result.ts';
import { detectNewline, lineEnd, lineStart, nextLine } from '../editing/python/style.ts';
import { mentions, type SyntaxIndex } from '../editing/python/syntaxIndex.ts';
import type { Expression, Module, Statement } from '../python/index.ts';
import { containsSpan, type Span, type TextEdit } from '../text/source.ts';
import { ITERS_PER_EPOCH, itersPerEpochVariable } from '../training/itersPerEpoch.ts';
import { type NumberOfName, numberIn } from './arithmetic.ts';
import { lineOf } from './variables.ts';

/** True when the name is free here, or is already a variable with this number. */
export function canNameItersPerEpoch(loaded: LoadedConfig, index: SyntaxIndex, n: number): boolean {
  const written = itersPerEpochVariable(loaded);
  if (written !== undefined) return written === n;
  return index.usesOf(ITERS_PER_EPOCH).length === 0 && !loaded.config.entries.has(ITERS_PER_EPOCH);
}

/**
 * A number of iterations as a multiple of the variable: `8 * iters_per_epoch`, `max_epochs * iters_per_epoch`.
 * @param expression what stands there now, in epochs; `old` is its value
 * @returns undefined when the number is no multiple
 */
export function timesItersPerEpoch(
  expression: Expression | undefined,
  text: string,
  old: number | undefined,
  value: number,
  n: number,
): string | undefined {
  if (expression && expression.kind !== 'Number' && old !== undefined && old > 1) {
    const source = text.slice(expression.start, expression.end);
    if (!/[\r\n#]/.test(source)) {
      if (old * n === value) return `${isFactor(expression) ? source : `(${source})`} * ${ITERS_PER_EPOCH}`;
      if ((old - 1) * n + 1 === value) return `(${source} - 1) * ${ITERS_PER_EPOCH} + 1`;
    }
  }
  if (!Number.isInteger(value) || value < n) return undefined;
  const times = (count: number) => (count === 1 ? ITERS_PER_EPOCH : `${count} * ${ITERS_PER_EPOCH}`);
  if (value % n === 0) return times(value / n);
  return (value - 1) % n === 0 ? `${times((value - 1) / n)} + 1` : undefined;
}

/** The inverse of {@link timesItersPerEpoch}: the part of the expression that counts epochs, when it has the wanted value. */
export function withoutItersPerEpoch(
  expression: Expression | undefined,
  text: string,
  wanted: number,
  numberOf: NumberOfName,
): string | undefined {
  const epochs = expression && epochsIn(expression);
  if (!epochs) return undefined;
  // One is taken off and added again where a milestone looks ahead.
  const parts = epochs.kind === 'Binary' && epochs.operator === '-' ? [epochs, epochs.left] : [epochs];
  const found = parts.find((part) => numberIn(part, numberOf) === wanted);
  return found && withoutParentheses(text.slice(found.start, found.end));
}

/** Arithmetic without the parentheses that it stood in as a factor. */
function withoutParentheses(source: string): string {
  if (!source.startsWith('(') || !source.endsWith(')')) return source;
  let depth = 0;
  for (const [i, character] of [...source].entries()) {
    if (character === '(') depth++;
    else if (character === ')') depth--;
    if (depth === 0 && i < source.length - 1) return source;
  }
  return source.slice(1, -1).trim();
}

/** `x` in `x * iters_per_epoch` and in `x * iters_per_epoch + 1`. */
export function epochsIn(expression: Expression): Expression | undefined {
  if (expression.kind !== 'Binary') return undefined;
  if (expression.operator === '+') return epochsIn(expression.left);
  if (expression.operator !== '*') return undefined;
  return isName(expression.right) ? expression.left : isName(expression.left) ? expression.right : undefined;
}

/** The line that defines the variable comes and goes with its uses: the edits for it beside `edits`. */
export function definitionEdits(text: string, index: SyntaxIndex, n: number, edits: readonly TextEdit[]): TextEdit[] {
  const statement = definition(index.module);
  const isWritten = edits.some((edit) => mentions(edit.text, ITERS_PER_EPOCH));
  if (!statement) return isWritten ? [insertion(index.module, text, n)] : [];
  const uses = index.usesOf(ITERS_PER_EPOCH).filter((use) => !containsSpan(statement, use));
  const isOver =
    !isWritten && uses.length > 0 && uses.every((use) => edits.some((edit) => containsSpan(edit.span, use)));
  const isAlone = text.slice(statement.end, lineEnd(text, statement.end)).trim() === '';
  return isOver && isAlone ? [{ span: withBlankLine(text, lineOf(text, statement)), text: '' }] : [];
}

function definition(module: Module): Statement | undefined {
  const [only, ...others] = module.body.filter(
    (statement) => statement.kind === 'Assign' && statement.targets.some((target) => isName(target)),
  );
  return others.length === 0 ? only : undefined;
}

/** Below the docstring, the bases and the imports. */
function insertion(module: Module, text: string, n: number): TextEdit {
  const newline = detectNewline(text);
  const line = `${ITERS_PER_EPOCH} = ${n}`;
  const end = module.body.findIndex((statement) => !isHeading(statement));
  const heading = module.body[(end < 0 ? module.body.length : end) - 1];
  if (heading) {
    const at = lineEnd(text, heading.end);
    return { span: { start: at, end: at }, text: `${heading.kind === 'Assign' ? '' : newline}${newline}${line}` };
  }
  const start = lineStart(text, module.body[0]?.start ?? 0);
  return { span: { start, end: start }, text: line + newline };
}

function isHeading(statement: Statement): boolean {
  switch (statement.kind) {
    case 'Import':
    case 'ImportFrom':
    case 'With':
      return true;
    case 'ExpressionStatement':
      return statement.value.kind === 'String';
    case 'Assign':
      return statement.targets.some((target) => target.kind === 'Name' && target.id === '_base_');
    default:
      return false;
  }
}

/** Of two blank lines that would meet, one goes as well. */
function withBlankLine(text: string, line: Span): Span {
  if (line.start === 0) return line;
  const before = lineStart(text, line.start - 1);
  const isBlank = (start: number) => text.slice(start, lineEnd(text, start)).trim() === '';
  const isFollowedByBlank = line.end < text.length && isBlank(line.end);
  return isBlank(before) && isFollowedByBlank && before < line.start && nextLine(text, before) === line.start
    ? { start: before, end: line.end }
    : line;
}

function isName(expression: Expression): boolean {
  return expression.kind === 'Name' && expression.id === ITERS_PER_EPOCH;
}

/** True when a `*` can stand behind it without parentheses. */
function isFactor({ kind, ...rest }: Expression): boolean {
  if (kind === 'Binary') return 'operator' in rest && (rest.operator === '*' || rest.operator === '/');
  return ['Name', 'Attribute', 'Call', 'Subscript'].includes(kind);
}
