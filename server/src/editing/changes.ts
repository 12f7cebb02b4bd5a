import type { DictValue } from '../config/values.ts';
import type { KeyPath } from '../training/plan.ts';

/** What shall become of one key of the effective config, or of keys below it. */
export interface Change {
  /** Source of the new value. */
  readonly expression?: string;
  readonly removed?: boolean;
  readonly renamed?: { readonly name: string; readonly expression: string };
  readonly children?: ReadonlyMap<string | number, Change>;
}

/** `tree` with `change` at `path`; undefined when it contradicts what is already wanted there. */
export function withChange(tree: Change, path: KeyPath, change: Change): Change | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return tree.children && !change.children ? undefined : change;
  if (tree.expression !== undefined || tree.removed || tree.renamed) return undefined;
  const below = withChange(tree.children?.get(key) ?? {}, rest, change);
  if (!below) return undefined;
  const children = new Map(tree.children);
  children.set(key, below);
  return { children };
}

/** A `_delete_` that a base could not obey is a key like any other, and goes when the dict is replaced. */
export function withoutLeftoverMarker(change: Change, { entries }: DictValue): Change {
  if (!entries.has('_delete_')) return change;
  return { ...change, children: new Map([...(change.children ?? []), ['_delete_', { removed: true }]]) };
}
