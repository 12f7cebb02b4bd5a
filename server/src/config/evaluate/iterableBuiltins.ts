/** The built-in functions that go through iterables, one way or the other. */
import { bool, element, int, type Slot, tuple, type Value } from '../values.ts';
import { asIndex, bind, builtinScope, elements, invoke, positional } from './calls.ts';
import { cursorIn, iterator } from './iteration.ts';
import { truth } from './operators.ts';
import { type Budget, PythonError, typeName } from './runtime.ts';

export function iterableBuiltins(budget: Budget): ReadonlyMap<string, Value> {
  const { scope, define } = builtinScope();
  const type = { type: 'class' } as const;

  define(
    'reversed',
    (call) => {
      const [value] = positional(call, 'reversed', 1);
      if (value?.kind === 'set' || (value && cursorIn(value)))
        throw new PythonError('TypeError', `'${typeName(value)}' object is not reversible`, call.at);
      const items = value && elements(value, call, budget);
      return (
        items && iterator(value.kind === 'list' ? 'list_reverseiterator' : 'reversed', [...items].reverse(), call.at)
      );
    },
    type,
  );
  define(
    'enumerate',
    (call) => {
      const [iterable, start] = bind(call, 'enumerate', ['iterable', 'start'], 1);
      const items = iterable && elements(iterable, call, budget);
      if (!items) return undefined;
      budget.allocate(items.length);
      const first = start ? asIndex(start, call.at) : 0;
      const pairs = items.map((slot, i) => element(tuple([element(int(first + i, call.at)), slot], call.at)));
      return iterator('enumerate', pairs, call.at);
    },
    type,
  );
  define(
    'zip',
    (call) => {
      const strict = call.keywords.get('strict');
      const columns: (readonly Slot[])[] = [];
      for (const slot of call.args) {
        const items = elements(slot.value, call, budget);
        if (!items) return undefined;
        columns.push(items);
      }
      const length = columns.length === 0 ? 0 : Math.min(...columns.map((items) => items.length));
      if (strict && truth(strict.value) !== false && columns.some((items) => items.length !== length))
        throw new PythonError('ValueError', 'zip() argument 2 is shorter than argument 1', call.at);
      budget.allocate(length * columns.length);
      const rows = Array.from({ length }, (_, i) =>
        element(
          tuple(
            columns.map((items) => items[i] as Slot),
            call.at,
          ),
        ),
      );
      return iterator('zip', rows, call.at);
    },
    { type: 'class', takesUnknown: true },
  );
  define(
    'map',
    (call) => {
      const [callee, ...rest] = call.args.map((slot) => slot.value);
      const columns = rest.map((value) => elements(value, call, budget));
      if (!callee || columns.length === 0 || columns.some((items) => !items)) return undefined;
      const length = Math.min(...columns.map((items) => items?.length ?? 0));
      budget.allocate(length);
      return iterator(
        'map',
        Array.from({ length }, (_, i) =>
          element(
            invoke(
              callee,
              columns.flatMap((items) => items?.[i]?.value ?? []),
              call.at,
            ),
          ),
        ),
        call.at,
      );
    },
    type,
  );
  define(
    'filter',
    (call) => {
      const [test, iterable] = positional(call, 'filter', 2);
      const items = iterable && elements(iterable, call, budget);
      if (!items || !test) return undefined;
      const kept: Slot[] = [];
      for (const slot of items) {
        const known = truth(test.kind === 'none' ? slot.value : invoke(test, [slot.value], call.at));
        if (known === undefined) return undefined;
        if (known) kept.push(slot);
      }
      return iterator('filter', kept, call.at);
    },
    type,
  );
  for (const [name, stops] of [
    ['any', true],
    ['all', false],
  ] as const)
    define(name, (call) => {
      const [iterable] = positional(call, name, 1);
      const items = iterable && elements(iterable, call, budget);
      if (!items) return undefined;
      for (const slot of items) {
        const known = truth(slot.value);
        if (known === undefined) return undefined;
        if (known === stops) return bool(stops, call.at);
      }
      return bool(!stops, call.at);
    });
  define('next', (call) => {
    const [source, fallback] = positional(call, 'next', 1, 2);
    if (!source) return undefined;
    const cursor = cursorIn(source);
    if (!cursor && source.kind !== 'object' && source.kind !== 'lazy')
      throw new PythonError('TypeError', `'${typeName(source)}' object is not an iterator`, call.at);
    const slot = cursor ? cursor.next() : 'unknown';
    if (slot === 'unknown') return undefined;
    if (slot) return slot.value;
    if (fallback) return fallback;
    throw new PythonError('StopIteration', '', call.at);
  });
  define('iter', (call) => {
    const [value] = positional(call, 'iter', 1, 2);
    if (call.args.length > 1) return undefined;
    if (value && cursorIn(value)) return value;
    const items = value && elements(value, call, budget);
    return items && iterator('iterator', items, call.at);
  });
  return scope;
}
