import type { DictValue } from '../config/values.ts';
import { cataloguedPackages, closeNames, findType, type Kind, type TypeEntry } from './catalogue.ts';

/** The class that a type name stands for. */
export type TypeLookup = (
  kind: Kind,
  type: string,
  scope: string | undefined,
  naming?: Naming,
) => TypeEntry | undefined;

/** How a config names a type. */
export interface Naming {
  /** By the keys of the dict that names it: a class that does not take them may not be the one that is meant. */
  readonly given: ReadonlyMap<string, unknown>;
  /** By a class that it imports: the type is then its dotted name, which never means a scope. */
  readonly isImported: boolean;
  /** The file that defines the class, where the config names the class itself; the type is then its bare name. */
  readonly definedIn: string | undefined;
}

/** What is known about the type names in one config. */
export interface KnownTypes {
  readonly find: TypeLookup;
  /** What a name may be a misspelling of, nearest first; empty when it is known, or may be for all that can be seen. */
  closeNames(kind: Kind, type: string, scope: string | undefined): readonly string[];
  /** A class of that name may be registered elsewhere, for all that can be seen. */
  mayBeOwn(kind: Kind, type: string): boolean;
}

/** The types of released packages alone. */
export function releasedTypes(config: DictValue): KnownTypes {
  const others = config.entries.has('custom_imports');
  const find: TypeLookup = (kind, type, scope, naming = BY_NAME) =>
    naming.definedIn === undefined ? releasedType(kind, type, scope, naming) : undefined;
  return {
    find,
    closeNames: (kind, type, scope) => (others ? [] : closeNames(kind, type, scope)),
    mayBeOwn: () => others,
  };
}

/** A name in a text, and nothing known of its arguments. */
export const BY_NAME: Naming = { given: new Map(), isImported: false, definedIn: undefined };

/** A dotted name begins with a package of the catalogue. */
export function isReleased(type: string): boolean {
  const dot = type.indexOf('.');
  return cataloguedPackages.has(dot < 0 ? type : type.slice(0, dot));
}

/** The class of a released package that a name stands for. */
export function releasedType(
  kind: Kind,
  type: string,
  scope: string | undefined,
  { isImported }: Naming,
): TypeEntry | undefined {
  return isImported && !isReleased(type) ? undefined : findType(kind, type, scope);
}
