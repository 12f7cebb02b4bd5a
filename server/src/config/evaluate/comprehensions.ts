import type { Comprehension } from '../../python/index.ts';
import { dict, element, list, type Slot, set, type UnknownValue, unknown, type Value } from '../values.ts';
import { setItem } from './configDict.ts';
import { evaluate, notKnown } from './expressions.ts';
import { iterator } from './iteration.ts';
import { localNames } from './locals.ts';
import { distinct, hashKey, iterate, truth } from './operators.ts';
import { placeOf, type Scope } from './runtime.ts';
import { assign } from './targets.ts';

/** A list, set, dict or generator made by loops. */
export function evaluateComprehension(expression: Comprehension, scope: Scope): Value {
  const at = placeOf(scope, expression);
  const inner: Scope = {
    ...scope,
    names: new Map(),
    parent: scope,
    locals: localNames(expression),
    globalNames: new Set(),
    nonlocalNames: new Set(),
    isComprehension: true,
  };
  const slots: Slot[] = [];
  let open: UnknownValue | undefined;
  const run = (depth: number): void => {
    scope.runtime.budget.step();
    const clause = expression.clauses[depth];
    if (!clause) {
      const key = evaluate(expression.element, inner);
      if (expression.value) {
        hashKey(key, at);
        const value = evaluate(expression.value, inner);
        slots.push({
          key,
          value,
          at: placeOf(scope, expression.element),
          keyAt: placeOf(scope, expression.element),
          valueAt: placeOf(scope, expression.value),
          overrides: undefined,
        });
      } else slots.push(element(key, placeOf(scope, expression.element)));
      scope.runtime.budget.allocate(1);
      return;
    }
    const source = evaluate(clause.iterable, depth === 0 ? scope : inner);
    const items = iterate(source, placeOf(scope, clause.iterable), scope.runtime.budget);
    if (!items) {
      open ??= notKnown(source, scope, clause);
      return;
    }
    for (const item of items) {
      assign(clause.target, item, inner);
      let keep: boolean | undefined = true;
      for (const condition of clause.conditions) {
        const test = evaluate(condition, inner);
        keep = truth(test);
        if (keep === undefined) open ??= notKnown(test, scope, clause);
        if (!keep) break;
      }
      if (keep) run(depth + 1);
    }
  };
  run(0);
  if (expression.result === 'dict') {
    const result = dict(at);
    // A comprehension is no literal that a key could be written into.
    result.literals = [];
    for (const slot of slots) setItem(result, { ...slot, overrides: undefined });
    result.open ??= open;
    return result;
  }
  if (open) return unknown(open.reason, at);
  if (expression.result === 'list') return list(slots, at);
  if (expression.result === 'generator') return iterator('generator', slots, at);
  const members = distinct(slots, at);
  return members ? set(members, at) : unknown('one of its members cannot be known here', at);
}
