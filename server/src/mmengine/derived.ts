import { oncePer } from '../text/oncePer.ts';
import { parameterOf, type TypeEntry } from './catalogue.ts';

/*
 * What is known of a class holds for one that derives from it as far as the derived one leaves it alone. That the
 * catalogue's own classes do was looked at when its facts were written.
 */

/** A class and its bases, by full name, in Python's resolution order. */
export const ancestry = oncePer(({ module, name, mro }: TypeEntry): readonly string[] => [`${module}.${name}`, ...mro]);

/** Nothing between a class and its ancestor replaces one of the methods that matter. */
export function behavesLike(entry: TypeEntry, ancestor: string, matters: (method: string) => boolean): boolean {
  const { source, mro } = entry;
  if (!source) return true;
  return source.methods.every(
    (method) => method.extendsBase || !matters(method.name) || !isBelow(mro, method.of, ancestor),
  );
}

/** A parameter of a class means what it means to its ancestor: it gets there under its name, as it came. */
export function handsOn(entry: TypeEntry, ancestor: string, param: string): boolean {
  const { source, mro } = entry;
  if (!source) return true;
  if (!parameterOf(entry, param)) return false;
  const settledBy = source.settledBy.get(param);
  return settledBy === undefined || !isBelow(mro, settledBy, ancestor);
}

/** Nothing between a class and its ancestor changes anything: no methods, and no constructor. */
export function isPlain(entry: TypeEntry, ancestor: string): boolean {
  const { source, mro } = entry;
  if (!source) return true;
  return ![...source.methods.map(({ of }) => of), ...source.initializers].some((of) => isBelow(mro, of, ancestor));
}

/** The class itself is not in its own resolution order here, and so comes first. */
function isBelow(mro: readonly string[], name: string, ancestor: string): boolean {
  return mro.indexOf(name) < mro.indexOf(ancestor);
}
