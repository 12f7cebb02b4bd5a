/** The built-in functions that reach for the names of the module or the function that calls them. */
import { type CallSite, dict, element, list, none, type Slot, str, unknown, type Value } from '../values.ts';
import { builtin } from './calls.ts';
import { spoil } from './methods.ts';
import type { Runtime } from './runtime.ts';

export function namespaceBuiltins(runtime: Runtime): readonly (readonly [string, Value])[] {
  /** Inside a function, a copy: what is written there goes nowhere. */
  const local = (call: CallSite) =>
    runtime.locals ? dict(call.at, 'dict', namedSlots(runtime.locals)) : runtime.namespace;
  const define = (name: string, implementation: (call: CallSite) => Value | undefined) =>
    [name, builtin(name, implementation, { takesUnknown: true })] as const;
  return [
    define('globals', () => runtime.namespace),
    define('locals', local),
    define('vars', (call) => (call.args.length === 0 ? local(call) : undefined)),
    define('dir', (call) => {
      const names = local(call);
      if (call.args.length > 0 || names.open) return undefined;
      return list(
        [...names.entries.keys()].sort().map((name) => element(str(name, call.at))),
        call.at,
      );
    }),
    define('exec', (call) => {
      // It may set or change any name.
      spoil(runtime.namespace, unknown('code in a text is not evaluated', call.at));
      return none(call.at);
    }),
  ];
}

function namedSlots(names: ReadonlyMap<string, Slot>): Map<string, Slot> {
  return new Map([...names].map(([name, slot]) => [name, { ...slot, key: str(name) }]));
}
