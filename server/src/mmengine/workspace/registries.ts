import { cataloguedPackages, type Kind } from '../catalogue.ts';
import type { Classes } from './classes.ts';
import type { Modules, SourceModule } from './modules.ts';
import type { ImportTarget } from './summary.ts';

/** A registry, as far as it can be told. */
export interface Registry {
  /** `other`: one of models, data sets, …; undefined when it may be any. */
  readonly kind: Kind | 'other' | undefined;
  /** Undefined when it is not known. */
  readonly scope: string | undefined;
}

/** The names of MMEngine's registries (mmengine/registry/root.py), which other packages repeat. */
const KIND_OF: Readonly<Record<string, Kind>> = {
  HOOKS: 'hook',
  LOOPS: 'loop',
  DATA_SAMPLERS: 'sampler',
  PARAM_SCHEDULERS: 'scheduler',
  LOG_PROCESSORS: 'logProcessor',
};

const MAX_STEPS = 20;

/** Tells which registry a name means. */
export class Registries {
  private readonly modules: Modules;
  private readonly classes: Classes;
  private readonly folders: readonly string[];

  constructor(modules: Modules, classes: Classes, folders: readonly string[]) {
    this.modules = modules;
    this.classes = classes;
    this.folders = folders;
  }

  /** The registry that a dotted name means in a module. */
  resolve(module: SourceModule, dotted: string, steps = 0): Registry {
    const [head = '', ...rest] = dotted.split('.');
    const byName: Registry = { kind: kindByName(dotted), scope: undefined };
    if (steps > MAX_STEPS) return byName;
    const own = rest.length === 0 ? module.registries.get(head) : undefined;
    if (own) {
      const parent = own.parent === undefined ? undefined : this.resolve(module, own.parent, steps + 1).kind;
      return { kind: parent ?? kindByName(head) ?? 'other', scope: own.scope ?? topOf(module.name) };
    }
    const imported = module.imports.get(head);
    if (imported) {
      const { directory } = imported;
      return this.imported({ directory, dotted: [imported.dotted, ...rest].join('.') }, module.path, steps + 1);
    }
    const alias = rest.length === 0 ? module.aliases.get(head) : undefined;
    if (alias !== undefined) return this.resolve(module, alias, steps + 1);
    for (const star of module.stars) {
      const found = this.imported(
        { ...star, dotted: star.dotted === '' ? dotted : `${star.dotted}.${dotted}` },
        module.path,
        steps + 1,
      );
      if (found.kind !== undefined && found.kind !== 'other') return found;
    }
    return byName;
  }

  private imported(target: ImportTarget, importer: string, steps: number): Registry {
    const dot = target.dotted.lastIndexOf('.');
    const name = target.dotted.slice(dot + 1);
    const from = { directory: target.directory, dotted: target.dotted.slice(0, Math.max(dot, 0)) };
    const top = topOf(target.dotted);
    const isReleased = target.directory === undefined && cataloguedPackages.has(top);
    const file = this.modules.fileOf(from, importer, this.folders);
    const module = file === undefined || (isReleased && !this.classes.isOwn(file)) ? undefined : this.modules.at(file);
    if (module) return this.resolve(module, name, steps);
    if (target.directory !== undefined) return { kind: kindByName(name), scope: undefined };
    // MMCV's registries of old are not MMEngine's.
    return { kind: top === 'mmcv' ? 'other' : (kindByName(name) ?? 'other'), scope: top };
  }
}

function kindByName(dotted: string): Kind | undefined {
  const name = dotted.slice(dotted.lastIndexOf('.') + 1);
  return Object.hasOwn(KIND_OF, name) ? KIND_OF[name] : undefined;
}

function topOf(dotted: string): string {
  return dotted.split('.', 1)[0] ?? '';
}
