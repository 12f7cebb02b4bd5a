import { cataloguedPackages, findType, KINDS } from '../catalogue.ts';
import { type Ancestor, knownRoot } from '../roots.ts';
import type { Modules, SourceModule } from './modules.ts';
import type { ClassSummary, ImportTarget } from './summary.ts';

/** What a name in a source file stands for: a class read from source, one that is known, or one of which nothing is. */
export type ClassReference =
  | { readonly kind: 'source'; readonly module: SourceModule; readonly summary: ClassSummary; readonly name: string }
  | { readonly kind: 'known'; readonly ancestor: Ancestor; readonly name: string }
  | { readonly kind: 'outside'; readonly name: string };

export type SourceClass = Extract<ClassReference, { readonly kind: 'source' }>;

/** Imports and aliases that lead on to others; more is a circle. */
const MAX_STEPS = 20;

/** Follows names through the files of a workspace to the classes that they mean. */
export class Classes {
  private readonly modules: Modules;
  private readonly folders: readonly string[];

  /** @param folders what the user works on: there the source counts, elsewhere what is known of a released package */
  constructor(modules: Modules, folders: readonly string[]) {
    this.modules = modules;
    this.folders = folders;
  }

  /** What a dotted name means in a module. @param except a class of the module that it cannot mean: itself */
  resolve(module: SourceModule, dotted: string, except?: string, steps = 0): ClassReference {
    const [head = '', ...rest] = dotted.split('.');
    const own = rest.length === 0 && head !== except ? module.classes.get(head) : undefined;
    if (own) return sourceClass(module, own);
    const imported = module.imports.get(head);
    if (imported) return this.find(extended(imported, rest), module.path, steps + 1);
    const alias = module.aliases.get(head);
    if (alias !== undefined && steps < MAX_STEPS)
      return this.resolve(module, [alias, ...rest].join('.'), except, steps + 1);
    for (const star of module.stars) {
      const found = this.find(extended(star, [dotted]), module.path, steps + 1);
      if (found.kind !== 'outside') return found;
    }
    const root = knownRoot(dotted);
    return root ? knownClass(root) : { kind: 'outside', name: dotted };
  }

  /** The class that an import names, re-exports followed. */
  find(target: ImportTarget, importer: string, steps = 0): ClassReference {
    const dot = target.dotted.lastIndexOf('.');
    const name = target.dotted.slice(dot + 1);
    const outside: ClassReference = { kind: 'outside', name: target.dotted };
    if (steps > MAX_STEPS) return outside;
    const from = { directory: target.directory, dotted: target.dotted.slice(0, Math.max(dot, 0)) };
    const file = this.modules.fileOf(from, importer, this.folders);
    const known = target.directory === undefined ? knownClassAt(target.dotted) : undefined;
    if (known && !(file !== undefined && this.isOwn(file))) return known;
    const module = file === undefined ? undefined : this.modules.at(file);
    const found = module && this.resolve(module, name, undefined, steps);
    return found && found.kind !== 'outside' ? found : (known ?? outside);
  }

  /** It is the user's, and no package that is installed in an environment. */
  isOwn(file: string): boolean {
    return !file.includes('/site-packages/') && this.folders.some((folder) => file.startsWith(`${folder}/`));
  }

  /** Python's C3 linearisation, the class itself first; undefined when the bases have no consistent order. */
  resolutionOrder(start: ClassReference, above: ReadonlySet<string> = new Set()): ClassReference[] | undefined {
    if (start.kind === 'known') return [start, ...start.ancestor.mro.map(byFullName)];
    if (start.kind === 'outside') return [start];
    if (above.has(keyOf(start))) return [{ kind: 'outside', name: start.name }];
    const { module, summary } = start;
    const inner = new Set([...above, keyOf(start)]);
    if (inner.size > MAX_STEPS) return undefined;
    const bases = summary.bases.map(
      (base): ClassReference =>
        base === undefined ? { kind: 'outside', name: '?' } : this.resolve(module, base, summary.name),
    );
    const orders = bases.map((base) => this.resolutionOrder(base, inner));
    if (!orders.every((order) => order !== undefined)) return undefined;
    const merged = merge([...orders, bases]);
    return merged && [start, ...merged];
  }
}

export function keyOf(reference: ClassReference): string {
  return reference.kind === 'source' ? `${reference.module.path}#${reference.summary.name}` : reference.name;
}

export function sourceClass(module: SourceModule, summary: ClassSummary): SourceClass {
  return { kind: 'source', module, summary, name: `${module.name}.${summary.name}` };
}

function extended({ directory, dotted }: ImportTarget, rest: readonly string[]): ImportTarget {
  return { directory, dotted: [dotted, ...rest].filter((part) => part !== '').join('.') };
}

function merge(orders: readonly (readonly ClassReference[])[]): ClassReference[] | undefined {
  const merged: ClassReference[] = [];
  let left = orders.filter((order) => order.length > 0);
  while (left.length > 0) {
    const heads = left.flatMap((order) => order.slice(0, 1));
    const next = heads.find((head) =>
      left.every((order) => order.slice(1).every((other) => keyOf(other) !== keyOf(head))),
    );
    if (next === undefined) return undefined;
    merged.push(next);
    left = left
      .map((order) => (order[0] && keyOf(order[0]) === keyOf(next) ? order.slice(1) : order))
      .filter((order) => order.length > 0);
  }
  return merged;
}

function knownClass(ancestor: Ancestor): ClassReference {
  return { kind: 'known', ancestor, name: ancestor.fullName };
}

/** A released class, or a base class of MMEngine or torch, by any module that has it. */
function knownClassAt(dotted: string): ClassReference | undefined {
  const root = knownRoot(dotted);
  if (root) return knownClass(root);
  if (!cataloguedPackages.has(dotted.split('.', 1)[0] ?? '')) return undefined;
  for (const kind of KINDS) {
    const entry = findType(kind, dotted, undefined);
    if (entry) return knownClass({ ...entry, fullName: `${entry.module}.${entry.name}`, hasInit: true });
  }
  return undefined;
}

function byFullName(name: string): ClassReference {
  return knownClassAt(name) ?? { kind: 'outside', name };
}
