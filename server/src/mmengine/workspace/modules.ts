import type { Module } from '../../python/index.ts';
import type { FileContent, FileSystem } from '../../text/files.ts';
import { basename, dirname, joinPath } from '../../text/paths.ts';
import { SourceText } from '../../text/source.ts';
import { summarize } from './summarize.ts';
import type { ImportTarget, ModuleSummary } from './summary.ts';

/** What reading Python modules needs from outside. */
export interface ModuleHost {
  readonly files: FileSystem;
  parse(source: SourceText): Module;
  /** The file of an absolute module on Python's search path, as far as that is known. */
  moduleFile(name: string): string | undefined;
}

/** A Python file as a module. */
export interface SourceModule extends ModuleSummary {
  readonly path: string;
  /** As it is imported, seen from the outermost folder with an `__init__.py`. */
  readonly name: string;
}

interface Cached {
  readonly content: FileContent;
  readonly module: SourceModule | undefined;
}

/** More than a project has files that define types; the oldest fall out. */
const MAX_MODULES = 5000;

/** Python files read as modules, each once while it stays as it is. Nothing is imported. */
export class Modules {
  private readonly host: ModuleHost;
  private readonly known = new Map<string, Cached>();
  /** Files that were looked for and not there. */
  private readonly missing = new Set<string>();
  private readonly roots = new Map<string, string>();

  constructor(host: ModuleHost) {
    this.host = host;
  }

  /** The module in a file; undefined when it cannot be read. */
  at(path: string): SourceModule | undefined {
    let cached = this.known.get(path);
    if (!cached) {
      cached = this.read(path, this.host.files.read(path));
      this.known.set(path, cached);
      for (const oldest of this.known.keys()) {
        if (this.known.size <= MAX_MODULES) break;
        this.known.delete(oldest);
      }
    }
    return cached.module;
  }

  /** A file, or a folder with all in it, may be different now. @returns whether any module is */
  changed(path: string): boolean {
    if (basename(path) === '__init__.py') this.roots.clear();
    let differs = this.missing.delete(path);
    for (const [known, before] of this.known) {
      if (known !== path && !known.startsWith(`${path}/`)) continue;
      const content = this.host.files.read(known);
      if (sameText(before.content, content)) continue;
      const now = this.read(known, content);
      this.known.set(known, now);
      if (fingerprint(before.module) !== fingerprint(now.module)) differs = true;
    }
    return differs;
  }

  reset(): void {
    this.known.clear();
    this.missing.clear();
    this.roots.clear();
  }

  /**
   * The file of a module.
   * @param importer the file that imports it
   * @param folders where absolute imports are looked for as well
   */
  fileOf({ directory, dotted }: ImportTarget, importer: string, folders: readonly string[]): string | undefined {
    const below = (folder: string): string | undefined => {
      const path = joinPath(folder, dotted.replaceAll('.', '/') || '.');
      return [`${path}.py`, `${path}/__init__.py`].find((file) => {
        const exists = this.host.files.isFile(file);
        if (!exists) this.missing.add(file);
        return exists;
      });
    };
    if (directory !== undefined) return below(directory);
    if (dotted === '') return undefined;
    const near = [this.rootOf(importer), ...folders, ...folders.map((folder) => `${folder}/src`), dirname(importer)];
    for (const folder of new Set(near)) {
      const file = below(folder);
      if (file !== undefined) return file;
    }
    return this.host.moduleFile(dotted);
  }

  /** The outermost package that a file lies in, as a folder; undefined when it lies in none. */
  packageOf(path: string): string | undefined {
    const root = this.rootOf(path);
    return root === dirname(path) ? undefined : joinPath(root, path.slice(root.length + 1).split('/', 1)[0] ?? '');
  }

  private read(path: string, content: FileContent): Cached {
    if (content.kind !== 'text') return { content, module: undefined };
    const summary = summarize(this.host.parse(new SourceText(path, content.text)), path, content.text);
    return { content, module: { ...summary, path, name: this.nameOf(path) } };
  }

  private nameOf(path: string): string {
    const inside = path.slice(this.rootOf(path).length + 1).replace(/(?:\/__init__)?\.py$/, '');
    return inside.replaceAll('/', '.');
  }

  /** The folder that a file's outermost package lies in. */
  private rootOf(path: string): string {
    const folder = dirname(path);
    let root = this.roots.get(folder);
    if (root === undefined) {
      root = folder;
      while (dirname(root) !== root && this.host.files.isFile(`${root}/__init__.py`)) root = dirname(root);
      this.roots.set(folder, root);
    }
    return root;
  }
}

function sameText(a: FileContent, b: FileContent): boolean {
  return a.kind === b.kind && (a.kind !== 'text' || b.kind !== 'text' || a.text === b.text);
}

function fingerprint(module: SourceModule | undefined): string {
  return JSON.stringify(module, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}
