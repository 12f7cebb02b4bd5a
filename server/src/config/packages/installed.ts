/** What is installed below a list of folders, told from the files alone, as Python's import system and pkg_resources find it. */
import type { FileSystem } from '../../text/files.ts';
import { basename, dirname, forwardSlashes, joinPath } from '../../text/paths.ts';

export interface PackageError {
  /** Python's class name. */
  readonly error: string;
  readonly message: string;
}

/** An installed project: pkg_resources' `Distribution`. */
interface Distribution {
  /** The folder that the project's modules are in. */
  readonly location: string;
  /** The `.dist-info` or `.egg-info` folder. */
  readonly metadata: string;
}

interface Index {
  /** `sys.path`: the roots and what their `.pth` files add. */
  readonly searchPath: readonly string[];
  readonly distributions: ReadonlyMap<string, Distribution>;
  /** Folders of packages that setuptools installed editable through an import hook. */
  readonly editable: ReadonlyMap<string, string>;
}

export class InstalledPackages {
  private readonly files: FileSystem;
  private readonly roots: () => readonly string[];
  private index: Index | undefined;

  /** @param roots in the order of `sys.path`; asked when the first package is looked for */
  constructor(files: FileSystem, roots: () => readonly string[]) {
    this.files = files;
    this.roots = roots;
  }

  /** A file appeared, changed or went away. */
  changed(path: string): void {
    const folder = dirname(path);
    if (this.searchPath.some((root) => folder === root || dirname(folder) === root || path === root)) this.reset();
  }

  reset(): void {
    this.index = undefined;
  }

  get searchPath(): readonly string[] {
    return this.indexed().searchPath;
  }

  /** MMEngine's `is_installed` (mmengine/utils/package_utils.py). */
  isInstalled(project: string): boolean {
    return this.indexed().distributions.has(projectKey(project)) || this.holds(project);
  }

  /**
   * The folder of a project's modules: MMEngine's `get_installed_path`. It differs for editable installs through an import
   * hook, which MMEngine itself takes to be in site-packages: their true folder is given.
   */
  installedPath(project: string): string | PackageError {
    if (!/^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/.test(project))
      return { error: 'InvalidRequirement', message: `\`${project}\` cannot be the name of an installed package.` };
    const distribution = this.indexed().distributions.get(projectKey(project));
    if (distribution) return this.locationOf(distribution, project);
    const module = this.findModule(project);
    if (module?.kind === 'package') return module.path;
    if (module)
      return {
        error: 'RuntimeError',
        message: `${project} is a namespace package, which is invalid for \`get_install_path\``,
      };
    return {
      error: 'DistributionNotFound',
      message: `The '${project}' distribution was not found and is required by the application`,
    };
  }

  private locationOf({ location, metadata }: Distribution, project: string): string | PackageError {
    const beside = joinPath(location, project);
    if (this.exists(beside)) return beside;
    const topLevel = this.read(joinPath(metadata, 'top_level.txt'))?.split('\n')[0];
    if (topLevel !== undefined && this.exists(joinPath(location, topLevel))) return joinPath(location, topLevel);
    const module = this.findModule(topLevel ?? project) ?? this.checkedOut(metadata, topLevel ?? project);
    if (module?.kind === 'package') return module.path;
    if (topLevel === undefined) return { error: 'ValueError', message: `can not infer the module name of ${project}` };
    return joinPath(location, topLevel);
  }

  /** It can be imported, and is more than a folder of that name. */
  holds(name: string): boolean {
    return this.findModule(name)?.kind === 'package';
  }

  /** Python's `find_spec` for a top-level name: the folder that its `__init__.py`, or its file, is in. */
  findModule(name: string): { readonly kind: 'package' | 'namespace'; readonly path: string } | undefined {
    let namespace: string | undefined;
    for (const root of this.searchPath) {
      const folder = joinPath(root, name);
      if (this.files.isFile(`${folder}/__init__.py`)) return { kind: 'package', path: folder };
      if (this.files.isFile(`${folder}.py`)) return { kind: 'package', path: root };
      if (this.files.isDirectory(folder)) namespace ??= folder;
    }
    const editable = this.indexed().editable.get(name);
    if (editable !== undefined && this.files.isFile(`${editable}/__init__.py`))
      return { kind: 'package', path: editable };
    return namespace === undefined ? undefined : { kind: 'namespace', path: namespace };
  }

  /** The package in the checkout that `direct_url.json` names. */
  private checkedOut(
    metadata: string,
    module: string,
  ): { readonly kind: 'package'; readonly path: string } | undefined {
    const url = /"url"\s*:\s*"file:\/\/([^"]*)"/.exec(this.read(joinPath(metadata, 'direct_url.json')) ?? '')?.[1];
    if (url === undefined) return undefined;
    const checkout = decodeURI(url).replace(/^\/(?=[A-Za-z]:)/, '');
    const path = [joinPath(checkout, module), joinPath(checkout, `src/${module}`)].find((folder) =>
      this.files.isFile(`${folder}/__init__.py`),
    );
    return path === undefined ? undefined : { kind: 'package', path };
  }

  private indexed(): Index {
    this.index ??= this.buildIndex();
    return this.index;
  }

  private buildIndex(): Index {
    const searchPath: string[] = [];
    const distributions = new Map<string, Distribution>();
    const editable = new Map<string, string>();
    const visit = (root: string, isSite: boolean) => {
      if (searchPath.includes(root)) return;
      searchPath.push(root);
      const names = this.files.list(root);
      for (const name of names) this.addDistribution(distributions, root, name);
      if (!isSite) return;
      for (const name of names) {
        if (name.endsWith('.pth')) for (const added of this.pathLines(root, name)) visit(added, false);
        if (/^__editable__.*_finder\.py$/.test(name))
          for (const [module, path] of this.mapping(joinPath(root, name))) editable.set(module, path);
      }
    };
    for (const root of this.roots()) visit(root, /^(?:site|dist)-packages$/.test(basename(root)));
    return { searchPath, distributions, editable };
  }

  /** The first on the search path wins. */
  private addDistribution(distributions: Map<string, Distribution>, root: string, name: string): void {
    const add = (project: string, location: string, metadata: string) => {
      const key = projectKey(project);
      if (!distributions.has(key)) distributions.set(key, { location, metadata });
    };
    const info = /^([^-]+)(?:-.*)?\.(?:dist|egg)-info$/.exec(name);
    if (info) add(info[1] ?? '', root, joinPath(root, name));
    if (!name.endsWith('.egg-link')) return;
    const target = this.read(joinPath(root, name))
      ?.split(/\r?\n/)
      .find((line) => line.trim() !== '')
      ?.trim();
    if (target === undefined) return;
    const location = joinPath(root, forwardSlashes(target));
    for (const entry of this.files.list(location)) {
      const linked = /^([^-]+)(?:-.*)?\.(?:dist|egg)-info$/.exec(entry);
      if (linked) add(linked[1] ?? '', location, joinPath(location, entry));
    }
  }

  private pathLines(root: string, name: string): string[] {
    const lines = (this.read(joinPath(root, name)) ?? '').split(/\r?\n/).map((line) => line.trim());
    return lines
      .filter((line) => line !== '' && !line.startsWith('#') && !/^import\s/.test(line))
      .map((line) => joinPath(root, forwardSlashes(line)))
      .filter((path) => this.files.isDirectory(path));
  }

  /** `MAPPING = {'mmdet': '/src/mmdetection/mmdet'}` of setuptools' generated finder. */
  private mapping(finder: string): (readonly [string, string])[] {
    const dict = /^MAPPING\b[^=\n]*=\s*\{([^}]*)\}/m.exec(this.read(finder) ?? '')?.[1] ?? '';
    const pairs = dict.matchAll(/(['"])([\w.]+)\1\s*:\s*(['"])(.*?)\3/g);
    return [...pairs].map(
      ([, , module = '', , path = '']) => [module, forwardSlashes(path.replaceAll('\\\\', '\\'))] as const,
    );
  }

  private exists(path: string): boolean {
    return this.files.isDirectory(path) || this.files.isFile(path);
  }

  private read(path: string): string | undefined {
    const content = this.files.read(path);
    return content.kind === 'text' ? content.text : undefined;
  }
}

/** pkg_resources' `Distribution.key`. */
function projectKey(name: string): string {
  return name.replace(/[^A-Za-z0-9.]+/g, '-').toLowerCase();
}
