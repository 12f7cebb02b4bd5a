import { RUNNER_PARAMETERS } from '../config/detect.ts';
import type { LoadedConfig } from '../config/result.ts';
import { detectNewline, lineEnd, lineStart, nextLine } from '../editing/python/style.ts';
import { mentions, type SyntaxIndex } from '../editing/python/syntaxIndex.ts';
import type { Expression, Statement } from '../python/index.ts';
import { applyEdits, containsSpan, type Span, type TextEdit } from '../text/source.ts';
import { ITERS_PER_EPOCH } from '../training/itersPerEpoch.ts';
import type { Unit } from '../training/plan.ts';
import { type Converted, scaled } from './arithmetic.ts';

/** How numbers are written in the other unit. */
export interface NumberWriter {
  /** A number within an expression. */
  number(value: number): Converted | undefined;
  /** All that a variable is set to; undefined when it is no plain number. */
  definition(expression: Expression): Converted | undefined;
}

/** A number that a conversion changes, where it is written in the file at hand, and what it shall be. */
export interface ChangedNumber {
  readonly expression: Expression;
  readonly wanted: number;
}

interface Variable {
  readonly old: string;
  readonly name: string;
  readonly converted: Converted;
  readonly target: Span;
  readonly number: Span;
  readonly statement: Span;
  readonly uses: readonly Span[];
  /** The line that an earlier step added for its own uses. */
  readonly companion: Statement | undefined;
}

/**
 * Top-level variables all of whose uses are numbers that a conversion changes: `max_epochs = 300`. They are converted
 * themselves and named after the new unit. Until the last step has converted its uses, both names stand one below the
 * other, so that the order of steps makes no difference.
 */
export class Variables {
  private readonly text: string;
  private readonly index: SyntaxIndex;
  private readonly writer: NumberWriter;
  private readonly found = new Map<string, Variable>();

  /**
   * @param changed all numbers that the steps change together
   * @param kept names that other files use, which have to stay
   */
  constructor(
    loaded: LoadedConfig,
    index: SyntaxIndex,
    to: Unit,
    writer: NumberWriter,
    changed: readonly ChangedNumber[],
    kept: ReadonlySet<string>,
  ) {
    this.text = loaded.source.text;
    this.index = index;
    this.writer = writer;
    const { body } = index.module;
    for (const [i, statement] of body.entries()) {
      const variable = this.candidate(statement, body[i + 1], to, loaded);
      if (!variable || kept.has(variable.old)) continue;
      if (variable.uses.every((use) => changed.some(({ expression }) => containsSpan(expression, use))))
        this.found.set(variable.old, variable);
    }
  }

  /** Leaves alone those with a use whose arithmetic does not give the wanted number in the other unit. */
  keepWhereNotFollowed(changed: readonly ChangedNumber[]): void {
    const strayed = [...this.found.values()].find(({ uses }) =>
      changed.some(
        ({ expression, wanted }) =>
          uses.some((use) => containsSpan(expression, use)) && this.source(expression, wanted) === undefined,
      ),
    );
    if (!strayed) return;
    this.found.delete(strayed.old);
    this.keepWhereNotFollowed(changed);
  }

  /** An expression over converted variables in the other unit, when it has the wanted value then. */
  source(expression: Expression, wanted: number): string | undefined {
    const { start, end } = expression;
    if (![...this.found.values()].some(({ uses }) => uses.some((use) => containsSpan(expression, use))))
      return undefined;
    const result = scaled(expression, {
      name: (name) => this.converted(name),
      number: (value) => this.writer.number(value),
    });
    if (result?.value !== wanted) return undefined;
    const shifted = result.edits.map(({ span, text }) => ({
      span: { start: span.start - start, end: span.end - start },
      text,
    }));
    return applyEdits(this.text.slice(start, end), shifted);
  }

  /** What the converted variables are called. */
  get names(): readonly string[] {
    return [...this.found.values()].map(({ name }) => name);
  }

  /** What happens to the variables themselves beside `edits`. */
  edits(edits: readonly TextEdit[]): TextEdit[] {
    return [...this.found.values()].flatMap((variable) => {
      const { old, name, target, number, statement, companion, uses } = variable;
      const isUsed = edits.some((edit) => mentions(edit.text, name));
      if (!isUsed && !companion) return [];
      const source = this.definition(variable);
      const isLeft = uses.some(
        (use) => !edits.some((edit) => containsSpan(edit.span, use) && !mentions(edit.text, old)),
      );
      if (isLeft) {
        if (companion) return [];
        const end = lineEnd(this.text, statement.end);
        return [{ span: { start: end, end }, text: `${detectNewline(this.text)}${name} = ${source}` }];
      }
      const renamed = [
        { span: target, text: name },
        { span: number, text: source },
      ];
      return companion ? [...renamed, { span: lineOf(this.text, companion), text: '' }] : renamed;
    });
  }

  private converted(old: string): Converted | undefined {
    const variable = this.found.get(old);
    return variable && { source: variable.name, value: variable.converted.value };
  }

  /** What an earlier step has written for its own uses, or the number converted now. */
  private definition({ companion, converted }: Variable): string {
    const written = companion && assigned(companion)?.expression;
    return written ? this.text.slice(written.start, written.end) : converted.source;
  }

  private candidate(
    statement: Statement,
    next: Statement | undefined,
    to: Unit,
    loaded: LoadedConfig,
  ): Variable | undefined {
    const assignment = assigned(statement);
    if (!assignment || assignment.old === ITERS_PER_EPOCH || RUNNER_PARAMETERS.includes(assignment.old))
      return undefined;
    const { old, target, expression } = assignment;
    const uses = this.index.usesOf(old).filter((use) => use.start !== target.start);
    if (uses.length === 0 || uses.some((use) => use.start < statement.end)) return undefined;
    const converted = this.writer.definition(expression);
    if (!converted) return undefined;
    const name = renamed(old, to);
    const following = next && assigned(next);
    const companion = following?.old === name ? next : undefined;
    const isTaken = this.index.usesOf(name).length > 0 || loaded.config.entries.has(name);
    if (isTaken && !companion) return undefined;
    return { old, name, converted, target, number: expression, statement, uses, companion };
  }
}

function assigned(statement: Statement) {
  if (statement.kind !== 'Assign') return undefined;
  const [target, ...others] = statement.targets;
  if (target?.kind !== 'Name' || others.length > 0) return undefined;
  return { old: target.id, target, expression: statement.value };
}

/** `max_epochs` is `max_iters` in the other unit; `interval`, which names none, becomes `interval_iters`. */
export function renamed(name: string, to: Unit): string {
  const [from, into] = to === 'iter' ? (['epoch', 'iter'] as const) : (['iter', 'epoch'] as const);
  const unit = (word: string) =>
    word === word.toUpperCase() ? into.toUpperCase() : word[0] === word[0]?.toUpperCase() ? capital(into) : into;
  const exchanged = name.replace(new RegExp(`(?<![a-z])${from}(?=s?(?![a-z]))`, 'gi'), unit);
  return exchanged === name ? `${name}_${into}s` : exchanged;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The line of a statement, with its end. */
export function lineOf(text: string, statement: Span): Span {
  const start = lineStart(text, statement.start);
  const end = nextLine(text, statement.end);
  if (end > lineEnd(text, statement.end) || start === 0) return { start, end };
  return { start: start - detectNewline(text).length, end };
}
