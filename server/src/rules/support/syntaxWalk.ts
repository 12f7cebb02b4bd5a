import { inFull, type Module } from '../../python/index.ts';

/** Whether a module reads a name anywhere: what it assigns to it then has a reader. */
export function readsName(module: Module, name: string): boolean {
  const reads = (node: unknown, isTarget: boolean): boolean => {
    if (Array.isArray(node)) return node.some((item) => reads(item, isTarget));
    if (typeof node !== 'object' || node === null) return false;
    const { kind, id } = node as { kind?: unknown; id?: unknown };
    if (kind === 'Name') return !isTarget && id === name;
    // `a.b = c` and `a[b] = c` read `a`; a plain name, alone or in a tuple, is only written.
    const writes = isTarget && (kind === 'Tuple' || kind === 'List' || kind === 'Starred');
    const parts = inFull(node) as Readonly<Record<string, unknown>>;
    for (const key in parts) {
      if (reads(parts[key], writes || key === 'targets' || (key === 'target' && kind !== 'AugmentedAssign')))
        return true;
    }
    return false;
  };
  return reads(module.body, false);
}
