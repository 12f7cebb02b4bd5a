/** Python's built-in functions and types, as far as configs use them. Nothing here touches the outside world. */
import {
  bool,
  type CallSite,
  element,
  int,
  list,
  none,
  type Slot,
  str,
  tuple,
  unknown,
  type Value,
} from '../values.ts';
import { decoded } from './bytes.ts';
import { asIndex, asText, bind, builtin, elements, invoke, positional } from './calls.ts';
import { dictFromCall } from './dictType.ts';
import { formatValue, toRepr, toText } from './format.ts';
import { numberBuiltins } from './numberBuiltins.ts';
import { binary, equal, hashKey, iterator, order, rangeLength, truth } from './operators.ts';
import { type Budget, type Builtins, PythonError, typeName } from './runtime.ts';

/** Exceptions that configs raise or catch by name. */
const EXCEPTIONS = [
  'BaseException Exception ArithmeticError AssertionError AttributeError EOFError FileNotFoundError FloatingPointError',
  'ImportError IndexError KeyError LookupError MemoryError ModuleNotFoundError NameError NotImplementedError OSError',
  'OverflowError RecursionError RuntimeError StopIteration SyntaxError TypeError UnicodeError ValueError ZeroDivisionError',
  'Warning UserWarning DeprecationWarning IOError EnvironmentError IsADirectoryError PermissionError',
]
  .join(' ')
  .split(' ');

/** Names that exist but whose results belong to the running process. */
const OPAQUE = [
  'print open input exec eval compile globals locals vars dir id hash iter memoryview bytearray complex frozenset object',
  'property classmethod staticmethod super delattr issubclass breakpoint help exit quit',
  '__import__ __build_class__ __name__ __debug__ aiter anext slice copyright credits license',
]
  .join(' ')
  .split(' ');

/**
 * The built-in scope of one evaluation. Most configs call `dict` and nothing else; the rest waits until it is asked for.
 * @param further those that are defined elsewhere
 */
export function createBuiltins(budget: Budget, further: () => Iterable<readonly [string, Value]>): Builtins {
  const dictType = builtin('dict', (call) => dictFromCall(call, 'dict', budget), {
    type: 'class',
    takesUnknown: true,
  });
  let all: ReadonlyMap<string, Value> | undefined;
  return {
    get: (name) => {
      if (name === 'dict') return dictType;
      all ??= new Map([...allBuiltins(budget, dictType), ...further()]);
      return all.get(name);
    },
  };
}

function allBuiltins(budget: Budget, dictType: Value): ReadonlyMap<string, Value> {
  const scope = new Map<string, Value>();
  const define = (
    name: string,
    implementation: (call: CallSite) => Value | undefined,
    options?: Parameters<typeof builtin>[2],
  ) => scope.set(name, builtin(name, implementation, options));
  const type = { type: 'class' } as const;

  for (const name of OPAQUE) define(name, () => undefined, { takesUnknown: true });
  for (const name of EXCEPTIONS)
    define(
      name,
      (call) => ({ kind: 'object', type: name, text: exceptionText(call), payload: { exception: name }, at: call.at }),
      {
        type: 'class',
        takesUnknown: true,
      },
    );
  define('print', (call) => none(call.at), { takesUnknown: true });
  scope.set('NotImplemented', unknown('NotImplemented is not a value of a config'));

  scope.set('dict', dictType);
  define('list', (call) => sequence(call, 'list', budget), type);
  define('tuple', (call) => sequence(call, 'tuple', budget), type);
  define('set', (call) => setOf(call, budget), type);
  define('frozenset', (call) => setOf(call, budget), type);
  define(
    'bool',
    (call) => {
      const [value] = positional(call, 'bool', 0, 1);
      const known = value ? truth(value) : false;
      return known === undefined ? undefined : bool(known, call.at);
    },
    type,
  );
  for (const [name, value] of numberBuiltins(budget)) scope.set(name, value);
  define(
    'str',
    (call) => {
      const [value, encoding, errors] = bind(call, 'str', ['object', 'encoding', 'errors']);
      if (encoding || errors) return decodedText(value, encoding, errors, call);
      return textResult(value ? toText(value) : '', call);
    },
    type,
  );
  define('bytes', () => undefined, type);
  define(
    'type',
    (call) => {
      const [value] = positional(call, 'type', 1, 3);
      return value && call.args.length === 1 ? scope.get(typeName(value)) : undefined;
    },
    type,
  );
  define('range', (call) => range(call), type);

  define('len', (call) => {
    const [value] = positional(call, 'len', 1);
    const length = value && lengthOf(value, call);
    return length === undefined ? undefined : int(length, call.at);
  });
  define('sum', (call) => {
    const [iterable, start] = bind(call, 'sum', ['iterable', 'start'], 1);
    const items = iterable && elements(iterable, call, budget);
    if (!items) return undefined;
    if (start?.kind === 'str' || start?.kind === 'bytes')
      throw new PythonError('TypeError', `sum() can't sum ${start.kind} [use ''.join(seq) instead]`, call.at);
    let total: Value = start ?? int(0, call.at);
    for (const slot of items) total = binary('+', total, slot.value, call.at, budget);
    return total;
  });
  define('min', (call) => extreme(call, 'min', budget));
  define('max', (call) => extreme(call, 'max', budget));
  define('sorted', (call) => {
    const [first] = positional({ ...call, keywords: new Map() }, 'sorted', 1);
    const items = first && (membersInAnyOrder(first, call) ?? elements(first, call, budget));
    const result = items && sortSlots(items, call);
    return result && list(result, call.at);
  });
  define('reversed', (call) => {
    const [value] = positional(call, 'reversed', 1);
    const items = value && elements(value, call, budget);
    return items && iterator('reversed', [...items].reverse(), call.at);
  });
  define('enumerate', (call) => {
    const [iterable, start] = bind(call, 'enumerate', ['iterable', 'start'], 1);
    const items = iterable && elements(iterable, call, budget);
    if (!items) return undefined;
    budget.allocate(items.length);
    const first = start ? asIndex(start, call.at) : 0;
    const pairs = items.map((slot, i) => element(tuple([element(int(first + i, call.at)), slot], call.at)));
    return iterator('enumerate', pairs, call.at);
  });
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
    { takesUnknown: true },
  );
  define('map', (call) => {
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
  });
  define('filter', (call) => {
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
  });
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
  define('isinstance', (call) => isInstance(call));
  define('repr', (call) => textResult(toRepr(positional(call, 'repr', 1)[0] ?? none()), call));
  define('format', (call) => {
    const [value, spec] = positional(call, 'format', 1, 2);
    return (
      value && textResult(formatValue(value, spec ? asText(spec, 'format()', call.at) : '', call.at, budget), call)
    );
  });
  define('chr', (call) =>
    str(String.fromCodePoint(asIndex(positional(call, 'chr', 1)[0] ?? none(), call.at)), call.at),
  );
  define('ord', (call) =>
    int(asText(positional(call, 'ord', 1)[0] ?? none(), 'ord()', call.at).codePointAt(0) ?? 0, call.at),
  );
  define('next', (call) => {
    const [source, fallback] = positional(call, 'next', 1, 2);
    if (source && source.kind !== 'object')
      throw new PythonError('TypeError', `'${typeName(source)}' object is not an iterator`, call.at);
    if (
      source?.kind !== 'object' ||
      typeof source.payload !== 'object' ||
      source.payload === null ||
      !('next' in source.payload)
    )
      return undefined;
    const next = source.payload.next;
    const slot = typeof next === 'function' ? (next() as Slot | undefined) : undefined;
    if (slot) return slot.value;
    if (fallback) return fallback;
    throw new PythonError('StopIteration', '', call.at);
  });
  define('iter', (call) => {
    const [value] = positional(call, 'iter', 1);
    const items = value && elements(value, call, budget);
    return items && iterator('iterator', items, call.at);
  });
  return scope;
}

function exceptionText(call: CallSite): string {
  return call.args.length === 1 && call.args[0] ? (toText(call.args[0].value) ?? '') : '';
}

/** `str(value, encoding, errors)`. */
function decodedText(
  value: Value | undefined,
  encoding: Value | undefined,
  errors: Value | undefined,
  call: CallSite,
): Value | undefined {
  for (const option of [encoding, errors]) if (option) asText(option, 'str()', call.at);
  if (!value) return str('', call.at);
  if (value.kind === 'bytes') return decoded(value.value, call, encoding, errors);
  if (value.kind === 'object') return undefined;
  throw new PythonError('TypeError', `decoding to str: need a bytes-like object, ${typeName(value)} found`, call.at);
}

function textResult(text: string | undefined, call: CallSite): Value | undefined {
  return text === undefined ? undefined : str(text, call.at);
}

function lengthOf(value: Value, call: CallSite): number | undefined {
  switch (value.kind) {
    case 'str':
      return [...value.value].length;
    case 'bytes':
      return value.value.length;
    case 'list':
    case 'tuple':
      return value.items.length;
    case 'set':
      return value.items.size;
    case 'dict':
      return value.open ? undefined : value.entries.size;
    case 'range':
      return rangeLength(value);
    case 'object':
      return undefined;
    default:
      throw new PythonError('TypeError', `object of type '${typeName(value)}' has no len()`, call.at);
  }
}

function sequence(call: CallSite, kind: 'list' | 'tuple', budget: Budget): Value | undefined {
  const [value] = positional(call, kind, 0, 1);
  if (value?.kind === 'tuple' && kind === 'tuple') return value;
  const items = value ? elements(value, call, budget) : [];
  if (!items) return undefined;
  budget.allocate(items.length);
  return kind === 'list' ? list([...items], call.at) : tuple([...items], call.at);
}

function setOf(call: CallSite, budget: Budget): Value | undefined {
  const [value] = positional(call, 'set', 0, 1);
  const items = value ? elements(value, call, budget) : [];
  if (!items) return undefined;
  const result = new Map<string, Slot>();
  for (const slot of items) {
    const key = hashKey(slot.value, call.at);
    if (key === undefined) return undefined;
    if (!result.has(key)) result.set(key, slot);
  }
  return { kind: 'set', items: result, at: call.at };
}

function range(call: CallSite): Value {
  const numbers = positional(call, 'range', 1, 3).map((value) => asIndex(value, call.at));
  const [start, stop, step] =
    numbers.length === 1 ? [0, numbers[0] ?? 0, 1] : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 1];
  if (step === 0) throw new PythonError('ValueError', 'range() arg 3 must not be zero', call.at);
  return { kind: 'range', start, stop, step, at: call.at };
}

function extreme(call: CallSite, name: 'min' | 'max', budget: Budget): Value | undefined {
  if (call.args.length === 0)
    throw new PythonError('TypeError', `${name} expected at least 1 argument, got 0`, call.at);
  onlyKeywords(call, name, ['key', 'default']);
  if (call.args.length > 1 && call.keywords.has('default'))
    throw new PythonError(
      'TypeError',
      `Cannot specify a default for ${name}() with multiple positional arguments`,
      call.at,
    );
  const single = call.args.length === 1 && call.args[0] ? elements(call.args[0].value, call, budget) : call.args;
  if (!single) return undefined;
  const key = call.keywords.get('key')?.value;
  let best: { value: Value; rank: Value } | undefined;
  for (const { value } of single) {
    const rank = key && key.kind !== 'none' ? invoke(key, [value], call.at) : value;
    const difference = best ? order(rank, best.rank, name === 'min' ? '<' : '>', call.at) : -1;
    if (difference === undefined) return undefined;
    if (!best || (name === 'min' ? difference < 0 : difference > 0)) best = { value, rank };
  }
  if (best) return best.value;
  const fallback = call.keywords.get('default')?.value;
  if (fallback) return fallback;
  throw new PythonError('ValueError', `${name}() arg is an empty sequence`, call.at);
}

function onlyKeywords(call: CallSite, name: string, allowed: readonly string[]): void {
  for (const keyword of call.keywords.keys())
    if (!allowed.includes(keyword))
      throw new PythonError('TypeError', `'${keyword}' is an invalid keyword argument for ${name}()`, call.at);
}

/** A set's members, for what does not depend on their order: they differ, so sorting them leaves no choice. */
function membersInAnyOrder(value: Value, call: CallSite): readonly Slot[] | undefined {
  return value.kind === 'set' && !call.keywords.has('key') ? [...value.items.values()] : undefined;
}

/** Stable sort as Python's, with `key` and `reverse`; undefined when the order cannot be known. */
export function sortSlots(items: readonly Slot[], call: CallSite): Slot[] | undefined {
  onlyKeywords(call, 'sort', ['key', 'reverse']);
  const key = call.keywords.get('key')?.value;
  const reverse = truth(call.keywords.get('reverse')?.value ?? bool(false));
  if (reverse === undefined) return undefined;
  const ranked = items.map((slot) => ({
    slot,
    rank: key && key.kind !== 'none' ? invoke(key, [slot.value], call.at) : slot.value,
  }));
  let known = true;
  ranked.sort((a, b) => {
    const difference = order(a.rank, b.rank, '<', call.at);
    // Where nan ends up depends on what it is compared with.
    if (difference === undefined || Number.isNaN(difference)) known = false;
    return (reverse ? -1 : 1) * (difference ?? 0);
  });
  return known ? ranked.map(({ slot }) => slot) : undefined;
}

function isInstance(call: CallSite): Value | undefined {
  const [value, types] = positional(call, 'isinstance', 2);
  if (!value || !types || value.kind === 'object' || value.kind === 'lazy') return undefined;
  const candidates = types.kind === 'tuple' ? types.items.map((slot) => slot.value) : [types];
  const names = new Set<string>([typeName(value)]);
  if (value.kind === 'bool') names.add('int');
  if (value.kind === 'dict') names.add('dict');
  names.add('object');
  let sure = true;
  for (const candidate of candidates) {
    if (candidate.kind !== 'callable' || candidate.type !== 'class') sure = false;
    else if (names.has(candidate.name)) return bool(true, call.at);
  }
  return sure ? bool(false, call.at) : undefined;
}

/** For `list.index` and `list.remove`: the position of an equal element; undefined when unknown; -1 when there is none. */
export function positionOf(items: readonly Slot[], value: Value, lower = 0, upper = items.length): number | undefined {
  for (let i = lower; i < upper; i++) {
    const same = equal((items[i] as Slot).value, value);
    if (same === undefined) return undefined;
    if (same) return i;
  }
  return -1;
}
