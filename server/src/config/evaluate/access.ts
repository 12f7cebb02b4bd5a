import type { Place } from '../../text/source.ts';
import {
  type BoolValue,
  type BytesValue,
  type DictValue,
  dict,
  element,
  type FloatValue,
  type IntValue,
  int,
  type LazyValue,
  type ModuleValue,
  none,
  type RangeValue,
  type Slot,
  type StringValue,
  str,
  unknown,
  type Value,
} from '../values.ts';
import { bytesMethod } from './bytes.ts';
import { builtin, elements, positional } from './calls.ts';
import { classOf } from './classes.ts';
import { overridden, setItem } from './configDict.ts';
import { exceptionAttribute } from './exceptions.ts';
import { iterationIn } from './iteration.ts';
import { chainFromIterable } from './itertools.ts';
import { methodOf, spoil } from './methods.ts';
import { numberAttribute, rangeAttribute } from './numberBuiltins.ts';
import { hashKey, rangeLength } from './operators.ts';
import { type Budget, PythonError, typeName } from './runtime.ts';
import { sizeOf } from './sets.ts';
import { isMissingName, standardName } from './standardNames.ts';
import { stringMethod, unboundStringMethod } from './strings.ts';

/** Python's `object.name`. */
export function getAttribute(object: Value, name: string, at: Place, budget: Budget): Value {
  // Most methods go over all of it.
  budget.look(sizeOf(object));
  if (name === '__class__') return classOf(object) ?? unknown('its class is not known', at);
  switch (object.kind) {
    case 'unknown':
      return unknown(object.reason, at);
    case 'lazy':
      return lazyAttribute(object, name, at);
    case 'module':
      return moduleAttribute(object, name, at);
    case 'str':
    case 'bytes':
    case 'bool':
    case 'int':
    case 'float':
    case 'range': {
      const attribute = scalarAttribute(object, name, budget);
      if (attribute) return attribute;
      break;
    }
    case 'dict': {
      if (name === 'fromkeys') return fromKeys(object.flavor, budget);
      const method = methodOf(object, name, budget);
      if (method) return method;
      if (object.flavor === 'ConfigDict') {
        const slot = object.entries.get(name);
        if (slot) return slot.value;
        if (object.open) return unknown(object.open.reason, at);
      }
      break;
    }
    case 'list':
    case 'tuple':
    case 'set': {
      const method = methodOf(object, name, budget);
      if (method) return method;
      break;
    }
    case 'callable':
      return name === '__name__'
        ? str(object.name.slice(object.name.lastIndexOf('.') + 1), at)
        : object.name === 'dict' && name === 'fromkeys'
          ? fromKeys('dict', budget)
          : object.name === 'itertools.chain' && name === 'from_iterable'
            ? chainFromIterable(budget)
            : ((object.name === 'str' && object.type === 'class' ? unboundStringMethod(name, budget) : undefined) ??
              unknown(`the attribute ${name} of ${object.name} is not evaluated`, at));
    case 'object':
      return exceptionAttribute(object, name) ?? unknown(`the attribute ${name} is not evaluated`, at);
    default:
  }
  if (NOT_EVALUATED[object.kind]?.has(name) || name.startsWith('__'))
    return unknown(`the attribute ${name} is not evaluated`, at);
  throw new PythonError('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`, at);
}

function moduleAttribute(module: ModuleValue, name: string, at: Place): Value {
  const known = module.members.get(name);
  if (known) return known;
  if (isMissingName(module.name, name))
    throw new PythonError('AttributeError', `module '${module.name}' has no attribute '${name}'`, at);
  const value = standardName(module.name, name);
  return value.kind === 'unknown' ? unknown(value.reason, at) : value;
}

function scalarAttribute(
  object: StringValue | BytesValue | BoolValue | IntValue | FloatValue | RangeValue,
  name: string,
  budget: Budget,
): Value | undefined {
  switch (object.kind) {
    case 'str':
      return stringMethod(object, name, budget);
    case 'bytes':
      return bytesMethod(object.value, name);
    case 'range':
      return rangeAttribute(object, name);
    default:
      return numberAttribute(object, name);
  }
}

function fromKeys(flavor: DictValue['flavor'], budget: Budget): Value {
  return builtin('fromkeys', (call) => {
    const [keys, value] = positional(call, 'fromkeys', 1, 2);
    const items = keys && elements(keys, call, budget);
    if (!items) return undefined;
    budget.allocate(items.length);
    const result = dict(call.at, flavor);
    for (const slot of items) {
      if (hashKey(slot.value, call.at) === undefined) return undefined;
      setItem(result, { ...element(value ?? none(call.at), call.at), key: slot.value, keyAt: slot.at });
    }
    return result;
  });
}

/** Attributes that values of a kind have in Python and that are not evaluated; any other missing name is an AttributeError. */
const NOT_EVALUATED: Readonly<Partial<Record<Value['kind'], ReadonlySet<string>>>> = {
  bool: words('bit_count to_bytes from_bytes is_integer'),
  int: words('bit_count to_bytes from_bytes is_integer'),
  float: words('hex fromhex'),
  str: words('maketrans translate'),
  bytes: words(
    'hex fromhex capitalize center count endswith expandtabs find index isalnum isalpha isascii isdigit islower isspace ' +
      'istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust ' +
      'rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill',
  ),
  dict: words('freeze unfreeze build_lazy lazy scope dump'),
  range: words('index count'),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** MMEngine's `LazyObject.__getattr__` and `LazyAttr.__getattr__`. */
function lazyAttribute(object: LazyValue, name: string, at: Place): LazyValue {
  return {
    kind: 'lazy',
    module: object.attributeModule,
    name,
    attributeModule: `${object.attributeModule}.${name}`,
    ...(object.isReal && { isReal: true }),
    at,
  };
}

/** Python's `object.name = value`. */
export function setAttribute(object: Value, name: string, slot: Slot, at: Place): void {
  if (object.kind === 'dict' && object.flavor === 'ConfigDict') {
    if (CONFIG_DICT_MEMBERS.has(name))
      throw new PythonError('AttributeError', `'Dict' object attribute '${name}' is read-only`, at);
    setItem(object, { ...slot, key: str(name) });
    return;
  }
  if (
    object.kind === 'unknown' ||
    object.kind === 'object' ||
    object.kind === 'lazy' ||
    object.kind === 'module' ||
    object.kind === 'callable'
  )
    return;
  throw new PythonError('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`, at);
}

const CONFIG_DICT_MEMBERS = words(
  'clear copy deepcopy freeze fromkeys get items keys lazy merge pop popitem setdefault to_dict unfreeze update values build_lazy',
);

/** Python's `object[index]`. */
export function getItem(object: Value, index: Value, at: Place): Value {
  if (object.kind === 'unknown') return unknown(object.reason, at);
  if (iterationIn(object)) throw notSubscriptable(object, at);
  if (index.kind === 'unknown' || object.kind === 'object')
    return unknown(index.kind === 'unknown' ? index.reason : 'its items cannot be known here', at);
  switch (object.kind) {
    case 'dict': {
      const key = hashKey(index, at);
      const slot = key === undefined ? undefined : object.entries.get(key);
      if (slot) return slot.value;
      if (object.open || key === undefined) return unknown(object.open?.reason ?? 'the key cannot be known here', at);
      throw new PythonError('KeyError', index.kind === 'str' ? `'${index.value}'` : 'key', at);
    }
    case 'list':
    case 'tuple':
      return (object.items[position(object.items.length, index, object, at)] as Slot).value;
    case 'str': {
      const points = [...object.value];
      return str(points[position(points.length, index, object, at)] ?? '', at);
    }
    case 'range': {
      const length = rangeLength(object);
      return int(object.start + position(length, index, object, at) * object.step, at);
    }
    case 'lazy':
      if (!object.isReal) throw notSubscriptable(object, at);
      return unknown('its items are not evaluated', at);
    case 'bytes':
    case 'callable':
      return unknown('its items are not evaluated', at);
    default:
      throw notSubscriptable(object, at);
  }
}

/** The error of an object that has no items. */
export function notSubscriptable(object: Value, at: Place): PythonError {
  return new PythonError('TypeError', `'${typeName(object)}' object is not subscriptable`, at);
}

function position(length: number, index: Value, object: Value, at: Place): number {
  if (index.kind !== 'int' && index.kind !== 'bool')
    throw new PythonError(
      'TypeError',
      `${typeName(object)} indices must be integers or slices, not ${typeName(index)}`,
      at,
    );
  const number = Number(index.value);
  const resolved = number < 0 ? number + length : number;
  if (resolved < 0 || resolved >= length)
    throw new PythonError('IndexError', `${typeName(object)} index out of range`, at);
  return resolved;
}

/** Python's `object[index] = value`. */
export function setIndex(object: Value, index: Value, slot: Slot, at: Place): void {
  switch (object.kind) {
    case 'dict':
      if (hashKey(index, at) === undefined) spoil(object, index);
      else setItem(object, { ...slot, key: index });
      return;
    case 'list': {
      if (index.kind === 'unknown') {
        spoil(object, index);
        return;
      }
      const found = position(object.items.length, index, object, at);
      const previous = object.items[found];
      object.items[found] = { ...slot, key: undefined, overrides: overridden(previous, slot) };
      return;
    }
    case 'unknown':
    case 'object':
      return;
    case 'lazy':
      if (object.isReal) return;
      throw notAssignable(object, at);
    default:
      throw notAssignable(object, at);
  }
}

/** The error of an object whose items cannot be set. */
export function notAssignable(object: Value, at: Place): PythonError {
  return new PythonError('TypeError', `'${typeName(object)}' object does not support item assignment`, at);
}

/** Python's `del object[index]`. */
export function deleteIndex(object: Value, index: Value, at: Place): void {
  if (object.kind === 'dict') {
    const key = hashKey(index, at);
    if (key === undefined) {
      spoil(object, index);
      return;
    }
    if (!object.entries.delete(key) && !object.open)
      throw new PythonError('KeyError', index.kind === 'str' ? `'${index.value}'` : 'key', at);
    return;
  }
  if (object.kind === 'list') {
    if (index.kind === 'unknown') spoil(object, index);
    else object.items.splice(position(object.items.length, index, object, at), 1);
    return;
  }
  if (object.kind === 'unknown' || object.kind === 'object' || object.kind === 'lazy') return;
  throw new PythonError('TypeError', `'${typeName(object)}' object doesn't support item deletion`, at);
}
