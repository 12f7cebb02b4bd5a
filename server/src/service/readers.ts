import type { ConfigLoader } from '../config/loader.ts';
import type { WorkspaceTypes } from '../mmengine/workspace/types.ts';
import type { ProjectPython } from '../project/project.ts';
import type { Packages } from './host.ts';

/** Reads configs of the projects that share a Python environment. */
export interface Reader {
  readonly packages: Packages;
  readonly loader: ConfigLoader;
  readonly types: WorkspaceTypes;
}

const NO_PROJECT: ProjectPython = { interpreter: undefined, searchPaths: [] };
/** While somebody types a path into a project file, each letter is another environment. */
const MAX_READERS = 8;

/** A reader for each Python environment that a project names; mostly there is one. */
export class Readers {
  private readonly create: (python: ProjectPython) => Reader;
  private readonly readers = new Map<string, Reader>();

  constructor(create: (python: ProjectPython) => Reader) {
    this.create = create;
  }

  for({ interpreter, searchPaths } = NO_PROJECT): Reader {
    const key = JSON.stringify([interpreter, searchPaths]);
    let reader = this.readers.get(key);
    if (!reader) {
      if (this.readers.size >= MAX_READERS) this.readers.clear();
      reader = this.create({ interpreter, searchPaths });
      this.readers.set(key, reader);
    }
    return reader;
  }

  /** An open document has another text. @returns the paths of all configs that may read differently. */
  edited(path: string): ReadonlySet<string> {
    const affected = new Set<string>();
    for (const { loader, types } of this.readers.values())
      for (const each of [...loader.changed(path), ...types.changed(path)]) affected.add(each);
    return affected;
  }

  /** A file on the disk appeared, changed or went away. */
  changed(path: string): void {
    for (const { packages } of this.readers.values()) packages.changed(path);
  }

  reset(): void {
    for (const { packages, loader, types } of this.readers.values()) {
      packages.reset();
      loader.reset();
      types.reset();
    }
  }
}
