/**
 * The constructors of MMEngine's loops, hooks, samplers, parameter schedulers and log processors and of those that the
 * OpenMMLab packages add: generated from the released packages by `scripts/catalogue/generate.py`.
 */

import { oncePer } from '../text/oncePer.ts';
import data from './data/catalogue.json' with { type: 'json' };
import { editDistance } from './editDistance.ts';

export const KINDS = ['hook', 'loop', 'sampler', 'scheduler', 'logProcessor'] as const;

export type Kind = (typeof KINDS)[number];

/** A constructor parameter without `self`; `default` is its Python source. */
export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly default: string | undefined;
}

export interface TypeEntry {
  readonly kind: Kind;
  readonly name: string;
  /** Python's top-level package, which is also the registry scope: `mmdet`, `mmseg`, `mmengine`, … */
  readonly package: string;
  readonly module: string;
  /** Full names of the base classes in Python's resolution order, the class itself left out. */
  readonly mro: readonly string[];
  /** In order; those that `**kwargs` hands to a base class included. */
  readonly params: readonly Parameter[];
  /** It takes keyword arguments beyond `params`. */
  readonly acceptsKwargs: boolean;
  /** Found by its bare name; otherwise it is used only as an imported class. */
  readonly registered: boolean;
  /** Present when the class was read from source, so that less is certain of what it does with what it inherits. */
  readonly source?: SourceFacts;
}

/** How a class that was read from source differs from its bases. Classes go by their full names. */
export interface SourceFacts {
  /** The methods of all classes that were read, constructors left out. */
  readonly methods: readonly { readonly name: string; readonly of: string; readonly extendsBase: boolean }[];
  /** Those of the classes that have a constructor of their own. */
  readonly initializers: readonly string[];
  /** Which of those classes decides what a parameter means, where it is not handed on to a class of the catalogue. */
  readonly settledBy: ReadonlyMap<string, string>;
}

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly package: string;
  readonly module: string;
  readonly mro: readonly string[];
  readonly params: readonly (readonly string[])[];
  readonly kwargs?: boolean;
  readonly unregistered?: boolean;
}

/** Python packages whose released classes are in the catalogue. */
export const cataloguedPackages: ReadonlySet<string> = new Set(Object.keys(data.versions));

const entries: readonly TypeEntry[] = (data.entries as readonly Row[]).map((row) => ({
  kind: row.kind as Kind,
  name: row.name,
  package: row.package,
  module: row.module,
  mro: row.mro,
  params: row.params.map(([name = '', source]) => ({ name, required: source === undefined, default: source })),
  acceptsKwargs: row.kwargs === true,
  registered: row.unregistered !== true,
}));

type Names = ReadonlyMap<Kind, Map<string, TypeEntry[]>>;

const byName = namedBy(({ name }) => name);
const byDottedName = namedBy(({ module, name }) => `${module}.${name}`);

function namedBy(nameOf: (entry: TypeEntry) => string): Names {
  const names: Names = new Map(KINDS.map((kind) => [kind, new Map()]));
  for (const entry of entries) {
    const named = names.get(entry.kind);
    const same = named?.get(nameOf(entry));
    if (same) same.push(entry);
    else named?.set(nameOf(entry), [entry]);
  }
  return names;
}

/** The registry every package's registry falls back to. */
const ROOT_SCOPE = 'mmengine';

/**
 * Every entry that `type` can mean.
 * @param type a registered name (`YOLOXModeSwitchHook`), one with its scope (`mmdet.YOLOXModeSwitchHook`), or the dotted
 *   name of a class (`mmdet.engine.hooks.YOLOXModeSwitchHook`, by the module that defines or re-exports it)
 * @param scope the config's `default_scope` (`mmengine` when it has none and can be run); undefined when that is not known
 */
export function findTypes(kind: Kind, type: string, scope: string | undefined): readonly TypeEntry[] {
  if (!type.includes('.')) return visible(named(byName, kind, type), scope);
  const exact = named(byDottedName, kind, type);
  if (exact.length > 0) return exact;
  const parts = type.split('.');
  const same = named(byName, kind, parts.at(-1) ?? '');
  if (parts.length === 2) return visible(same, parts[0]);
  return same.filter((entry) => entry.package === parts[0]);
}

function named(names: Names, kind: Kind, name: string): readonly TypeEntry[] {
  return names.get(kind)?.get(name) ?? NONE;
}

const NONE: readonly TypeEntry[] = [];

/** A registry answers with its own class of that name, else with MMEngine's; other packages' registries are not asked. */
function visible(same: readonly TypeEntry[], scope: string | undefined): readonly TypeEntry[] {
  const [first] = same;
  if (first && same.length === 1) {
    const isVisible = scope === undefined || first.package === scope || first.package === ROOT_SCOPE;
    return first.registered && isVisible ? same : NONE;
  }
  const registered = same.filter((entry) => entry.registered);
  if (scope === undefined) return registered;
  const own = registered.filter((entry) => entry.package === scope);
  return own.length > 0 ? own : registered.filter((entry) => entry.package === ROOT_SCOPE);
}

/**
 * The entry that `type` means, see {@link findTypes}. Where several classes share the name and nothing decides between
 * them, it is known only if their constructors take the same arguments.
 */
export function findType(kind: Kind, type: string, scope: string | undefined): TypeEntry | undefined {
  const found = findTypes(kind, type, scope);
  const first = found[0];
  if (first === undefined || found.length === 1) return first;
  return found.every((other) => constructorOf(other) === constructorOf(first)) ? first : undefined;
}

const constructorOf = oncePer((entry: TypeEntry): string => JSON.stringify([entry.params, entry.acceptsKwargs]));

/** Keys that MMEngine takes out of a dict before it calls the class. */
export function builderKeys(kind: Kind): readonly string[] {
  if (kind === 'hook') return ['type', '_scope_', 'priority'];
  if (kind === 'scheduler') return ['type', '_scope_', 'convert_to_iter_based'];
  return ['type', '_scope_'];
}

/** All keys that a dict may have from which the class is built. */
export const keysOf = oncePer(
  ({ kind, params }: TypeEntry): ReadonlySet<string> =>
    new Set([...params.map(({ name }) => name), ...builderKeys(kind)]),
);

const parametersOf = oncePer(
  ({ params }: TypeEntry): ReadonlyMap<string, Parameter> => new Map(params.map((param) => [param.name, param])),
);

/** A parameter of the constructor. */
export function parameterOf(entry: TypeEntry, name: string): Parameter | undefined {
  return parametersOf(entry).get(name);
}

/** Arguments that the constructor needs and nobody gives. @param passed what MMEngine itself gives */
export function lackingArguments(
  { params }: TypeEntry,
  given: { has(name: string): boolean },
  passed: readonly string[] = [],
): readonly string[] {
  const lacking = params.filter(({ name, required }) => required && !given.has(name) && !passed.includes(name));
  return lacking.map(({ name }) => name);
}

/** Names that are registered besides those of the catalogue. */
export interface OtherNames {
  readonly names: readonly { readonly name: string; readonly package: string }[];
  readonly scopes: ReadonlySet<string>;
}

/**
 * Known names that `type` may be a misspelling of, nearest first, with the scope it was written with. Empty for a known
 * name, for one that looks like a class of its own (`MyEMAHook`, `MultiStepLRV2`), and for one of a package that is not
 * known.
 */
export function closeNames(
  kind: Kind,
  type: string,
  scope: string | undefined,
  others: OtherNames = { names: [], scopes: new Set() },
): readonly string[] {
  if (findTypes(kind, type, scope).length > 0) return [];
  const dot = type.lastIndexOf('.');
  const prefix = type.slice(0, dot + 1);
  const name = type.slice(dot + 1);
  const within = dot < 0 ? scope : type.slice(0, type.indexOf('.'));
  if (within !== undefined && !(cataloguedPackages.has(within) || others.scopes.has(within))) return [];
  const limit = name.length < 8 ? 1 : 2;
  const found = new Map<string, number>();
  for (const known of [...entries.filter((entry) => entry.kind === kind && entry.registered), ...others.names]) {
    if (within !== undefined && known.package !== within && known.package !== ROOT_SCOPE) continue;
    const distance = known.name.toLowerCase() === name.toLowerCase() ? 1 : editDistance(name, known.name, limit + 1);
    if (distance <= limit && !isVariation(name, known.name)) found.set(known.name, distance);
  }
  return [...found].sort((a, b) => a[1] - b[1] || a[0].localeCompare(b[0])).map(([known]) => prefix + known);
}

/** One name is the other with a word or number put before or after it: rather a new class than a slip. */
function isVariation(a: string, b: string): boolean {
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a];
  if (longer.startsWith(shorter)) return /^[A-Z0-9_]/.test(longer.slice(shorter.length));
  return longer.endsWith(shorter) && /^[A-Z]/.test(longer);
}
