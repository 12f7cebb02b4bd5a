import { RUNNER_PARAMETERS } from '../config/detect.ts';
import type { LoadedConfig } from '../config/result.ts';
import { slotAt } from '../config/values.ts';
import { mentions, type ParsedConfig, type SyntaxIndex, syntaxIndexOf } from '../editing/python/syntaxIndex.ts';
import type { Expression } from '../python/index.ts';
import { containsSpan, type TextEdit } from '../text/source.ts';
import { ITERS_PER_EPOCH } from '../training/itersPerEpoch.ts';
import type { KeyPath, Unit } from '../training/plan.ts';
import { type Converted, numberIn } from './arithmetic.ts';
import {
  canNameItersPerEpoch,
  definitionEdits,
  epochsIn,
  timesItersPerEpoch,
  withoutItersPerEpoch,
} from './itersPerEpoch.ts';
import type { Literal } from './literal.ts';
import { numberOf, type Operation } from './step.ts';
import { toWholeEpochs } from './units.ts';
import { type ChangedNumber, Variables } from './variables.ts';

/** How converted numbers are written: `58640`, or `8 * iters_per_epoch` with one variable at the top of the file. */
export type NumberStyle = 'literals' | 'expressions';

export interface NotationOptions {
  readonly to: Unit;
  /** Iterations in one pass over the training data. */
  readonly n: number;
  readonly numbers: NumberStyle;
  /** Names of variables that other files use and that have to stay. */
  readonly kept: ReadonlySet<string>;
}

/** Writes the numbers of a conversion the way a Python config writes them: at its variables, as its arithmetic. */
export class Notation {
  private readonly loaded: LoadedConfig;
  private readonly to: Unit;
  private readonly n: number;
  private readonly index: SyntaxIndex;
  /** Numbers can be written as multiples of the variable, and shall be. */
  readonly namesEpoch: boolean;
  private readonly variables: Variables;

  /** @param operations what all steps change together */
  constructor(loaded: ParsedConfig, { to, n, numbers, kept }: NotationOptions, operations: readonly Operation[]) {
    this.loaded = loaded;
    this.to = to;
    this.n = n;
    this.index = syntaxIndexOf(loaded);
    this.namesEpoch = to === 'iter' && numbers === 'expressions' && canNameItersPerEpoch(loaded, this.index, n);
    const changed = operations.flatMap((operation) =>
      operation.kind === 'remove' ? [] : this.changedNumbers(operation.path, operation.value),
    );
    const writer = {
      number: (value: number) => this.converted(to === 'iter' ? value * n : value / n),
      definition: (expression: Expression) => this.definition(expression),
    };
    this.variables = new Variables(loaded, this.index, to, writer, changed, kept);
    // A use that cannot follow its variable would be the only one left to it; then it serves all of them as it is.
    if (this.namesEpoch) this.variables.keepWhereNotFollowed(changed);
  }

  /** The source of a number that a key shall have; undefined when it is best written as it is. */
  source(path: KeyPath, wanted: number): string | undefined {
    const expression = this.expressionOf(path);
    const atVariable = expression && this.variables.source(expression, wanted);
    if (atVariable !== undefined) return atVariable;
    const { text } = this.loaded.source;
    if (this.to === 'epoch') return withoutItersPerEpoch(expression, text, wanted, (name) => this.numberOf(name));
    if (!this.namesEpoch) return undefined;
    // What reads a setting would read it converted.
    const stays = expression && !RUNNER_PARAMETERS.some((name) => this.uses(expression, name)) ? expression : undefined;
    return timesItersPerEpoch(stays, text, this.valueOf(path), wanted, this.n);
  }

  /** The edits with those of the variables that they use, in source order. */
  together(edits: readonly TextEdit[]): TextEdit[] {
    const variables = this.variables.edits(edits);
    const definition = definitionEdits(this.loaded.source.text, this.index, this.n, [...edits, ...variables]);
    const names = [ITERS_PER_EPOCH, ...this.variables.names];
    const isUse = ({ text }: TextEdit) => names.some((name) => mentions(text, name));
    // Of two insertions at one place, what defines a variable stands above what uses it.
    const ordered = [...edits.filter((edit) => !isUse(edit)), ...definition, ...variables, ...edits.filter(isUse)];
    return ordered.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }

  private changedNumbers(path: KeyPath, value: Literal): ChangedNumber[] {
    if (typeof value === 'number') {
      const expression = this.expressionOf(path);
      return expression ? [{ expression, wanted: value }] : [];
    }
    const items = typeof value !== 'object' ? [] : 'list' in value ? value.list : 'tuple' in value ? value.tuple : [];
    return items.flatMap((item, i) => this.changedNumbers([...path, i], item));
  }

  private definition(expression: Expression): Converted | undefined {
    if (this.to === 'iter') {
      const isWhole = expression.kind === 'Number' && expression.type === 'int';
      return isWhole ? this.converted(Number(expression.value) * this.n) : undefined;
    }
    const isProduct = epochsIn(expression) !== undefined;
    if (expression.kind !== 'Number' && !isProduct) return undefined;
    const value = numberIn(expression, (name) => this.numberOf(name));
    if (value === undefined || !Number.isSafeInteger(value) || value < 1) return undefined;
    const epochs = toWholeEpochs(value, this.n);
    const { text } = this.loaded.source;
    const source = withoutItersPerEpoch(expression, text, epochs, (name) => this.numberOf(name));
    return { source: source ?? String(epochs), value: epochs };
  }

  private converted(value: number): Converted | undefined {
    if (!Number.isSafeInteger(value)) return undefined;
    const product = this.namesEpoch ? timesItersPerEpoch(undefined, '', undefined, value, this.n) : undefined;
    return { source: product ?? String(value), value };
  }

  /** The expression in the file at hand that gives a key its value. */
  private expressionOf(path: KeyPath): Expression | undefined {
    const place = slotAt(this.loaded.config, path)?.valueAt;
    return place?.path === this.loaded.path ? this.index.expressionAt(place) : undefined;
  }

  private uses(expression: Expression, name: string): boolean {
    return this.index.usesOf(name).some((use) => containsSpan(expression, use));
  }

  private valueOf(path: KeyPath): number | undefined {
    return numberOf(slotAt(this.loaded.config, path)?.value);
  }

  private numberOf(name: string): number | undefined {
    return this.valueOf([name]);
  }
}
