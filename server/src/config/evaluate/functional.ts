/** Python's `functools` and `operator`, as far as configs use them. */
import type { BinaryOperator } from '../../python/index.ts';
import { type CallSite, element, tuple, type Value } from '../values.ts';
import { getAttribute, getItem } from './access.ts';
import { asText, builtin, elements, invoke, positional } from './calls.ts';
import { binary } from './operators.ts';
import { type Budget, PythonError } from './runtime.ts';

/** What `functools` has and is evaluated. */
export function functoolsMembers(budget: Budget): Record<string, Value> {
  return {
    reduce: builtin('reduce', (call) => {
      const [combine, source, initial] = positional(call, 'reduce', 2, 3);
      const items = source && elements(source, call, budget);
      if (!items || !combine) return undefined;
      const values = [...(initial ? [initial] : []), ...items.map((slot) => slot.value)];
      if (values.length === 0)
        throw new PythonError('TypeError', 'reduce() of empty iterable with no initial value', call.at);
      return values.reduce((total, value) => invoke(combine, [total, value], call.at));
    }),
    partial: builtin('functools.partial', partial, { type: 'class', takesUnknown: true }),
  };
}

/** A function that waits for the rest of its arguments; as a value of the config, it is not evaluated. */
function partial(first: CallSite): Value | undefined {
  const [callee] = first.args;
  if (callee?.value.kind !== 'callable') return undefined;
  const { call } = callee.value;
  return callableObject('functools.partial', first, (rest) =>
    call({
      args: [...first.args.slice(1), ...rest.args],
      keywords: new Map([...first.keywords, ...rest.keywords]),
      open: first.open ?? rest.open,
      at: rest.at,
    }),
  );
}

function callableObject(name: string, { at }: CallSite, call: (site: CallSite) => Value): Value {
  return { kind: 'callable', name, type: 'object', call, at };
}

const BINARY: Readonly<Record<string, BinaryOperator>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  and_: '&',
  or_: '|',
  xor: '^',
};

/** What `operator` has and is evaluated. */
export function operatorMembers(budget: Budget): Record<string, Value> {
  const members: Record<string, Value> = {
    itemgetter: getter('itemgetter', (object, key, call) => getItem(object, key, call.at)),
    attrgetter: getter('attrgetter', (object, path, call) =>
      asText(path, 'attribute name', call.at)
        .split('.')
        .reduce((value, name) => getAttribute(value, name, call.at, budget), object),
    ),
  };
  for (const [name, operator] of Object.entries(BINARY))
    members[name] = builtin(name, (call) => {
      const [a, b] = positional(call, name, 2);
      return a && b && binary(operator, a, b, call.at, budget);
    });
  return members;
}

function getter(name: string, read: (object: Value, key: Value, call: CallSite) => Value): Value {
  return builtin(
    `operator.${name}`,
    (first) => {
      const keys = positional(first, name, 1, Number.POSITIVE_INFINITY);
      const call = (site: CallSite): Value | undefined => {
        const [object] = positional(site, name, 1);
        if (!object) return undefined;
        const values = keys.map((key) => read(object, key, site));
        return values.length === 1
          ? values[0]
          : tuple(
              values.map((value) => element(value)),
              site.at,
            );
      };
      return callableObject(`operator.${name}`, first, builtin(name, call).call);
    },
    { type: 'class' },
  );
}
