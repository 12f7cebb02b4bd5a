/** Syntax that stands elsewhere than where it was read. */
import type { Span } from '../text/source.ts';
import type { Alias, Assign, Expression, Statement } from './syntax.ts';

/** The same tree with every span led back to the text that the user sees. */
export function withSpans<T>(node: T, originalSpan: (span: Span) => Span): T {
  if (Array.isArray(node)) return node.map((item: unknown) => withSpans(item, originalSpan)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const copy = { ...inFull(node) } as Record<string, unknown>;
  for (const key in copy) {
    const value = copy[key];
    if (typeof value === 'object' && value !== null) copy[key] = withSpans(value, originalSpan);
  }
  const { start, end } = copy;
  if (typeof start === 'number' && typeof end === 'number') {
    const original = originalSpan({ start, end });
    copy.start = original.start;
    copy.end = original.end;
  }
  return copy as T;
}

/** What is read once, and stands in many places. */
export type Movable = Extract<Statement, { kind: 'Assign' | 'Import' | 'ImportFrom' }>;

export function isMovable(statement: Statement): statement is Movable {
  return statement.kind === 'Assign' || statement.kind === 'Import' || statement.kind === 'ImportFrom';
}

/** The statement as it would have been read `by` characters further on. */
export function moved(statement: Movable, by: number): Movable {
  if (by === 0) return statement;
  switch (statement.kind) {
    case 'Assign':
      return new MovedAssign(statement, by);
    case 'Import':
      return { kind: 'Import', names: movedNames(statement.names, by), ...shiftedSpan(statement, by) };
    case 'ImportFrom':
      return {
        ...statement,
        moduleSpan: shiftedSpan(statement.moduleSpan, by),
        names: movedNames(statement.names, by),
        ...shiftedSpan(statement, by),
      };
  }
}

function movedNames(names: readonly Alias[], by: number): readonly Alias[] {
  return names.map(({ name, asName, start, end }) => ({ name, asName, start: start + by, end: end + by }));
}

/** A node with all of its parts as properties of its own, for whoever goes over the parts of any node. */
export function inFull<T extends object>(node: T): T {
  return node instanceof MovedAssign ? (node.inFull as object as T) : node;
}

/**
 * Most values are evaluated and never looked at again. So the value is moved when somebody asks for it, and evaluation does
 * with what was read first.
 */
class MovedAssign implements Assign {
  readonly kind = 'Assign';
  readonly targets: readonly Expression[];
  readonly start: number;
  readonly end: number;
  // Whoever goes over all parts shall not come by what stands elsewhere.
  readonly #moved: { readonly from: Assign; readonly by: number };
  #inFull: Assign | undefined;

  constructor(from: Assign, by: number) {
    this.targets = from.targets.map((target) => shifted(target, by));
    this.start = from.start + by;
    this.end = from.end + by;
    this.#moved = { from, by };
  }

  get moved(): { readonly from: Assign; readonly by: number } {
    return this.#moved;
  }

  get value(): Expression {
    return this.inFull.value;
  }

  get inFull(): Assign {
    const { kind, targets, start, end } = this;
    const { from, by } = this.#moved;
    this.#inFull ??= { kind, targets, value: shifted(from.value, by), start, end };
    return this.#inFull;
  }
}

function shifted<T extends Span>(node: T, by: number): T {
  return withSpans(node, (span) => shiftedSpan(span, by));
}

function shiftedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
