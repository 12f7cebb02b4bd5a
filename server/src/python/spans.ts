/** Syntax that stands elsewhere than where it was read. */
import type { Span } from '../text/source.ts';
import type { Assign, Expression, Statement } from './syntax.ts';

/** The same tree with every span led back to the text that the user sees. */
export function withSpans<T>(node: T, originalSpan: (span: Span) => Span): T {
  if (Array.isArray(node)) return node.map((item: unknown) => withSpans(item, originalSpan)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const copy = { ...wholeOf(node) } as Record<string, unknown>;
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
      return { ...statement, names: statement.names.map((alias) => shifted(alias, by)), ...shiftedSpan(statement, by) };
    case 'ImportFrom':
      return {
        ...statement,
        moduleSpan: shiftedSpan(statement.moduleSpan, by),
        names: statement.names.map((alias) => shifted(alias, by)),
        ...shiftedSpan(statement, by),
      };
  }
}

/** For whoever goes over the parts of any node: the node as an object of its own with all of its parts. */
export function wholeOf<T extends object>(node: T): T {
  return node instanceof MovedAssign ? (node.whole as object as T) : node;
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
  readonly moved: { readonly from: Assign; readonly by: number };
  private made: Assign | undefined;

  constructor(from: Assign, by: number) {
    this.targets = from.targets.map((target) =>
      target.kind === 'Name' ? { ...target, ...shiftedSpan(target, by) } : shifted(target, by),
    );
    this.start = from.start + by;
    this.end = from.end + by;
    this.moved = { from, by };
  }

  get value(): Expression {
    return this.whole.value;
  }

  get whole(): Assign {
    if (!this.made) {
      const { from, by } = this.moved;
      this.made = { ...this.shell, value: shifted(from.value, by) };
    }
    return this.made;
  }

  private get shell(): Omit<Assign, 'value'> {
    const { kind, targets, start, end } = this;
    return { kind, targets, start, end };
  }
}

function shifted<T extends Span>(node: T, by: number): T {
  return withSpans(node, (span) => shiftedSpan(span, by));
}

function shiftedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
