/** Executes a module's statements on values, as Python would, within a budget. */
import type { Assign, Expression, For, FunctionDef, If, Statement, Try, While } from '../../python/index.ts';
import { element, none, type Slot, type UnknownValue, unknown, type Value } from '../values.ts';
import { classValue, refuseLazyDecorators } from './classDefinition.ts';
import { catches, caught, errorOf } from './exceptions.ts';
import { callValue, evaluate } from './expressions.ts';
import { toText } from './format.ts';
import { makeFunction } from './functions.ts';
import { binaryInPlace } from './inPlace.ts';
import { iterator } from './iteration.ts';
import { liveItems } from './liveItems.ts';
import { boundNames, isGenerator, isName, localNames, nodesIn } from './locals.ts';
import { spoil } from './methods.ts';
import { iterate, truth } from './operators.ts';
import { BudgetExceeded, PythonError, placeOf, type Scope, unknownAt } from './runtime.ts';
import { assign, bindUnknown, deleteTarget, rootNames } from './targets.ts';

/** How a block of statements ended. `unknown`: whether it went on cannot be known. */
type Completion =
  | { kind: 'normal' | 'break' | 'continue' }
  | { kind: 'return'; value: Value }
  | { kind: 'unknown'; value: UnknownValue };

const NORMAL: Completion = { kind: 'normal' };

/** Imports are the affair of the kind of config that is being read. */
export interface Imports {
  execute(statement: Statement & { kind: 'Import' | 'ImportFrom' }, scope: Scope): void;
  /** It depends on the machine that trains whether Python raises an ImportError here. */
  mayFail(statement: Statement & { kind: 'Import' | 'ImportFrom' }): boolean;
}

export interface ModuleOutcome {
  /** What Python would raise, in order; MMEngine stops at the first, this evaluation goes on for the editor's sake. */
  readonly errors: readonly PythonError[];
}

/** Runs the statements of a module in `scope`. */
export function executeModule(body: readonly Statement[], scope: Scope, imports: Imports): ModuleOutcome {
  const errors: PythonError[] = [];
  const executor = new Executor(imports);
  for (const statement of body) {
    try {
      executor.execute(statement, scope);
    } catch (error) {
      if (error instanceof PythonError) errors.push(error);
      else if (!(error instanceof BudgetExceeded || error instanceof RangeError)) throw error;
      const reason =
        error instanceof BudgetExceeded
          ? error.message
          : error instanceof PythonError
            ? `Python raises ${error.errorName} here`
            : 'it is nested too deeply to evaluate';
      forget([statement], unknownAt(scope, statement, reason), scope);
    }
  }
  return { errors };
}

/** Every name that the statements may bind or change becomes unknown. */
function forget(statements: readonly Statement[], value: UnknownValue, scope: Scope): void {
  for (const name of new Set(affectedNames(statements))) {
    const slot = scope.names.get(name);
    if (slot) spoil(slot.value, value);
    bindUnknown(name, value, scope);
  }
}

function affectedNames(statements: readonly Statement[]): string[] {
  return boundNames(statements, rootNames, (statement) => {
    if (statement.kind === 'UnsupportedStatement') return statement.binds;
    return statement.kind === 'ExpressionStatement' && statement.value.kind === 'Call'
      ? rootNames(statement.value.callee)
      : [];
  });
}

class Executor {
  private readonly imports: Imports;
  /** The exceptions that the handlers around the running statement caught, the innermost last. */
  private readonly handled: PythonError[] = [];

  constructor(imports: Imports) {
    this.imports = imports;
  }

  private block(statements: readonly Statement[], scope: Scope): Completion {
    for (const statement of statements) {
      const completion = this.execute(statement, scope);
      if (completion.kind !== 'normal') return completion;
    }
    return NORMAL;
  }

  execute(statement: Statement, scope: Scope): Completion {
    if (statement.kind === 'Assign' && statement.moved) return this.executeElsewhere(statement.moved, scope);
    scope.runtime.budget.step();
    switch (statement.kind) {
      case 'Assign': {
        const slot = assigned(statement, statement.value, scope);
        for (const target of statement.targets) assign(target, slot, scope);
        return NORMAL;
      }
      case 'AnnotatedAssign':
        if (statement.value) assign(statement.target, assigned(statement, statement.value, scope), scope);
        lookUpAnnotation(statement.annotation, scope);
        return NORMAL;
      case 'AugmentedAssign':
        this.augment(statement.target, statement, scope);
        return NORMAL;
      case 'ExpressionStatement':
        evaluate(statement.value, scope);
        return NORMAL;
      case 'If':
        return this.branch(statement, scope);
      case 'For':
        return this.loop(statement, scope);
      case 'While':
        return this.whileLoop(statement, scope);
      case 'With':
        for (const item of statement.items) {
          const context = evaluate(item.context, scope);
          if (item.target)
            assign(
              item.target,
              element(
                unknownAt(scope, item, context.kind === 'unknown' ? context.reason : 'context managers are not run'),
              ),
              scope,
            );
        }
        return this.block(statement.body, scope);
      case 'Try':
        return this.tryBlock(statement, scope);
      case 'FunctionDef':
        this.define(statement, scope);
        return NORMAL;
      case 'ClassDef':
        refuseLazyDecorators(statement.decorators, scope);
        this.bind(statement.name, classValue(statement, scope), statement, scope);
        return NORMAL;
      case 'Import':
      case 'ImportFrom':
        this.imports.execute(statement, scope);
        return NORMAL;
      case 'Return':
        return {
          kind: 'return',
          value: statement.value ? evaluate(statement.value, scope) : none(placeOf(scope, statement)),
        };
      case 'Delete':
        for (const target of statement.targets) deleteTarget(target, scope);
        return NORMAL;
      case 'Assert': {
        const holds = truth(evaluate(statement.test, scope));
        if (holds === false) {
          const message = statement.message ? toText(evaluate(statement.message, scope)) : '';
          throw new PythonError('AssertionError', message ?? '', placeOf(scope, statement));
        }
        return NORMAL;
      }
      case 'Raise':
        throw this.raised(statement.value, scope, placeOf(scope, statement));
      case 'Break':
        return { kind: 'break' };
      case 'Continue':
        return { kind: 'continue' };
      case 'Global':
        for (const name of statement.names) scope.globalNames.add(name);
        return NORMAL;
      case 'Nonlocal':
        for (const name of statement.names) scope.nonlocalNames.add(name);
        return NORMAL;
      case 'UnsupportedStatement':
        forget(
          [statement],
          unknownAt(
            scope,
            statement,
            statement.broken ? 'the code here is broken' : `${statement.what} is not evaluated`,
          ),
          scope,
        );
        return NORMAL;
      default:
        return NORMAL;
    }
  }

  private executeElsewhere({ from, by }: NonNullable<Assign['moved']>, scope: Scope): Completion {
    scope.runtime.offset = by;
    try {
      return this.execute(from, scope);
    } finally {
      scope.runtime.offset = 0;
    }
  }

  private bind(name: string, value: Value, span: Statement, scope: Scope): void {
    assign({ kind: 'Name', id: name, start: span.start, end: span.end }, element(value, placeOf(scope, span)), scope);
  }

  private augment(target: Expression, statement: Statement & { kind: 'AugmentedAssign' }, scope: Scope): void {
    const at = placeOf(scope, statement);
    const left = evaluate(target, scope);
    const right = evaluate(statement.value, scope);
    const result = binaryInPlace(statement.operator, left, right, at, scope.runtime.budget);
    assign(target, { ...element(result, at), valueAt: undefined }, scope);
  }

  private branch(statement: If, scope: Scope): Completion {
    const test = evaluate(statement.test, scope);
    const known = truth(test);
    if (known !== undefined) return this.block(known ? statement.body : statement.orElse, scope);
    return this.giveUp(statement, [...statement.body, ...statement.orElse], test, scope);
  }

  /** Neither way can be followed: what either might bind is unknown, and so is whether it left the block. */
  private giveUp(statement: Statement, affected: readonly Statement[], cause: Value, scope: Scope): Completion {
    const value = unknownAt(
      scope,
      statement,
      cause.kind === 'unknown' ? cause.reason : 'it depends on a value that cannot be known here',
    );
    forget(affected, value, scope);
    return mayLeave(affected) ? { kind: 'unknown', value } : NORMAL;
  }

  private loop(statement: For, scope: Scope): Completion {
    const source = evaluate(statement.iterable, scope);
    const items = iterate(source, placeOf(scope, statement.iterable), scope.runtime.budget);
    const giveUp = (): Completion => {
      for (const name of rootNames(statement.target))
        bindUnknown(name, unknownAt(scope, statement, 'the loop runs over something that cannot be known here'), scope);
      return this.giveUp(statement, [...statement.body, ...statement.orElse], source, scope);
    };
    if (!items) return giveUp();
    scope.runtime.budget.look(items.length);
    const { kind } = source;
    for (const item of liveItems(source, items, placeOf(scope, statement.iterable))) {
      assign(statement.target, { ...item, overrides: undefined }, scope);
      const completion = this.block(statement.body, scope);
      if (completion.kind === 'break') return NORMAL;
      if (completion.kind === 'unknown') return this.giveUp(statement, statement.body, completion.value, scope);
      if (completion.kind === 'return') return completion;
      if (source.kind !== kind) return giveUp();
    }
    return this.block(statement.orElse, scope);
  }

  private whileLoop(statement: While, scope: Scope): Completion {
    for (;;) {
      const test = evaluate(statement.test, scope);
      const known = truth(test);
      if (known === undefined) return this.giveUp(statement, [...statement.body, ...statement.orElse], test, scope);
      if (!known) return this.block(statement.orElse, scope);
      const completion = this.block(statement.body, scope);
      if (completion.kind === 'break') return NORMAL;
      if (completion.kind === 'unknown') return this.giveUp(statement, statement.body, completion.value, scope);
      if (completion.kind === 'return') return completion;
    }
  }

  private tryBlock(statement: Try, scope: Scope): Completion {
    const doubtful = statement.body.find((each) => isImport(each) && this.imports.mayFail(each));
    if (doubtful)
      return this.giveUp(statement, [statement], unknownAt(scope, doubtful, 'it depends on what is installed'), scope);
    let completion: Completion = NORMAL;
    let pending: PythonError | undefined;
    try {
      completion = this.block(statement.body, scope);
      if (completion.kind === 'normal') completion = this.block(statement.orElse, scope);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      pending = error;
      for (const handler of statement.handlers) {
        const type = handler.type && evaluate(handler.type, scope);
        const matches = type ? catches(type, error) : true;
        if (matches === undefined) return this.giveUp(statement, [statement], type ?? none(), scope);
        if (!matches) continue;
        pending = undefined;
        if (handler.name) this.bind(handler.name, caught(error), statement, scope);
        this.handled.push(error);
        try {
          completion = this.block(handler.body, scope);
        } catch (another) {
          if (!(another instanceof PythonError)) throw another;
          pending = another;
        } finally {
          this.handled.pop();
          if (handler.name) scope.names.delete(handler.name);
        }
        break;
      }
    }
    const last = this.block(statement.finallyBody, scope);
    if (last.kind !== 'normal') return last;
    if (pending) throw pending;
    return completion;
  }

  private raised(value: Expression | undefined, scope: Scope, at: PythonError['place']): PythonError {
    if (value) return errorOf(evaluate(value, scope), at);
    const last = this.handled.at(-1);
    return last ?? new PythonError('RuntimeError', 'No active exception to reraise', at);
  }

  private define(statement: FunctionDef, scope: Scope): void {
    const decorators = statement.decorators.map((decorator) => evaluate(decorator, scope));
    const callee = makeFunction(statement.name, statement, scope, localNames(statement), (inner) => {
      const completion = this.block(statement.body, inner);
      if (completion.kind === 'return' || completion.kind === 'unknown') return completion.value;
      return none(placeOf(scope, statement));
    });
    const opaque: Value = {
      ...callee,
      call: (call) => unknown(`${statement.name}() is not evaluated`, call.at),
    };
    const generator: Value = { ...callee, call: (call) => iterator('generator', undefined, call.at) };
    let value: Value = statement.isAsync ? opaque : isGenerator(statement) ? generator : callee;
    for (const decorator of decorators.reverse())
      value = callValue(
        decorator,
        { args: [element(value)], keywords: new Map(), open: undefined, at: placeOf(scope, statement) },
        scope,
      );
    // Most decorators give a function again.
    this.bind(statement.name, value.kind === 'unknown' ? opaque : value, statement, scope);
  }
}

/** What a statement assigns, with where it does. */
function assigned(statement: Statement, expression: Expression, scope: Scope): Slot {
  const value = evaluate(expression, scope);
  const at = placeOf(scope, statement);
  return { key: undefined, value, at, keyAt: undefined, valueAt: placeOf(scope, expression), overrides: undefined };
}

/** Python evaluates the annotations of a module. What they are is nothing to a config; their names have to be there. */
function lookUpAnnotation(annotation: Expression, scope: Scope): void {
  // Where MMEngine takes the module for somebody's, it imports nothing.
  const isPostponed = ['object', 'unknown'].includes(scope.names.get(POSTPONED)?.value.kind ?? '');
  const isEvaluated = scope.names === scope.globals && !isPostponed;
  if (!isEvaluated) return;
  for (const node of nodesIn(annotation)) {
    const value = isName(node) ? evaluate(node, scope) : undefined;
    // What is imported lazily cannot be subscripted either.
    if (value?.kind === 'lazy') evaluate(annotation, scope);
  }
}

/** `from __future__ import annotations` */
const POSTPONED = 'annotations';

function isImport(statement: Statement): statement is Statement & { kind: 'Import' | 'ImportFrom' } {
  return statement.kind === 'Import' || statement.kind === 'ImportFrom';
}

function mayLeave(statements: readonly Statement[]): boolean {
  return statements.some((statement) => {
    switch (statement.kind) {
      case 'Return':
      case 'Break':
      case 'Continue':
      case 'Raise':
        return true;
      case 'If':
      case 'While':
      case 'For':
        return mayLeave(statement.body) || mayLeave(statement.orElse);
      case 'With':
        return mayLeave(statement.body);
      case 'Try':
        return [
          statement.body,
          statement.orElse,
          statement.finallyBody,
          ...statement.handlers.map((handler) => handler.body),
        ].some(mayLeave);
      default:
        return false;
    }
  });
}
