import type { Kind, TypeEntry } from '../catalogue.ts';
import { type Classes, type ClassReference, sourceClass } from './classes.ts';
import type { Modules, SourceModule } from './modules.ts';
import type { Registries } from './registries.ts';
import { OPEN, signatureOf } from './signature.ts';

/** A name that a file registers. */
export interface RegisteredType {
  readonly kind: Kind;
  readonly name: string;
  /** Of the registry; undefined when that is not known. */
  readonly scope: string | undefined;
  readonly module: SourceModule;
  /** Dotted name of the class in that module; undefined when it is no class. */
  readonly target: string | undefined;
}

/** Everything that some files register. */
export interface RegisteredTypes {
  readonly types: readonly RegisteredType[];
  /** Kinds of which names are registered that cannot be told. */
  readonly unclear: ReadonlySet<Kind | 'any'>;
  readonly scopes: ReadonlySet<string>;
}

export function registeredTypes(paths: Iterable<string>, modules: Modules, registries: Registries): RegisteredTypes {
  const types: RegisteredType[] = [];
  const unclear = new Set<Kind | 'any'>();
  const scopes = new Set<string>();
  for (const path of paths) {
    const module = modules.at(path);
    for (const { registry, names, target } of module?.registrations ?? []) {
      if (!module) continue;
      const { kind, scope } =
        registry === undefined ? { kind: undefined, scope: undefined } : registries.resolve(module, registry);
      if (kind === 'other') continue;
      if (kind === undefined || names === undefined) unclear.add(kind ?? 'any');
      else for (const name of names) types.push({ kind, name, scope, module, target });
      if (scope !== undefined) scopes.add(scope);
    }
  }
  return { types, unclear, scopes };
}

/** The class of a registered name, read from its source; undefined when no class is known there. */
export function registeredEntry({ kind, name, scope, module, target }: RegisteredType, classes: Classes) {
  if (target === undefined) return undefined;
  const own = module.classes.get(target);
  const reference = own ? sourceClass(module, own) : classes.resolve(module, target);
  return entryOf(reference, kind, name, scope, classes);
}

/**
 * A class as the catalogue describes those of released packages.
 * @param scope of the registry that has it; undefined for one that is only imported
 */
export function entryOf(
  reference: ClassReference,
  kind: Kind,
  name: string,
  scope: string | undefined,
  classes: Classes,
): TypeEntry | undefined {
  if (reference.kind === 'outside') return undefined;
  const order = classes.resolutionOrder(reference);
  const { params, acceptsKwargs } = order ? signatureOf(order) : OPEN;
  const all = order ?? [reference];
  const sources = all.filter((each) => each.kind === 'source');
  const dot = reference.name.lastIndexOf('.');
  // Registered under another name it is a class of its own, derived from the one that is written.
  const isRenamed = reference.name.slice(dot + 1) !== name;
  return {
    kind,
    name,
    package: scope ?? reference.name.split('.', 1)[0] ?? '',
    module: reference.name.slice(0, dot),
    mro: all.slice(isRenamed ? 0 : 1).flatMap((each) => (each.name === 'object' ? [] : [each.name])),
    params: [...params].map(([param, { default: source }]) => ({
      name: param,
      required: source === undefined,
      default: source,
    })),
    acceptsKwargs,
    registered: scope !== undefined,
    source: {
      methods: sources.flatMap(({ summary, name: of }) => summary.methods.map((method) => ({ ...method, of }))),
      initializers: sources.flatMap(({ summary, name: of }) => (summary.init ? [of] : [])),
      settledBy: new Map(
        [...params].flatMap(([param, { settledBy }]) => (settledBy === undefined ? [] : [[param, settledBy] as const])),
      ),
    },
  };
}
