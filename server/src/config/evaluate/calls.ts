/** Reading what a call passes, the way Python binds arguments. */
import type { Place } from '../../text/source.ts';
import {
  type CallableValue,
  type CallSite,
  element,
  type Slot,
  type UnknownValue,
  unknown,
  type Value,
} from '../values.ts';
import { iterate } from './operators.ts';
import { type Budget, PythonError, typeName } from './runtime.ts';

/** A built-in function. A call with unknown arguments gives an unknown result unless the function says otherwise. */
export function builtin(
  name: string,
  implementation: (call: CallSite) => Value | undefined,
  options: { type?: CallableValue['type']; takesUnknown?: boolean } = {},
): CallableValue {
  return {
    kind: 'callable',
    name,
    type: options.type ?? 'builtin',
    at: undefined,
    call: (call) => {
      if (!options.takesUnknown) {
        const blocked = call.open ?? unknownArgument(call);
        if (blocked) return unknown(blocked.reason, call.at);
      }
      return implementation(call) ?? unknown(`the result of ${name}() cannot be known here`, call.at);
    },
  };
}

/** An empty scope of built-in names, and what puts a function into it. */
export function builtinScope(): {
  readonly scope: Map<string, Value>;
  readonly define: (...function_: Parameters<typeof builtin>) => void;
} {
  const scope = new Map<string, Value>();
  return { scope, define: (name, ...rest) => scope.set(name, builtin(name, ...rest)) };
}

function unknownArgument(call: CallSite): UnknownValue | undefined {
  for (const slot of call.args) if (slot.value.kind === 'unknown') return slot.value;
  for (const slot of call.keywords.values()) if (slot.value.kind === 'unknown') return slot.value;
  return undefined;
}

/** Arguments by position or name, as a function with these parameters receives them; TypeError as Python raises it. */
export function bind(call: CallSite, name: string, parameters: readonly string[], required = 0): (Value | undefined)[] {
  if (call.args.length > parameters.length)
    throw new PythonError(
      'TypeError',
      `${name}() takes at most ${parameters.length} arguments (${call.args.length} given)`,
      call.at,
    );
  const bound: (Value | undefined)[] = parameters.map((_, i) => call.args[i]?.value);
  for (const [keyword, slot] of call.keywords) {
    const index = parameters.indexOf(keyword);
    if (index < 0)
      throw new PythonError('TypeError', `'${keyword}' is an invalid keyword argument for ${name}()`, call.at);
    if (bound[index])
      throw new PythonError('TypeError', `${name}() got multiple values for argument '${keyword}'`, call.at);
    bound[index] = slot.value;
  }
  for (let i = 0; i < required; i++)
    if (!bound[i])
      throw new PythonError('TypeError', `${name}() missing required argument: '${parameters[i]}'`, call.at);
  return bound;
}

/** Positional arguments alone. */
export function positional(call: CallSite, name: string, least: number, most = least): Value[] {
  if (call.keywords.size > 0) throw new PythonError('TypeError', `${name}() takes no keyword arguments`, call.at);
  if (call.args.length < least || call.args.length > most)
    throw new PythonError(
      'TypeError',
      `${name} expected ${least === most ? least : `${least} to ${most}`} argument${most === 1 ? '' : 's'}, got ${call.args.length}`,
      call.at,
    );
  return call.args.map((slot) => slot.value);
}

/** Calls `callee` with plain values. */
export function invoke(callee: Value, args: readonly Value[], at: Place): Value {
  if (callee.kind === 'unknown') return unknown(callee.reason, at);
  if (callee.kind !== 'callable')
    throw new PythonError('TypeError', `'${typeName(callee)}' object is not callable`, at);
  return callee.call({ args: args.map((value) => element(value)), keywords: new Map(), open: undefined, at });
}

/** The elements of an iterable argument; undefined when unknown. */
export function elements(value: Value, call: CallSite, budget: Budget): readonly Slot[] | undefined {
  return iterate(value, call.at, budget);
}

/** An integer argument that is small enough to be an index or a count. */
export function asIndex(value: Value, at: Place): number {
  if (value.kind === 'bool') return Number(value.value);
  if (value.kind === 'int') {
    if (typeof value.value === 'bigint')
      throw new PythonError('OverflowError', 'Python int too large to convert to C ssize_t', at);
    return value.value;
  }
  throw new PythonError('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`, at);
}

/** An integer argument of any size. */
export function asInteger(value: Value, at: Place): bigint {
  if (value.kind === 'bool' || value.kind === 'int') return BigInt(value.value);
  throw new PythonError('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`, at);
}

/** Optional bounds of a part, as slices read them; `lower` lies above `upper` where there is no such part. */
export function sliceBounds(
  length: number,
  start: Value | undefined,
  end: Value | undefined,
  at: Place,
): { readonly lower: number; readonly upper: number } {
  const read = (value: Value | undefined, fallback: number) => {
    if (!value || value.kind === 'none') return fallback;
    const index = Number(asInteger(value, at));
    return index < 0 ? Math.max(0, index + length) : index;
  };
  return { lower: read(start, 0), upper: Math.min(length, read(end, length)) };
}

export function asText(value: Value, name: string, at: Place): string {
  if (value.kind === 'str') return value.value;
  throw new PythonError('TypeError', `${name} argument must be str, not ${typeName(value)}`, at);
}
