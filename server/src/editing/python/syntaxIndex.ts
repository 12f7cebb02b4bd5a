import type { LoadedConfig } from '../../config/result.ts';
import type { Argument, Call, Comment, Expression, Module, Statement } from '../../python/index.ts';
import { oncePer } from '../../text/oncePer.ts';
import type { Span } from '../../text/source.ts';

/** A Python config or script. */
export type ParsedConfig = LoadedConfig & { readonly module: Module };

/** A bracketed sequence of entries: a call, a dict, list or tuple display. */
export interface Container extends Span {
  readonly kind: 'call' | 'dict' | 'list' | 'tuple';
  /** Just behind the opening bracket. */
  readonly open: number;
  /** Just before the closing bracket. */
  readonly close: number;
  readonly entries: readonly Entry[];
  /** What is called; undefined for displays. */
  readonly callee: Expression | undefined;
}

export interface Entry extends Span {
  /** `key` in `key=value` or `'key': value`. */
  readonly keySpan: Span | undefined;
  readonly value: Expression;
  /** `*x` or `**x`. */
  readonly spread: boolean;
}

/** Finds the syntax behind the places that values carry. */
export class SyntaxIndex {
  readonly module: Module;
  private readonly containers = new Map<string, Container>();
  private readonly owners = new Map<string, { readonly container: Container; readonly index: number }>();
  private readonly expressions = new Map<string, Expression>();
  private readonly statements = new Map<string, Statement>();
  /** Code that runs any number of times, or only under some condition. */
  private readonly unsteady: Span[] = [];

  /** @param followsBranches a training script: functions and `if __name__ == …` run once. */
  constructor(module: Module, followsBranches: boolean) {
    this.module = module;
    this.addStatements(module.body, followsBranches);
  }

  containerAt(span: Span): Container | undefined {
    return this.containers.get(keyOf(span));
  }

  /** The container that the entry at `span` stands in. */
  ownerOf(span: Span): { readonly container: Container; readonly index: number } | undefined {
    return this.owners.get(keyOf(span));
  }

  expressionAt(span: Span): Expression | undefined {
    return this.expressions.get(keyOf(span));
  }

  statementAt(span: Span): Statement | undefined {
    return this.statements.get(keyOf(span));
  }

  /** True when the code at `span` runs exactly once, in the order in which it is written. */
  isSteady(span: Span): boolean {
    return !this.unsteady.some((block) => block.start <= span.start && span.end <= block.end);
  }

  allContainers(): Iterable<Container> {
    return this.containers.values();
  }

  *stringSpans(): Iterable<Span> {
    for (const expression of this.expressions.values()) if (expression.kind === 'String') yield expression;
  }

  /** Every appearance of a name in an expression, its bindings included. */
  usesOf(name: string): readonly Span[] {
    const uses: Span[] = [];
    for (const expression of this.expressions.values())
      if (expression.kind === 'Name' && expression.id === name) uses.push(expression);
    return uses;
  }

  commentsIn(span: Span): readonly Comment[] {
    return this.module.comments.filter((comment) => comment.start >= span.start && comment.end <= span.end);
  }

  private addStatements(statements: readonly Statement[], followsBranches: boolean): void {
    for (const statement of statements) this.addStatement(statement, followsBranches);
  }

  private addStatement(statement: Statement, followsBranches: boolean): void {
    this.statements.set(keyOf(statement), statement);
    const blocks = blocksOf(statement);
    if (blocks.length > 0 && statement.kind !== 'With') {
      const runsOnce =
        followsBranches && (statement.kind === 'FunctionDef' || statement.kind === 'If' || statement.kind === 'Try');
      if (!runsOnce) this.unsteady.push(statement);
    }
    for (const block of blocks) this.addStatements(block, followsBranches);
    for (const expression of expressionsOf(statement)) this.addExpression(expression);
  }

  private addExpression(expression: Expression): void {
    // A parenthesised or sole expression may span the same text as the one inside: the outer one is what a value names.
    if (!this.expressions.has(keyOf(expression))) this.expressions.set(keyOf(expression), expression);
    const container = containerOf(expression);
    if (container) {
      this.containers.set(keyOf(expression), container);
      container.entries.forEach((entry, index) => {
        this.owners.set(keyOf(entry), { container, index });
      });
    }
    if (
      expression.kind === 'Comprehension' ||
      expression.kind === 'Lambda' ||
      expression.kind === 'Conditional' ||
      expression.kind === 'Boolean'
    )
      this.unsteady.push(expression);
    for (const part of partsOf(expression)) this.addExpression(part);
  }
}

/** The index of a config, shared by all that edits it. */
export const syntaxIndexOf = oncePer(({ module, style }: ParsedConfig) => new SyntaxIndex(module, style === 'script'));

/** True when the source uses the name. */
export function mentions(source: string, name: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'u').test(source);
}

function keyOf(span: Span): string {
  return `${span.start}:${span.end}`;
}

function containerOf(expression: Expression): Container | undefined {
  const { start, end } = expression;
  switch (expression.kind) {
    case 'Call':
      return {
        kind: 'call',
        start,
        end,
        open: expression.argsSpan.start + 1,
        close: expression.argsSpan.end - 1,
        entries: expression.args.map(argumentEntry),
        callee: expression.callee,
      };
    case 'Dict': {
      const entries = expression.items.map((item) => ({
        start: item.start,
        end: item.end,
        keySpan: item.key,
        value: item.value,
        spread: item.key === undefined,
      }));
      return { kind: 'dict', start, end, open: start + 1, close: end - 1, entries, callee: undefined };
    }
    case 'List':
    case 'Tuple': {
      if (expression.kind === 'Tuple' && !expression.parenthesized) return undefined;
      const entries = expression.elements.map((element) => ({
        start: element.start,
        end: element.end,
        keySpan: undefined,
        value: element,
        spread: element.kind === 'Starred',
      }));
      return {
        kind: expression.kind === 'List' ? 'list' : 'tuple',
        start,
        end,
        open: start + 1,
        close: end - 1,
        entries,
        callee: undefined,
      };
    }
    default:
      return undefined;
  }
}

function argumentEntry(argument: Argument): Entry {
  return {
    start: argument.start,
    end: argument.end,
    keySpan: argument.form === 'keyword' ? argument.nameSpan : undefined,
    value: argument.value,
    spread: argument.form === 'star' || argument.form === 'double-star',
  };
}

/** True for a call that makes a dict out of its keywords. */
export function isDictCall(call: Call | Container): boolean {
  const { callee } = call;
  if (callee?.kind === 'Name') return callee.id === 'dict' || callee.id === 'ConfigDict';
  return callee?.kind === 'Attribute' && (callee.name === 'update' || callee.name === 'ConfigDict');
}

function blocksOf(statement: Statement): (readonly Statement[])[] {
  switch (statement.kind) {
    case 'If':
    case 'For':
    case 'While':
      return [statement.body, statement.orElse];
    case 'With':
    case 'FunctionDef':
    case 'ClassDef':
      return [statement.body];
    case 'Try':
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.orElse,
        statement.finallyBody,
      ];
    default:
      return [];
  }
}

function expressionsOf(statement: Statement): Expression[] {
  switch (statement.kind) {
    case 'Assign':
      return [...statement.targets, statement.value];
    case 'AnnotatedAssign':
      return statement.value ? [statement.target, statement.value] : [statement.target];
    case 'AugmentedAssign':
      return [statement.target, statement.value];
    case 'ExpressionStatement':
      return [statement.value];
    case 'Return':
      return statement.value ? [statement.value] : [];
    case 'If':
    case 'While':
    case 'Assert':
      return [statement.test];
    case 'For':
      return [statement.target, statement.iterable];
    case 'With':
      return statement.items.flatMap((item) => (item.target ? [item.context, item.target] : [item.context]));
    case 'Delete':
      return [...statement.targets];
    case 'Raise':
      return statement.value ? [statement.value] : [];
    default:
      return [];
  }
}

function partsOf(expression: Expression): Expression[] {
  const present = (...parts: (Expression | undefined)[]) => parts.filter((part) => part !== undefined);
  switch (expression.kind) {
    case 'Call':
      return [expression.callee, ...expression.args.map((argument) => argument.value)];
    case 'List':
    case 'Tuple':
    case 'Set':
      return [...expression.elements];
    case 'Dict':
      return expression.items.flatMap((item) => present(item.key, item.value));
    case 'Attribute':
      return [expression.object];
    case 'Subscript':
      return [expression.object, expression.index];
    case 'Slice':
      return present(expression.lower, expression.upper, expression.step);
    case 'Unary':
      return [expression.operand];
    case 'Binary':
    case 'Boolean':
      return [expression.left, expression.right];
    case 'Comparison':
      return [expression.left, ...expression.rest.map((part) => part.right)];
    case 'Conditional':
      return [expression.test, expression.body, expression.orElse];
    case 'Lambda':
      return [expression.body];
    case 'Comprehension':
      return [
        ...present(expression.element, expression.value),
        ...expression.clauses.flatMap((clause) => [clause.target, clause.iterable, ...clause.conditions]),
      ];
    case 'FormattedString':
      return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.value]));
    case 'Starred':
      return [expression.value];
    case 'Named':
      return [expression.target, expression.value];
    default:
      return [];
  }
}
