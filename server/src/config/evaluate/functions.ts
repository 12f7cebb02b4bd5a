/** Functions and lambdas that a config defines, and how Python binds what they are called with. */
import type { FunctionDef, Lambda, Parameter } from '../../python/index.ts';
import { type CallableValue, type CallSite, dict, element, type Slot, tuple, unknown, type Value } from '../values.ts';
import { setItem } from './configDict.ts';
import { evaluate } from './expressions.ts';
import { PythonError, placeOf, type Scope } from './runtime.ts';

/**
 * Calling it runs `body` in a scope of its own.
 * @param locals see `localNames`
 */
export function makeFunction(
  name: string,
  definition: FunctionDef | Lambda,
  scope: Scope,
  locals: ReadonlySet<string>,
  body: (inner: Scope) => Value,
): CallableValue {
  const { parameters } = definition;
  const defaults = parameters.map((parameter) => (parameter.default ? evaluate(parameter.default, scope) : undefined));
  return {
    kind: 'callable',
    name,
    type: 'function',
    at: placeOf(scope, definition),
    call: (call) => {
      if (call.open) return unknown(call.open.reason, call.at);
      const names = bindParameters(name, parameters, defaults, call);
      const inner: Scope = {
        ...scope,
        names,
        parent: isModuleScope(scope) ? undefined : scope,
        locals,
        globalNames: new Set(),
        nonlocalNames: new Set(),
        isComprehension: false,
      };
      const { runtime } = scope;
      const outside = runtime.locals;
      runtime.locals = names;
      try {
        return runtime.budget.nested(() => body(inner));
      } finally {
        runtime.locals = outside;
      }
    },
  };
}

function isModuleScope(scope: Scope): boolean {
  return scope.names === scope.globals;
}

function bindParameters(
  name: string,
  parameters: readonly Parameter[],
  defaults: readonly (Value | undefined)[],
  call: CallSite,
): Map<string, Slot> {
  const names = new Map<string, Slot>();
  const rest = [...call.args];
  const keywords = new Map(call.keywords);
  const fail = (message: string) => new PythonError('TypeError', `${name}() ${message}`, call.at);
  let collectsKeywords = false;
  parameters.forEach((parameter, i) => {
    if (parameter.style === 'var-positional') {
      if (parameter.name) names.set(parameter.name, element(tuple(rest.splice(0), call.at)));
      return;
    }
    if (parameter.style === 'var-keyword') {
      collectsKeywords = true;
      return;
    }
    const byPosition = parameter.style === 'keyword-only' ? undefined : rest.shift();
    const byName = parameter.style === 'positional-only' ? undefined : keywords.get(parameter.name);
    if (byPosition && byName) throw fail(`got multiple values for argument '${parameter.name}'`);
    if (byName) keywords.delete(parameter.name);
    const fallback = defaults[i];
    const slot = byPosition ?? byName ?? (fallback && element(fallback));
    if (!slot) throw fail(`missing required argument: '${parameter.name}'`);
    names.set(parameter.name, slot);
  });
  if (rest.length > 0) throw fail(`takes ${parameters.length} positional arguments but ${call.args.length} were given`);
  const collector = parameters.find((parameter) => parameter.style === 'var-keyword');
  if (collectsKeywords && collector) {
    const collected = dict(call.at);
    collected.literals = [];
    for (const slot of keywords.values()) setItem(collected, slot);
    names.set(collector.name, element(collected, call.at));
  } else if (keywords.size > 0) throw fail(`got an unexpected keyword argument '${[...keywords.keys()][0]}'`);
  return names;
}
