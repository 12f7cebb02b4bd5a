/** `class` statements and decorators, of which little is evaluated. */
import type { ClassDef, Expression, Statement } from '../../python/index.ts';
import { type CallSite, unknown, type Value } from '../values.ts';
import { exceptionClass, isExceptionClass } from './exceptions.ts';
import { evaluate } from './expressions.ts';
import { placeOf, refuseLazy, type Scope } from './runtime.ts';

/** Objects of a class are not evaluated, unless it is a kind of exception, of which the name is what matters. */
export function classValue({ name, bases, body, ...span }: ClassDef, scope: Scope): Value {
  const at = placeOf(scope, span);
  const ancestors: string[] = [];
  let isKnown = true;
  let isException = false;
  for (const { value, form } of bases) {
    const base = evaluate(value, scope);
    refuseLazy(base, at);
    isException ||= isExceptionClass(base);
    if (form !== 'positional' || base.kind !== 'callable' || base.type !== 'class') isKnown = false;
    else ancestors.push(base.name, ...(base.ancestors ?? []));
  }
  if (isException && isKnown) return { ...exceptionClass(name, ancestors, body.some(isDefinition)), at };
  const call = (site: CallSite) => unknown(`objects of the class ${name} are not evaluated`, site.at);
  return { kind: 'callable', name, type: 'class', ...(isKnown && { ancestors }), at, call };
}

/** A decorator that a lazy config imports cannot be called. */
export function refuseLazyDecorators(decorators: readonly Expression[], scope: Scope): void {
  for (const decorator of decorators) refuseLazy(evaluate(decorator, scope), placeOf(scope, decorator));
}

function isDefinition(statement: Statement): boolean {
  return statement.kind !== 'Pass' && !(statement.kind === 'ExpressionStatement' && statement.value.kind === 'String');
}
