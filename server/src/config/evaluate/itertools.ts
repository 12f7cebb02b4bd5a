/** Python's `itertools`, eagerly: what goes on for ever has elements that are not known. */
import { type CallSite, element, int, none, type Slot, tuple, type Value } from '../values.ts';
import { asIndex, bind, builtin, elements, invoke, positional } from './calls.ts';
import { iterator } from './iteration.ts';
import { binary, truth } from './operators.ts';
import { type Budget, PythonError } from './runtime.ts';

/** What the module has and is evaluated. */
export function itertoolsMembers(budget: Budget): Record<string, Value> {
  const members: Record<string, Value> = {};
  const define = (name: string, items: (call: CallSite) => readonly Slot[] | undefined) => {
    members[name] = builtin(
      `itertools.${name}`,
      (call) => {
        const all = items(call);
        budget.allocate(all?.length ?? 0);
        return all && iterator(`itertools.${name}`, all, call.at);
      },
      { type: 'class' },
    );
  };
  const all = (call: CallSite) => columns(call, budget);
  const group = (slots: readonly Slot[], call: CallSite) => {
    budget.allocate(slots.length);
    return element(tuple([...slots], call.at));
  };

  define('chain', (call) => all(call)?.flat());
  define('product', (call) => {
    const repeat = call.keywords.get('repeat');
    const once = all({ ...call, keywords: without(call, 'repeat') });
    const times = repeat ? asIndex(repeat.value, call.at) : 1;
    if (!once || times > MOST_COLUMNS) return undefined;
    let rows: Slot[][] = [[]];
    for (const column of Array.from({ length: times }, () => once).flat()) {
      budget.allocate(rows.length * column.length);
      rows = rows.flatMap((row) => column.map((slot) => [...row, slot]));
    }
    return rows.map((row) => group(row, call));
  });
  define('repeat', (call) => {
    const [, times] = bind(call, 'repeat', ['object', 'times'], 1);
    if (!times || !call.args[0]) return undefined;
    const length = Math.max(0, asIndex(times, call.at));
    budget.allocate(length);
    return new Array<Slot>(length).fill(call.args[0]);
  });
  define('zip_longest', (call) => {
    const fill = call.keywords.get('fillvalue') ?? element(none(call.at));
    const lists = all({ ...call, keywords: without(call, 'fillvalue') });
    const length = Math.max(0, ...(lists ?? []).map((items) => items.length));
    return (
      lists &&
      Array.from({ length }, (_, i) =>
        group(
          lists.map((items) => items[i] ?? fill),
          call,
        ),
      )
    );
  });
  define('islice', (call) => {
    const [source, ...bounds] = positional(call, 'islice', 2, 4);
    const items = source && elements(source, call, budget);
    const [start, stop, step] = bounds.length === 1 ? [undefined, bounds[0], undefined] : bounds;
    const read = (value: Value | undefined, fallback: number) =>
      !value || value.kind === 'none' ? fallback : asIndex(value, call.at);
    const [first, end, by] = [read(start, 0), read(stop, Number.POSITIVE_INFINITY), read(step, 1)];
    if (first < 0 || end < 0 || by < 1)
      throw new PythonError(
        'ValueError',
        'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.',
        call.at,
      );
    return items?.slice(first, end).filter((_, i) => i % by === 0);
  });
  define('accumulate', (call) => {
    const [source, combine, initial] = bind(call, 'accumulate', ['iterable', 'func', 'initial'], 1);
    const items = source && elements(source, call, budget);
    if (!items) return undefined;
    let total: Value | undefined = initial?.kind === 'none' ? undefined : initial;
    const totals: Slot[] = total ? [element(total)] : [];
    for (const { value } of items) {
      const last: Value | undefined = total;
      if (!last) total = value;
      else if (!combine || combine.kind === 'none') total = binary('+', last, value, call.at, budget);
      else total = invoke(combine, [last, value], call.at);
      totals.push(element(total));
    }
    return totals;
  });
  define('starmap', (call) => {
    const [callee, rows] = positional(call, 'starmap', 2);
    const results: Slot[] = [];
    for (const row of (rows && elements(rows, call, budget)) ?? [undefined]) {
      const args = row && elements(row.value, call, budget);
      if (!args || !callee) return undefined;
      results.push(
        element(
          invoke(
            callee,
            args.map((slot) => slot.value),
            call.at,
          ),
        ),
      );
    }
    return results;
  });
  define('takewhile', (call) => split(call, budget)?.before);
  define('dropwhile', (call) => split(call, budget)?.after);
  define('combinations', (call) =>
    chosen(call, budget, (_, next, from) => next >= from)?.map((row) => group(row, call)),
  );
  define('permutations', (call) =>
    chosen(call, budget, (used, next) => !used.includes(next))?.map((row) => group(row, call)),
  );
  for (const name of ['count', 'cycle'])
    members[name] = builtin(`itertools.${name}`, () => undefined, { type: 'class', takesUnknown: true });
  return members;
}

/** `itertools.chain.from_iterable`. */
export function chainFromIterable(budget: Budget): Value {
  return builtin('from_iterable', (call) => {
    const [source] = positional(call, 'from_iterable', 1);
    const parts = (source && elements(source, call, budget))?.map((slot) => elements(slot.value, call, budget));
    if (!parts?.every((part) => part !== undefined)) return undefined;
    const all = parts.flat();
    budget.allocate(all.length);
    return iterator('itertools.chain', all, call.at);
  });
}

const MOST_COLUMNS = 64;

function without(call: CallSite, keyword: string): CallSite['keywords'] {
  return new Map([...call.keywords].filter(([name]) => name !== keyword));
}

/** The elements of all arguments; undefined when those of one are not known. */
function columns(call: CallSite, budget: Budget): (readonly Slot[])[] | undefined {
  const lists: (readonly Slot[])[] = [];
  for (const value of positional(call, 'itertools', 0, Number.POSITIVE_INFINITY)) {
    const items = elements(value, call, budget);
    if (!items) return undefined;
    lists.push(items);
  }
  return lists;
}

/** The elements up to the first that fails the test, and from there on. */
function split(call: CallSite, budget: Budget): { before: readonly Slot[]; after: readonly Slot[] } | undefined {
  const [test, source] = positional(call, 'takewhile', 2);
  const items = source && elements(source, call, budget);
  if (!items || !test) return undefined;
  for (const [index, slot] of items.entries()) {
    const holds = truth(invoke(test, [slot.value], call.at));
    if (holds === undefined) return undefined;
    if (!holds) return { before: items.slice(0, index), after: items.slice(index) };
  }
  return { before: items, after: [] };
}

/** Rows of elements at positions that `allows` lets follow each other, in the order of their positions. */
function chosen(
  call: CallSite,
  budget: Budget,
  allows: (used: readonly number[], next: number, from: number) => boolean,
): Slot[][] | undefined {
  const [source, length] = bind(call, 'combinations', ['iterable', 'r'], 1);
  const items = source && elements(source, call, budget);
  if (!items) return undefined;
  const size = length && length.kind !== 'none' ? asIndex(length, call.at) : items.length;
  if (size < 0) throw new PythonError('ValueError', 'r must be non-negative', call.at);
  const rows: Slot[][] = [];
  const extend = (used: readonly number[]): void => {
    budget.step();
    if (used.length === size) {
      rows.push(used.map((index) => items[index] ?? element(int(0))));
      return;
    }
    const from = (used.at(-1) ?? -1) + 1;
    for (let next = 0; next < items.length; next++) {
      budget.step();
      if (allows(used, next, from)) budget.nested(() => extend([...used, next]));
    }
  };
  if (size <= items.length) extend([]);
  return rows;
}
