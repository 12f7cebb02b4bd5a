/** Python's built-in functions and types, as far as configs use them. Nothing here touches the outside world. */
import {
  bool,
  type CallSite,
  element,
  float,
  int,
  list,
  none,
  type Slot,
  set,
  str,
  tuple,
  unknown,
  type Value,
} from '../values.ts';
import { asIndex, asText, bind, builtin, elements, invoke, positional } from './calls.ts';
import { classOf, isInstance, isSubclass } from './classes.ts';
import { dictFromCall } from './dictType.ts';
import { exceptionClasses } from './exceptions.ts';
import { formatValue, toRepr, toText } from './format.ts';
import { iterableBuiltins } from './iterableBuiltins.ts';
import { cursorIn } from './iteration.ts';
import { parsePythonFloat, parsePythonInt, roundFloat, roundToInteger } from './numbers.ts';
import { binary, equal, iterateInAnyOrder, order, rangeLength, truth } from './operators.ts';
import { type Budget, type Builtins, PythonError, typeName } from './runtime.ts';
import { membersOf } from './setMethods.ts';
import { viewIn } from './sets.ts';

/** Functions whose results belong to the running process. */
const OPAQUE_FUNCTIONS =
  '__build_class__ __import__ aiter anext breakpoint compile delattr eval hash id input open'.split(' ');
/** Classes whose objects are not evaluated. */
const OPAQUE_CLASSES = 'bytearray bytes classmethod complex memoryview object property slice staticmethod super'.split(
  ' ',
);
/** What they are differs between versions of Python, and no config needs them. */
const NOT_EVALUATED = 'NotImplemented __doc__ __loader__ __spec__ copyright credits exit help license quit'.split(' ');

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
  define('int', (call) => toInt(call), type);
  define('float', (call) => toFloat(call), type);
  define(
    'str',
    (call) => {
      const [value] = bind(call, 'str', ['object', 'encoding', 'errors']);
      const text = value ? toText(value) : '';
      return text === undefined ? undefined : str(text, call.at);
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
  define('abs', (call) => {
    const [value] = positional(call, 'abs', 1);
    if (value?.kind === 'float') return float(Math.abs(value.value), call.at);
    if (value?.kind === 'bool') return int(Number(value.value), call.at);
    if (value?.kind === 'int') return int(value.value < 0 ? -value.value : value.value, call.at);
    return undefined;
  });
  define('round', (call) => rounded(call));
  define('divmod', (call) => {
    const [a, b] = positional(call, 'divmod', 2);
    if (!a || !b) return undefined;
    return tuple([element(binary('//', a, b, call.at, budget)), element(binary('%', a, b, call.at, budget))], call.at);
  });
  define('pow', (call) => {
    const [a, b, modulus] = bind(call, 'pow', ['base', 'exp', 'mod'], 2);
    return a && b && !modulus ? binary('**', a, b, call.at, budget) : undefined;
  });
  define('sum', (call) => {
    const [iterable, start] = bind(call, 'sum', ['iterable', 'start'], 1);
    const items = iterable && summands(iterable, call, budget);
    if (!items) return undefined;
    let total: Value = start ?? int(0, call.at);
    for (const slot of items) total = binary('+', total, slot.value, call.at, budget);
    return total;
  });
  define('min', (call) => extreme(call, 'min', budget));
  define('max', (call) => extreme(call, 'max', budget));
  define('sorted', (call) => {
    const [first] = call.args;
    const items = first && rankedItems(first.value, call, budget);
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
  for (const [name, base, prefix] of [
    ['bin', 2, '0b'],
    ['oct', 8, '0o'],
    ['hex', 16, '0x'],
  ] as const)
    define(name, (call) => {
      const number = BigInt(asIndex(positional(call, name, 1)[0] ?? none(), call.at));
      return str((number < 0n ? '-' : '') + prefix + (number < 0n ? -number : number).toString(base), call.at);
    });
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

function toInt(call: CallSite): Value | undefined {
  const [value, base] = bind(call, 'int', ['x', 'base']);
  if (!value) return int(0, call.at);
  if (value.kind === 'int' || value.kind === 'bool')
    return int(typeof value.value === 'boolean' ? Number(value.value) : value.value, call.at);
  if (value.kind === 'float') {
    if (!Number.isFinite(value.value))
      throw new PythonError(
        Number.isNaN(value.value) ? 'ValueError' : 'OverflowError',
        'cannot convert float to integer',
        call.at,
      );
    return int(BigInt(Math.trunc(value.value)), call.at);
  }
  if (value.kind === 'str') {
    const number = parsePythonInt(value.value, base ? asIndex(base, call.at) : 10);
    if (number === undefined)
      throw new PythonError('ValueError', `invalid literal for int() with base 10: ${toRepr(value)}`, call.at);
    return int(number, call.at);
  }
  throw new PythonError(
    'TypeError',
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    call.at,
  );
}

function toFloat(call: CallSite): Value | undefined {
  const [value] = positional(call, 'float', 0, 1);
  if (!value) return float(0, call.at);
  if (value.kind === 'int' || value.kind === 'bool' || value.kind === 'float')
    return float(Number(value.value), call.at);
  if (value.kind === 'str') {
    const number = parsePythonFloat(value.value);
    if (number === undefined)
      throw new PythonError('ValueError', `could not convert string to float: ${toRepr(value)}`, call.at);
    return float(number, call.at);
  }
  throw new PythonError(
    'TypeError',
    `float() argument must be a string or a real number, not '${typeName(value)}'`,
    call.at,
  );
}

function range(call: CallSite): Value {
  const numbers = positional(call, 'range', 1, 3).map((value) => asIndex(value, call.at));
  const [start, stop, step] =
    numbers.length === 1 ? [0, numbers[0] ?? 0, 1] : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 1];
  if (step === 0) throw new PythonError('ValueError', 'range() arg 3 must not be zero', call.at);
  return { kind: 'range', start, stop, step, at: call.at };
}

function rounded(call: CallSite): Value | undefined {
  const [value, digits] = bind(call, 'round', ['number', 'ndigits'], 1);
  if (value?.kind === 'bool') return int(Number(value.value), call.at);
  if (value?.kind === 'int')
    return digits && digits.kind !== 'none' && asIndex(digits, call.at) < 0 ? undefined : int(value.value, call.at);
  if (value?.kind !== 'float') return undefined;
  if (digits && digits.kind !== 'none') return float(roundFloat(value.value, asIndex(digits, call.at)), call.at);
  const whole = roundToInteger(value.value);
  if (whole === undefined)
    throw new PythonError(
      Number.isNaN(value.value) ? 'ValueError' : 'OverflowError',
      'cannot convert float to integer',
      call.at,
    );
  return int(whole, call.at);
}

function extreme(call: CallSite, name: 'min' | 'max', budget: Budget): Value | undefined {
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

/** Stable sort as Python's, with `key` and `reverse`; undefined when the order cannot be known. */
export function sortSlots(items: readonly Slot[], call: CallSite): Slot[] | undefined {
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
    if (difference === undefined) known = false;
    return (reverse ? -1 : 1) * (difference ?? 0);
  });
  return known ? ranked.map(({ slot }) => slot) : undefined;
}

/** For `list.index` and `list.remove`: the position of an equal element; undefined when unknown; -1 when there is none. */
export function positionOf(items: readonly Slot[], value: Value): number | undefined {
  for (let i = 0; i < items.length; i++) {
    const same = equal((items[i] as Slot).value, value);
    if (same === undefined) return undefined;
    if (same) return i;
  }
  return -1;
}
