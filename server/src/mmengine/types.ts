import type { DictValue } from '../config/values.ts';
import { catalogueVersions, closeNames, findType, type Kind, type TypeEntry } from './catalogue.ts';

/** The class that a type name stands for. */
export type TypeLookup = (
  kind: Kind,
  type: string,
  scope: string | undefined,
  naming?: Naming,
) => TypeEntry | undefined;

/** How a config names a type. */
export interface Naming {
  /** The keys of the dict that names it: a class that does not take them may not be the one that is meant. */
  readonly given: readonly string[];
  /** The file that defines the class, where the config names the class itself; the type is then its bare name. */
  readonly definedIn: string | undefined;
}

/** What is known about the type names in one config. */
export interface KnownTypes {
  readonly find: TypeLookup;
  /** What a name may be a misspelling of, nearest first; empty when it is known, or may be for all that can be seen. */
  closeNames(kind: Kind, type: string, scope: string | undefined): readonly string[];
}

/** The types of released packages alone. */
export function releasedTypes(config: DictValue): KnownTypes {
  const others = config.entries.has('custom_imports');
  const find: TypeLookup = (kind, type, scope, naming) =>
    naming?.definedIn === undefined ? findType(kind, type, scope) : undefined;
  return { find, closeNames: (kind, type, scope) => (others ? [] : closeNames(kind, type, scope)) };
}

/** It names a package of the catalogue, by scope or by module. */
export function isReleased(type: string): boolean {
  return (type.split('.', 1)[0] ?? '') in catalogueVersions;
}
