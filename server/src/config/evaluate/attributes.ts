/** The built-in functions that take attributes by name. */
import { bool, type CallSite, none, type Value } from '../values.ts';
import { getAttribute, setAttribute } from './access.ts';
import { asText, builtin, positional } from './calls.ts';
import { type Budget, PythonError } from './runtime.ts';

export function attributeBuiltins(budget: Budget): readonly (readonly [string, Value])[] {
  /** undefined when there is no such attribute. */
  const attribute = (object: Value, name: Value, call: CallSite): Value | undefined => {
    try {
      return getAttribute(object, asText(name, 'attribute name', call.at), call.at, budget);
    } catch (error) {
      if (error instanceof PythonError && error.errorName === 'AttributeError') return undefined;
      throw error;
    }
  };
  return [
    [
      'hasattr',
      builtin('hasattr', (call) => {
        const [object, name] = positional(call, 'hasattr', 2);
        const value = object && name && attribute(object, name, call);
        return value?.kind === 'unknown' ? undefined : bool(value !== undefined, call.at);
      }),
    ],
    [
      'getattr',
      builtin('getattr', (call) => {
        const [object, name, fallback] = positional(call, 'getattr', 2, 3);
        if (!object || !name) return undefined;
        if (!fallback) return getAttribute(object, asText(name, 'attribute name', call.at), call.at, budget);
        return attribute(object, name, call) ?? fallback;
      }),
    ],
    [
      'setattr',
      builtin('setattr', (call) => {
        const [object, name] = positional(call, 'setattr', 3);
        const slot = call.args[2];
        if (!object || !name || !slot) return undefined;
        setAttribute(object, asText(name, 'attribute name', call.at), { ...slot, at: call.at }, call.at);
        return none(call.at);
      }),
    ],
    [
      'callable',
      builtin('callable', (call) => {
        const [value] = positional(call, 'callable', 1);
        const isOpaque = value?.kind === 'object' || value?.kind === 'lazy';
        return isOpaque ? undefined : bool(value?.kind === 'callable', call.at);
      }),
    ],
  ];
}
