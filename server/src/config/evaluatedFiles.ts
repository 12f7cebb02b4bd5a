import type { FileContent } from '../text/files.ts';
import { RecentMap } from '../text/recentMap.ts';
import type { EvaluatedFile } from './evaluated.ts';

/** Enough for all bases of a released package. */
const BASES = 300;

export interface Evaluated {
  /** What the file held: a result is good for as long as this and the dependencies stay the same. */
  readonly content: FileContent;
  readonly result: EvaluatedFile;
}

/** Evaluated files, the last used ones; what others inherit from is kept for longer. */
export class EvaluatedFiles {
  private readonly bases = new RecentMap<Evaluated>(() => BASES);
  /** What is read otherwise where a lazy config inherits from it. */
  private readonly basesOfLazy = new RecentMap<Evaluated>(() => BASES);
  /** Most configs are no base, and those that are one are soon used as such. */
  private readonly others: RecentMap<Evaluated>;

  /** @param filesInUse how many files are asked about in turn */
  constructor(filesInUse: () => number) {
    this.others = new RecentMap(filesInUse);
  }

  get(path: string): Evaluated | undefined {
    return this.bases.get(path) ?? this.others.get(path);
  }

  /**
   * The same for a file that another inherits from.
   * @param as see {@link FileReader.base}
   */
  getBase(path: string, as?: 'lazy'): Evaluated | undefined {
    if (as === 'lazy') {
      const usual = this.get(path);
      const isSame = usual?.result.style === 'lazy' && usual.result.misreading === undefined;
      if (!isSame) return this.basesOfLazy.get(path);
    }
    const known = this.bases.get(path);
    if (known) return known;
    const other = this.others.get(path);
    if (other) this.set(path, other, true);
    return other;
  }

  /** @param isBase another file inherits from it, which needs what it says and not how it says it */
  set(path: string, file: Evaluated, isBase: boolean): void {
    if (!isBase) this.others.set(path, file);
    else {
      const bases = file.result.isOtherwise ? this.basesOfLazy : this.bases;
      bases.set(path, { ...file, result: { ...file.result, module: undefined } });
    }
  }

  delete(path: string): void {
    this.bases.delete(path);
    this.basesOfLazy.delete(path);
    this.others.delete(path);
  }

  clear(): void {
    this.bases.clear();
    this.basesOfLazy.clear();
    this.others.clear();
  }

  *[Symbol.iterator](): IterableIterator<readonly [string, Evaluated]> {
    yield* this.bases;
    yield* this.basesOfLazy;
    yield* this.others;
  }
}
