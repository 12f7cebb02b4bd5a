/** The classes of values: `type`, `isinstance`, `issubclass`, and unions of classes. */
import { bool, type CallableValue, type CallSite, none, unknown, type Value } from '../values.ts';
import { builtin, positional } from './calls.ts';
import { cursorIn } from './iteration.ts';
import { exceptionIn, PythonError, typeName } from './runtime.ts';
import { viewIn } from './sets.ts';

/** As `repr` shows it. */
export const CONFIG_DICT = 'mmengine.config.config.ConfigDict';

/** The names of the class of a value and of all that it derives from, `object` apart; undefined when not known. */
function classNames(value: Value): readonly string[] | undefined {
  switch (value.kind) {
    case 'unknown':
      return undefined;
    case 'lazy':
      // MMEngine has two classes for them, which no config asks for.
      return value.isReal ? undefined : [];
    case 'bool':
      return ['bool', 'int'];
    case 'dict':
      if (value.flavor === 'ConfigDict') return [CONFIG_DICT, 'addict.addict.Dict', 'dict'];
      return value.flavor === 'OrderedDict' ? ['collections.OrderedDict', 'dict'] : ['dict'];
    case 'object': {
      const exception = exceptionIn(value);
      if (exception) return [value.type, ...exception.ancestors];
      const isPlain = value.type === 'ellipsis' || cursorIn(value) || viewIn(value);
      return isPlain ? [value.type] : undefined;
    }
    default:
      return [typeName(value)];
  }
}

/**
 * `type(value)`; undefined when not known.
 * @param builtins where its own classes are found, which can be called
 */
export function classOf(value: Value, builtins: ReadonlyMap<string, Value> = new Map()): Value | undefined {
  const names = classNames(value);
  const [name] = names ?? [];
  if (name === undefined) return undefined;
  const known = builtins.get(name);
  return known?.kind === 'callable' && known.type === 'class' ? known : plainClass(name, names?.slice(1));
}

function plainClass(name: string, ancestors: readonly string[] = []): CallableValue {
  return {
    ...builtin(name, (call) => (name === 'NoneType' ? none(call.at) : undefined), {
      type: 'class',
      takesUnknown: true,
    }),
    ancestors,
  };
}

/** Behind `int | str`. */
interface Union {
  readonly classes: readonly Value[];
}

function isUnion(payload: unknown): payload is Union {
  return typeof payload === 'object' && payload !== null && 'classes' in payload;
}

/** `a | b` where both are classes, unions of them or None; undefined for anything else. */
export function uniteClasses(a: Value, b: Value, at: CallSite['at']): Value | undefined {
  if (a.kind === 'none' && b.kind === 'none') return undefined;
  const classes: Value[] = [];
  for (const value of [a, b]) {
    const parts = unionIn(value)?.classes ?? [value];
    if (!parts.every((part) => part.kind === 'none' || (part.kind === 'callable' && part.type === 'class')))
      return undefined;
    for (const part of parts) if (!classes.some((known) => nameOf(known) === nameOf(part))) classes.push(part);
  }
  const payload: Union = { classes };
  return { kind: 'object', type: 'types.UnionType', text: classes.map(nameOf).join(' | '), payload, at };
}

function unionIn(value: Value): Union | undefined {
  return value.kind === 'object' && isUnion(value.payload) ? value.payload : undefined;
}

function nameOf(value: Value): string {
  return value.kind === 'callable' ? value.name : 'None';
}

/** `isinstance(value, types)`. */
export function isInstance(call: CallSite): Value | undefined {
  const [value, types] = positional(call, 'isinstance', 2);
  return value && types && isOneOf(classNames(value), types, call);
}

/** `issubclass(cls, types)`. */
export function isSubclass(call: CallSite): Value | undefined {
  const [type, types] = positional(call, 'issubclass', 2);
  const isKnown = type?.kind === 'callable' && type.type === 'class';
  const ancestors = isKnown ? (type.ancestors ?? BUILTIN_BASES[type.name]) : undefined;
  return types && isOneOf(isKnown && ancestors ? [type.name, ...ancestors] : undefined, types, call);
}

/** Of the built-in classes that configs name. */
const BUILTIN_BASES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    'int float str bytes list tuple dict set frozenset range complex bytearray object type'
      .split(' ')
      .map((name) => [name, []]),
  ),
  bool: ['int'],
  'collections.OrderedDict': ['dict'],
};

function isOneOf(names: readonly string[] | undefined, types: Value, call: CallSite): Value | undefined {
  let sure = names !== undefined;
  for (const name of namesIn(types, call)) {
    if (name === 'object' || (name !== undefined && names?.includes(name))) return bool(true, call.at);
    // An abstract class says by itself what counts as its instance.
    if (name === undefined || (name.includes('.') && !CONCRETE.has(name))) sure = false;
  }
  return sure ? bool(false, call.at) : unknown('it is not known what counts as an instance of that class', call.at);
}

const CONCRETE: ReadonlySet<string> = new Set([CONFIG_DICT, 'collections.OrderedDict']);

/** The names of the classes that `isinstance` is asked about; undefined for one that is not known. */
function namesIn(types: Value, call: CallSite, seen: Set<Value> = new Set()): (string | undefined)[] {
  if (types.kind === 'tuple') {
    if (seen.has(types)) return [];
    seen.add(types);
    return types.items.flatMap((slot) => namesIn(slot.value, call, seen));
  }
  const union = unionIn(types)?.classes;
  if (union) return union.map((part) => (part.kind === 'none' ? 'NoneType' : nameOf(part)));
  if (types.kind === 'unknown' || types.kind === 'object' || types.kind === 'lazy') return [undefined];
  if (types.kind === 'callable' && types.type === 'class') return [types.name];
  if (types.kind === 'callable' && types.type === 'object') return [undefined];
  throw new PythonError('TypeError', 'isinstance() arg 2 must be a type, a tuple of types, or a union', call.at);
}
