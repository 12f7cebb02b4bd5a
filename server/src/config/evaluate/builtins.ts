/** Python's built-in functions and types, as far as configs use them. Nothing here touches the outside world. */
import { bool, type CallSite, int, list, none, type Slot, set, str, tuple, unknown, type Value } from '../values.ts';
import { decoded } from './bytes.ts';
import { asIndex, asText, bind, builtin, builtinScope, elements, invoke, positional } from './calls.ts';
import { classOf, isInstance, isSubclass } from './classes.ts';
import { equal, order } from './comparison.ts';
import { dictFromCall } from './dictType.ts';
import { exceptionClasses } from './exceptions.ts';
import { formatValue, toRepr, toText } from './format.ts';
import { iterableBuiltins } from './iterableBuiltins.ts';
import { cursorIn } from './iteration.ts';
import { numberBuiltins } from './numberBuiltins.ts';
import { binary, iterateInAnyOrder, rangeLength, truth } from './operators.ts';
import { type Budget, type Builtins, PythonError, typeName } from './runtime.ts';
import { membersOf } from './setMethods.ts';
import { sizeOf, viewIn } from './sets.ts';

/** Functions whose results belong to the running process. */
const OPAQUE_FUNCTIONS =
  '__build_class__ __import__ aiter anext breakpoint compile delattr eval hash id input open'.split(' ');
/** Classes whose objects are not evaluated. */
const OPAQUE_CLASSES = 'bytearray bytes classmethod complex memoryview object property slice staticmethod super'.split(
  ' ',
);
/** What they are differs between versions of Python, and no config needs them. */
const NOT_EVALUATED =
  'NotImplemented __doc__ __loader__ __package__ __spec__ copyright credits exit help license quit'.split(' ');

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
  const { scope, define } = builtinScope();
  const type = { type: 'class' } as const;

  for (const name of OPAQUE_FUNCTIONS) define(name, () => undefined, { takesUnknown: true });
  for (const name of OPAQUE_CLASSES) define(name, () => undefined, { type: 'class', takesUnknown: true });
  for (const name of NOT_EVALUATED) scope.set(name, unknown(`${name} is not a value of a config`));
  for (const [name, value] of exceptionClasses()) scope.set(name, value);
  scope.set('__name__', str('builtins'));
  scope.set('__debug__', bool(true));
  scope.set('Ellipsis', { kind: 'object', type: 'ellipsis', text: 'Ellipsis', payload: undefined, at: undefined });
  define('print', (call) => none(call.at), { takesUnknown: true });

  scope.set('dict', dictType);
  define('list', (call) => sequence(call, 'list', budget), type);
  define('tuple', (call) => sequence(call, 'tuple', budget), type);
  define('set', (call) => setOf(call, false, budget), type);
  define('frozenset', (call) => setOf(call, true, budget), type);
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
  define(
    'type',
    (call) => {
      const [value] = positional(call, 'type', 1, 3);
      return value && call.args.length === 1 ? classOf(value, scope) : undefined;
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
    const items = iterable && summands(iterable, call, budget);
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
    const items = first && rankedItems(first, call, budget);
    const result = items && sortSlots(items, call);
    return result && list(result, call.at);
  });
  define('isinstance', (call) => isInstance(call));
  define('issubclass', (call) => isSubclass(call));
  define('ascii', (call) => {
    const text = toRepr(positional(call, 'ascii', 1)[0] ?? none());
    return textResult(text === undefined ? undefined : asciiOnly(text), call);
  });
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
  for (const [name, value] of iterableBuiltins(budget)) scope.set(name, value);
  return scope;
}

/** What lies outside of ASCII in a `repr`, escaped as Python escapes it. */
function asciiOnly(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  });
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
    case 'list':
    case 'tuple':
    case 'set':
      return sizeOf(value);
    case 'dict':
      return value.open ? undefined : sizeOf(value);
    case 'range':
      return rangeLength(value);
    case 'object': {
      const dict = viewIn(value)?.dict;
      if (dict) return dict.open ? undefined : dict.entries.size;
      if (!cursorIn(value)) return undefined;
      throw new PythonError('TypeError', `object of type '${typeName(value)}' has no len()`, call.at);
    }
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

function setOf(call: CallSite, isFrozen: boolean, budget: Budget): Value | undefined {
  const [value] = positional(call, isFrozen ? 'frozenset' : 'set', 0, 1);
  if (isFrozen && value?.kind === 'set' && value.isFrozen) return value;
  const members = value ? membersOf(value, call.at, budget) : set(new Map());
  return members && set(new Map(members.items), call.at, isFrozen);
}

function range(call: CallSite): Value {
  if (call.args.some(({ value }) => value.kind === 'int' && typeof value.value === 'bigint'))
    return unknown('it counts further than is evaluated', call.at);
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
  const single = call.args.length === 1 && call.args[0] ? rankedItems(call.args[0].value, call, budget) : call.args;
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

/** What is sorted, or the greatest of which is looked for: members of a set differ, so their order leaves no choice. */
function rankedItems(value: Value, call: CallSite, budget: Budget): readonly Slot[] | undefined {
  return call.keywords.has('key') ? elements(value, call, budget) : iterateInAnyOrder(value, call.at, budget);
}

/** What is summed up: with integers, the order does not matter. */
function summands(value: Value, call: CallSite, budget: Budget): readonly Slot[] | undefined {
  const items = iterateInAnyOrder(value, call.at, budget);
  const isExact =
    value.kind !== 'set' || items?.every((slot) => slot.value.kind === 'int' || slot.value.kind === 'bool');
  return isExact ? items : elements(value, call, budget);
}

function onlyKeywords(call: CallSite, name: string, allowed: readonly string[]): void {
  for (const keyword of call.keywords.keys())
    if (!allowed.includes(keyword))
      throw new PythonError('TypeError', `'${keyword}' is an invalid keyword argument for ${name}()`, call.at);
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

/** For `list.index` and `list.remove`: the position of an equal element; undefined when unknown; -1 when there is none. */
export function positionOf(items: readonly Slot[], value: Value, lower = 0, upper = items.length): number | undefined {
  for (let i = lower; i < upper; i++) {
    const same = equal((items[i] as Slot).value, value);
    if (same === undefined) return undefined;
    if (same) return i;
  }
  return -1;
}
