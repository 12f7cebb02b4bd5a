import type { Expression } from '../python/index.ts';
import type { TextEdit } from '../text/source.ts';

/** The number behind a name; undefined when it has none. */
export type NumberOfName = (name: string) => number | undefined;

/** The number that arithmetic over literals and names has in Python; undefined for everything else. */
export function numberIn(expression: Expression, numberOf: NumberOfName): number | undefined {
  if (expression.kind === 'Number') return expression.type === 'imaginary' ? undefined : Number(expression.value);
  if (expression.kind === 'Name') return numberOf(expression.id);
  if (expression.kind !== 'Binary') return undefined;
  const left = numberIn(expression.left, numberOf);
  const right = numberIn(expression.right, numberOf);
  return left === undefined || right === undefined ? undefined : combined(expression.operator, left, right);
}

/** A number in the other unit, and how it is written. */
export interface Converted {
  readonly source: string;
  readonly value: number;
}

/** What becomes of the parts of an expression in the other unit; undefined for a part that has no place there. */
export interface Conversions {
  name(name: string): Converted | undefined;
  number(value: number): Converted | undefined;
}

/** Arithmetic in the other unit: the edits that make it so, and its value then. */
export interface Scaled {
  readonly edits: readonly TextEdit[];
  readonly value: number;
}

/**
 * Turns arithmetic over converted variables into the same arithmetic in the other unit: `max_epochs - 20` into
 * `max_iters - 2000`, `max_epochs // 2` into `max_iters // 2`. Undefined when the expression is of another kind.
 */
export function scaled(expression: Expression, convert: Conversions): Scaled | undefined {
  if (expression.kind === 'Name') return replaced(expression, convert.name(expression.id));
  if (expression.kind === 'Number')
    return expression.type === 'int' ? replaced(expression, convert.number(Number(expression.value))) : undefined;
  if (expression.kind !== 'Binary') return undefined;
  const { operator } = expression;
  if (operator === '+' || operator === '-') {
    const left = scaled(expression.left, convert);
    const right = left && scaled(expression.right, convert);
    if (!left || !right) return undefined;
    const value = combined(operator, left.value, right.value);
    return value === undefined ? undefined : { edits: [...left.edits, ...right.edits], value };
  }
  const factor = plainNumber(expression.right);
  if (factor !== undefined && (operator === '*' || operator === '/' || operator === '//'))
    return rescaled(scaled(expression.left, convert), (value) => combined(operator, value, factor));
  const times = plainNumber(expression.left);
  if (times !== undefined && operator === '*')
    return rescaled(scaled(expression.right, convert), (value) => times * value);
  return undefined;
}

function replaced({ start, end }: Expression, converted: Converted | undefined): Scaled | undefined {
  return converted && { edits: [{ span: { start, end }, text: converted.source }], value: converted.value };
}

function rescaled(part: Scaled | undefined, change: (value: number) => number | undefined): Scaled | undefined {
  const value = part && change(part.value);
  return part && value !== undefined ? { edits: part.edits, value } : undefined;
}

function plainNumber(expression: Expression): number | undefined {
  return numberIn(expression, () => undefined);
}

function combined(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case '//':
      return right === 0 ? undefined : Math.floor(left / right);
    default:
      return undefined;
  }
}
