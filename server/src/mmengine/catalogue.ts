/**
 * The constructors of MMEngine's loops, hooks, samplers, parameter schedulers and log processors and of those that the
 * OpenMMLab packages add: generated from the released packages by `scripts/catalogue/generate.py`.
 */
import data from './data/catalogue.json' with { type: 'json' };
import { editDistance } from './editDistance.ts';

export type Kind = 'hook' | 'loop' | 'sampler' | 'scheduler' | 'logProcessor';

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

/** The released versions the catalogue was generated from, by Python package. */
export const catalogueVersions: Readonly<Record<string, string>> = data.versions;

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

const byName = new Map<string, TypeEntry[]>();
for (const entry of entries) {
  const key = `${entry.kind} ${entry.name}`;
  const same = byName.get(key);
  if (same) same.push(entry);
  else byName.set(key, [entry]);
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
  const parts = type.split('.');
  const name = parts[parts.length - 1] ?? '';
  const same = byName.get(`${kind} ${name}`) ?? [];
  if (parts.length === 1) return visible(same, scope);
  const exact = same.filter((entry) => `${entry.module}.${entry.name}` === type);
  if (exact.length > 0) return exact;
  if (parts.length === 2) return visible(same, parts[0]);
  return same.filter((entry) => entry.package === parts[0]);
}

/** A registry answers with its own class of that name, else with MMEngine's; other packages' registries are not asked. */
function visible(same: readonly TypeEntry[], scope: string | undefined): readonly TypeEntry[] {
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
  const [first, ...others] = findTypes(kind, type, scope);
  if (first === undefined) return undefined;
  return others.every((other) => constructorOf(other) === constructorOf(first)) ? first : undefined;
}

function constructorOf(entry: TypeEntry): string {
  return JSON.stringify([entry.params, entry.acceptsKwargs]);
}

/** Keys that MMEngine takes out of a dict before it calls the class. */
export function builderKeys(kind: Kind): readonly string[] {
  if (kind === 'hook') return ['type', '_scope_', 'priority'];
  if (kind === 'scheduler') return ['type', '_scope_', 'convert_to_iter_based'];
  return ['type', '_scope_'];
}

/**
 * Known names that `type` may be a misspelling of, nearest first, with the scope it was written with. Empty for a known
 * name, and for one that looks like a class of its own (`MyEMAHook`, `MultiStepLRV2`).
 */
export function closeNames(kind: Kind, type: string, scope: string | undefined): readonly string[] {
  if (findTypes(kind, type, scope).length > 0) return [];
  const dot = type.lastIndexOf('.');
  const prefix = type.slice(0, dot + 1);
  const name = type.slice(dot + 1);
  const within = dot < 0 ? scope : type.slice(0, type.indexOf('.'));
  const limit = name.length < 8 ? 1 : 2;
  const found = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind !== kind || visible([entry], within).length === 0) continue;
    const distance = entry.name.toLowerCase() === name.toLowerCase() ? 1 : editDistance(name, entry.name, limit + 1);
    if (distance <= limit && !isVariation(name, entry.name)) found.set(entry.name, distance);
  }
  return [...found].sort((a, b) => a[1] - b[1] || a[0].localeCompare(b[0])).map(([known]) => prefix + known);
}

/** One name is the other with a word or number put before or after it: rather a new class than a slip. */
function isVariation(a: string, b: string): boolean {
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a];
  if (longer.startsWith(shorter)) return /^[A-Z0-9_]/.test(longer.slice(shorter.length));
  return longer.endsWith(shorter) && /^[A-Z]/.test(longer);
}
