import type { LoadedConfig } from '../../config/result.ts';
import { type DictValue, valueAt } from '../../config/values.ts';
import { dirname, extname, joinPath } from '../../text/paths.ts';
import { closeNames, findTypes, type Kind, keysOf, type TypeEntry } from '../catalogue.ts';
import { GIVEN_TO_SCHEDULERS } from '../schedulers.ts';
import { BY_NAME, isReleased, type KnownTypes, type Naming, releasedType, type TypeLookup } from '../types.ts';
import { Classes } from './classes.ts';
import { type ModuleHost, Modules } from './modules.ts';
import { entryOf, type RegisteredType, type RegisteredTypes, registeredEntry, registeredTypes } from './registered.ts';
import { Registries } from './registries.ts';
import { projectRoot } from './root.ts';
import { isScanned, registers, type ScanLimits, scan, textOf } from './scan.ts';
import type { ImportTarget } from './summary.ts';

/** The registry every package's registry falls back to. */
const ROOT_SCOPE = 'mmengine';

/** The types of one config's surroundings. */
interface Surroundings extends RegisteredTypes {
  readonly classes: Classes;
  /** Everything was seen that can register a type. */
  readonly isComplete: boolean;
  /** Where `custom_imports` leads: what is registered there wins over the same name elsewhere. */
  readonly imported: readonly string[];
}

/** What the user works on. */
export interface Workspace {
  readonly folders: readonly string[];
  /** Serves for a config outside of the folders that lies in no project. */
  readonly workingDirectory?: string;
  readonly limits?: ScanLimits;
}

/** What is known about the type names in one config, and whether it still holds. */
export interface WorkspaceKnowledge extends KnownTypes {
  /** Nothing has changed of what was looked at so far. */
  isCurrent(): boolean;
  /** The catalogue alone has answered so far; it says the same to any config. */
  isCatalogued(): boolean;
}

/**
 * Types that people define in the files they work on, read from source and never imported. Nothing is read before a
 * config names a type, or gives one an argument, that the catalogue does not know.
 */
export class WorkspaceTypes {
  private readonly host: ModuleHost;
  private readonly workspace: Workspace;
  private readonly modules: Modules;
  /** Folders that were looked through, with the files that register classes. */
  private readonly scans = new Map<string, { readonly files: Set<string>; readonly isComplete: boolean }>();
  private readonly projectRoots = new Map<string, string>();
  private readonly surroundings = new Map<string, Surroundings>();
  /** Configs that needed more than the catalogue. */
  private readonly askers = new Set<string>();
  private version = 0;

  constructor(host: ModuleHost, workspace: Workspace) {
    this.host = host;
    this.workspace = workspace;
    this.modules = new Modules(host);
  }

  /** A file was made, changed or removed. @returns the configs in which a type may be a different one now */
  changed(path: string): ReadonlySet<string> {
    const differs = [this.modules.changed(path), this.rescan(path)].includes(true);
    if (!differs) return new Set();
    const affected = new Set(this.askers);
    this.askers.clear();
    this.surroundings.clear();
    this.version++;
    return affected;
  }

  reset(): void {
    this.modules.reset();
    this.scans.clear();
    this.projectRoots.clear();
    this.surroundings.clear();
    this.askers.clear();
    this.version++;
  }

  /** The types that a config can name. */
  of({ path, config }: LoadedConfig): WorkspaceKnowledge {
    let asked: number | undefined;
    const around = (): Surroundings => {
      asked ??= this.version;
      this.askers.add(path);
      return this.around(path, config);
    };
    const find: TypeLookup = (kind, type, scope, naming = BY_NAME) => {
      const { given, definedIn } = naming;
      if (definedIn !== undefined) return this.definedIn(definedIn, kind, type, around().classes);
      const released = releasedType(kind, type, scope, naming);
      const isCertain = released && takes(released, given) && (isReleased(type) || !type.includes('.'));
      return isCertain ? released : named(around(), path, kind, type, scope, released);
    };
    const isCurrent = (): boolean => asked === undefined || asked === this.version;
    return {
      find,
      isCurrent,
      isCatalogued: () => asked === undefined,
      mayBeOwn: (kind, type) => isOwn(around(), kind, type),
      closeNames: (kind, type, scope) => {
        if (findTypes(kind, type, scope).length > 0 || isOwn(around(), kind, type)) return [];
        const { types, scopes } = around();
        const own = types.filter((each) => each.kind === kind);
        const names = own.map((each) => ({ name: each.name, package: each.scope ?? ROOT_SCOPE }));
        return closeNames(kind, type, scope, { names, scopes });
      },
    };
  }

  private definedIn(file: string, kind: Kind, name: string, classes: Classes): TypeEntry | undefined {
    const module = this.modules.at(file);
    return module && entryOf(classes.resolve(module, name), kind, name, undefined, classes);
  }

  private around(path: string, config: DictValue): Surroundings {
    const roots = this.rootsOf(path);
    const modules = customImports(config);
    const key = JSON.stringify([roots, modules, isInside(path, roots) ? '' : path]);
    let found = this.surroundings.get(key);
    if (!found) {
      found = this.read(path, roots, modules);
      this.surroundings.set(key, found);
    }
    return found;
  }

  private read(path: string, roots: readonly string[], named: readonly string[] | undefined): Surroundings {
    const classes = new Classes(this.modules, roots);
    const paths = new Set<string>(isInside(path, roots) || extname(path) !== '.py' ? [] : [path]);
    const imported: string[] = [];
    let isComplete = named !== undefined;
    for (const name of named ?? []) {
      const file = this.modules.fileOf({ directory: undefined, dotted: name }, path, roots);
      if (file === undefined) isComplete = false;
      else imported.push(this.modules.packageOf(file) ?? file);
    }
    for (const place of [...roots, ...imported.filter((each) => !isInside(each, roots))]) {
      const { files, isComplete: all } = this.scanned(place);
      isComplete &&= all;
      for (const file of files) paths.add(file);
    }
    const registries = new Registries(this.modules, classes, roots);
    return { ...registeredTypes(paths, this.modules, registries), classes, isComplete, imported };
  }

  /** @param place a folder, or one file */
  private scanned(place: string) {
    let known = this.scans.get(place);
    if (!known) {
      const { files, isComplete } =
        extname(place) === '.py'
          ? { files: [place], isComplete: true }
          : scan(this.host.files, place, this.workspace.limits);
      known = { files: new Set(files), isComplete };
      this.scans.set(place, known);
    }
    return known;
  }

  /** @returns whether a file has begun or ceased to register types */
  private rescan(path: string): boolean {
    let differs = false;
    for (const [root, { files }] of this.scans) {
      if (!isScanned(path, root)) continue;
      const before = files.has(path);
      const now = registers(textOf(this.host.files, path));
      if (before === now) continue;
      if (now) files.add(path);
      else files.delete(path);
      differs = true;
    }
    return differs;
  }

  private rootsOf(path: string): readonly string[] {
    const { folders, workingDirectory } = this.workspace;
    if (isInside(path, folders)) return folders;
    const folder = dirname(path);
    let root = this.projectRoots.get(folder);
    if (root === undefined) {
      const near = workingDirectory !== undefined && isInside(path, [workingDirectory]) ? workingDirectory : folder;
      root = projectRoot(this.host.files, path) ?? near;
      this.projectRoots.set(folder, root);
    }
    return [root];
  }
}

/** A file registers a class of that name, or may do so. */
function isOwn({ types, unclear, isComplete }: Surroundings, kind: Kind, type: string): boolean {
  const name = type.slice(type.lastIndexOf('.') + 1);
  if (!isComplete || unclear.has('any') || unclear.has(kind)) return true;
  return types.some((each) => each.kind === kind && each.name === name);
}

function named(
  around: Surroundings,
  path: string,
  kind: Kind,
  type: string,
  scope: string | undefined,
  released: TypeEntry | undefined,
): TypeEntry | undefined {
  const { classes } = around;
  const reference = type.includes('.') ? classes.find(importOf(type, path), path) : undefined;
  if (reference?.kind === 'source') return entryOf(reference, kind, reference.summary.name, undefined, classes);
  const registered = visible(around, kind, type, scope, released);
  return registered.length > 0 ? agreed(registered.map((each) => registeredEntry(each, classes))) : released;
}

/** A dotted name as an import; leading dots count from the config's own folder. */
function importOf(type: string, path: string): ImportTarget {
  const level = /^\.*/.exec(type)?.[0].length ?? 0;
  const directory = level === 0 ? undefined : joinPath(dirname(path), '../'.repeat(level - 1) || '.');
  return { directory, dotted: type.slice(level) };
}

/** What is registered under a name, as the registry of a scope sees it: its own first, then what MMEngine's has. */
function visible(
  { types, imported }: Surroundings,
  kind: Kind,
  type: string,
  scope: string | undefined,
  released: TypeEntry | undefined,
): readonly RegisteredType[] {
  const parts = type.split('.');
  if (parts.length > 2) return [];
  const name = parts.at(-1);
  const within = parts.length === 2 ? parts[0] : scope;
  const all = types.filter((each) => each.kind === kind && each.name === name);
  const chosen = all.filter(({ module }) => isInside(module.path, imported));
  const same = chosen.length > 0 ? chosen : all;
  if (within === undefined) return same;
  const own = same.filter((each) => each.scope === within);
  if (own.length > 0 || (released?.package === within && within !== ROOT_SCOPE)) return own;
  return same.filter((each) => each.scope === ROOT_SCOPE || each.scope === undefined);
}

/** Several classes of one name are known only where it makes no difference which of them is meant. */
function agreed(entries: readonly (TypeEntry | undefined)[]): TypeEntry | undefined {
  const [first, ...others] = entries;
  const outline = ({ params, acceptsKwargs, mro }: TypeEntry) => JSON.stringify([params, acceptsKwargs, mro]);
  if (first === undefined) return undefined;
  return others.every((other) => other && outline(other) === outline(first)) ? first : undefined;
}

function takes(entry: TypeEntry, given: Naming['given']): boolean {
  if (entry.acceptsKwargs) return true;
  const taken = keysOf(entry);
  for (const key of given.keys()) if (!taken.has(key) && !GIVEN_TO_SCHEDULERS.includes(key)) return false;
  return true;
}

/** Modules that MMEngine imports before it builds anything; undefined when they cannot be known. */
function customImports(config: DictValue): readonly string[] | undefined {
  const slot = config.entries.get('custom_imports');
  if (!slot || slot.value.kind === 'none') return config.open ? undefined : [];
  const imports = valueAt(config, ['custom_imports', 'imports']);
  if (imports?.kind === 'str') return [imports.value];
  if (imports?.kind !== 'list' && imports?.kind !== 'tuple') return undefined;
  const names = imports.items.map(({ value }) => (value.kind === 'str' ? value.value : undefined));
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** It is one of the places, or lies in one. */
function isInside(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}
