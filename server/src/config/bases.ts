/** The bases of a classic, YAML or JSON config: found, evaluated, joined, and merged into. */
import { dirname, extname, joinPath } from '../text/paths.ts';
import type { Place } from '../text/source.ts';
import { BaseVariables, separated } from './baseVariables.ts';
import { Budget, BudgetExceeded, PythonError, typeName } from './evaluate/runtime.ts';
import type { EvaluatedFile, Refusals } from './evaluated.ts';
import { addScope, inheritedCopy, mergeChild } from './inherit.ts';
import type { FileReader } from './reader.ts';
import type { BaseEntry } from './result.ts';
import { type DictValue, dict, type Slot, str, unknown } from './values.ts';

export interface Inherited {
  readonly config: DictValue;
  readonly bases: EvaluatedFile['bases'];
  readonly dependencies: ReadonlySet<string>;
}

/** Evaluates and joins the bases that `references` name, in order (`Config._file2dict`). */
export function inheritBases(
  references: readonly Slot[],
  path: string,
  reader: FileReader,
  refusals: Refusals,
): Inherited {
  const config = dict(undefined, 'ConfigDict');
  const bases: BaseEntry[] = [];
  const dependencies = new Set<string>();
  for (const reference of references) {
    const at = reference.valueAt ?? reference.at ?? { path, start: 0, end: 0 };
    const target = locate(reference, path, at, reader, refusals);
    if (target === undefined) {
      bases.push({ path: undefined, at, ancestors: new Set() });
      config.open ??= unknown('it may come from a base that cannot be read here', at);
      continue;
    }
    const base = reader.base(target.path);
    bases.push({ path: target.path, at, ancestors: base.dependencies });
    dependencies.add(target.path);
    for (const dependency of base.dependencies) dependencies.add(dependency);
    // MMEngine parses a base, and refuses a lazy one before it does anything else with it.
    const isLazy = base.style === 'lazy';
    const raised = isLazy ? base.refusals.filter(({ rule }) => rule === 'config-syntax') : base.refusals;
    refusals.addFromBase(raised, target.path, at);
    if (isLazy)
      refusals.add(
        'config-mixed-lazy',
        'RuntimeError',
        'This base is a lazy config (it uses `with read_base():` or imports a module), and a config with `_base_` is a classic one. MMEngine refuses to mix the two.',
        at,
        base.misreading === undefined ? {} : { advice: base.misreading },
      );
    const inherited = target.scope === undefined ? base.config : scoped(base.config, target.scope, at, refusals);
    join(config, inherited, at, refusals);
  }
  return { config, bases, dependencies };
}

interface Target {
  readonly path: string;
  readonly scope: string | undefined;
}

function locate(
  reference: Slot,
  path: string,
  at: Place,
  { host }: FileReader,
  refusals: Refusals,
): Target | undefined {
  const { value } = reference;
  if (value.kind === 'unknown') return undefined;
  if (value.kind !== 'str') {
    refusals.add(
      'config-base-not-found',
      'TypeError',
      `\`_base_\` must name files: a string or a list of strings. Here is a value of type ${typeName(value)}, and MMEngine stops with a TypeError.`,
      at,
    );
    return undefined;
  }
  if (value.value.includes('::')) {
    const found = host.packages.resolveExternalConfig(value.value);
    if ('path' in found) return found;
    refusals.addPackage(found.error, at);
    return undefined;
  }
  return { path: joinPath(dirname(path), value.value), scope: undefined };
}

function scoped(config: DictValue, scope: string, at: Place, refusals: Refusals): DictValue {
  try {
    const copy = inheritedCopy(config, new Budget());
    addScope(copy, scope, str(scope, at));
    return copy;
  } catch (error) {
    if (error instanceof PythonError) refusals.addError(error);
    else if (!(error instanceof BudgetExceeded)) throw error;
    return { ...config, open: unknown('it is too large to evaluate') };
  }
}

function join(config: DictValue, base: DictValue, at: Place, refusals: Refusals): void {
  const duplicates: (readonly [string, Slot])[] = [];
  base.entries.forEach((slot, key) => {
    if (config.entries.has(key)) duplicates.push([key, slot]);
  });
  if (duplicates.length > 0) {
    const names = duplicates.map(([key]) => `\`${key}\``).join(', ');
    const related = duplicates.flatMap(([key, slot]) =>
      [config.entries.get(key), slot].flatMap((each) =>
        each?.at ? [{ place: each.at, message: `\`${key}\` is set here` }] : [],
      ),
    );
    refusals.add(
      'config-duplicate-base-key',
      'KeyError',
      `Two bases of this config set the same top-level ${duplicates.length > 1 ? 'keys' : 'key'} ${names}, and MMEngine refuses to choose between them. Drop one of the bases, or move the key into this file.`,
      at,
      { related },
    );
  }
  config.open ??= base.open;
  base.entries.forEach((slot, key) => {
    config.entries.set(key, slot);
  });
}

/**
 * What a file inherits, for that file to change. Over budget, nothing of it is known.
 * @param used the keys whose values the file can change or share; any, unless given
 */
export function ownCopy(inherited: DictValue, used: ReadonlySet<string> | undefined, budget: Budget): DictValue {
  if (used?.size === 0) return inherited;
  try {
    return inheritedCopy(inherited, budget, used);
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    const copy = dict(inherited.at, 'ConfigDict');
    copy.open = unknown(error.message);
    return copy;
  }
}

/**
 * The file's own keys with base variables put in, merged into what it inherits.
 * @param base is changed where there are base variables
 * @param isMentioned whether the file can have values of the base in its own by other ways than base variables
 */
export function mergeIntoBases(
  own: DictValue,
  base: DictValue,
  baseVariables: ReadonlyMap<string, string>,
  refusals: Refusals,
  path: string,
  isMentioned: boolean,
): DictValue {
  let child = own;
  const variables = new BaseVariables(baseVariables, base);
  if (baseVariables.size > 0) {
    child = dict(own.at);
    child.literals = [];
    child.open = own.open;
    for (const [key, slot] of own.entries) {
      const place = slot.valueAt ?? slot.at ?? { path, start: 0, end: 0 };
      try {
        const value = variables.putInto(isMentioned ? separated(slot.value) : slot.value, place);
        child.entries.set(key, value === slot.value ? slot : { ...slot, value });
      } catch (error) {
        if (!(error instanceof PythonError)) throw error;
        refusals.addError(error);
        child.entries.set(key, { ...slot, value: unknown(`MMEngine raises ${error.errorName} here`, place) });
      }
    }
  }
  const merged = mergedWith(base, child, variables.used, refusals);
  for (const key of merged.entries.keys()) if (key.startsWith('__')) merged.entries.delete(key);
  return merged;
}

function mergedWith(base: DictValue, child: DictValue, shared: ReadonlySet<DictValue>, refusals: Refusals): DictValue {
  try {
    return mergeChild(child, base, shared, (refusal) => refusals.list.push(refusal));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    refusals.addError(error);
    const nothing = dict(child.at, 'ConfigDict');
    nothing.open = unknown(`MMEngine raises ${error.errorName} here`, error.place);
    return nothing;
  }
}

/** The extensions that MMEngine reads. */
export function isConfigExtension(path: string): boolean {
  return ['.py', '.json', '.yaml', '.yml'].includes(extname(path));
}
