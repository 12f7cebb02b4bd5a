import type { Module } from '../../python/index.ts';

/** Names that a module reads anywhere: what it assigns to one of them has a reader. */
export function namesRead(module: Module): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: unknown, isTarget: boolean): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, isTarget);
    else if (typeof node === 'object' && node !== null) {
      const { kind, id } = node as { kind?: unknown; id?: unknown };
      if (kind === 'Name' && typeof id === 'string') {
        if (!isTarget) names.add(id);
        return;
      }
      // `a.b = c` and `a[b] = c` read `a`; a plain name, alone or in a tuple, is only written.
      const writes = isTarget && (kind === 'Tuple' || kind === 'List' || kind === 'Starred');
      for (const [key, child] of Object.entries(node))
        visit(child, writes || key === 'targets' || (key === 'target' && kind !== 'AugmentedAssign'));
    }
  };
  visit(module.body, false);
  return names;
}
