import { unknown, type Value } from '../values.ts';
import { builtin } from './calls.ts';
import names from './standardNames.json' with { type: 'json' };

/**
 * What kind of thing the names of common modules are: `f` a Python function, `b` a built-in one, `c` a class that `repr` shows
 * under this name, `C` under this name alone, `m` a module, `v` anything else, or not the same in all versions. Told by
 * `inspect` in Python 3.8 to 3.13 and MMEngine 0.10.7, which `scripts/oracle/standard_names.py` asks again; the names of other
 * platforms were added by hand. The first text of each module holds what `import *` gives, in its order.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = names;

/** Modules of which every public name is in the table, so that any other is missing; none makes up names when asked. */
export const COMPLETE: ReadonlySet<string> = new Set(
  'copy functools glob itertools json math mmengine.config operator os os.path random re string'.split(' '),
);

const tables = new Map<string, ReadonlyMap<string, string>>();

function tableOf(module: string): ReadonlyMap<string, string> | undefined {
  const texts = Object.hasOwn(NAMES, module) ? NAMES[module] : undefined;
  if (!texts) return undefined;
  const known = tables.get(module);
  if (known) return known;
  const words = texts.flatMap((text) => text.split(' ')).filter((word) => word !== '');
  const table = new Map(words.map((word) => [word.slice(2), word.slice(0, 1)]));
  tables.set(module, table);
  return table;
}

/** What stands under a name of a module that is not evaluated, as far as its kind tells. */
export function standardName(module: string, name: string): Value {
  const reason = `${module}.${name} is not evaluated`;
  const opaque = (type: 'function' | 'builtin' | 'class', label: string) =>
    builtin(label, (call) => unknown(reason, call.at), { type, takesUnknown: true });
  switch (tableOf(module)?.get(name)) {
    case 'f':
      return opaque('function', name);
    case 'b':
      return opaque('builtin', name);
    case 'c':
      return opaque('class', `${module}.${name}`);
    case 'C':
      return opaque('class', name);
    case 'm':
      return { kind: 'module', name: `${module}.${name}`, members: new Map(), at: undefined };
    default:
      return unknown(reason);
  }
}

/** No version of the module has the name. */
export function isMissingName(module: string, name: string): boolean {
  return COMPLETE.has(module) && !name.startsWith('_') && !tableOf(module)?.has(name);
}

/** The names that `from module import *` gives, in its order; undefined where they are not known. */
export function starNames(module: string): readonly string[] | undefined {
  const [text] = (Object.hasOwn(NAMES, module) && NAMES[module]) || [];
  return text?.split(' ').map((word) => word.slice(2));
}
