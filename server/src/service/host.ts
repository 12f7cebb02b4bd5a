import type { ExternalConfigs } from '../config/host.ts';
import type { RuleSetting } from '../protocol.ts';
import type { PythonParser } from '../python/index.ts';
import type { FileSystem } from '../text/files.ts';
import type { DataFiles } from '../training/epochLength/counter.ts';

/** What the service needs from outside. */
export interface LensHost {
  readonly files: FileSystem;
  readonly parser: PythonParser;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where configs of other packages are found, looked for in `files`. */
  packages(files: FileSystem): Packages;
  /** Where training data are counted; undefined where they are out of reach. */
  readonly data?: DataHost | undefined;
  readonly settings: LensSettings;
}

export interface DataHost {
  readonly files: DataFiles;
  /** Folders that relative paths of data sets may start from. */
  readonly roots: readonly string[];
}

export interface Packages extends ExternalConfigs {
  /** A file appeared, changed or went away. */
  changed(path: string): void;
  /** Everything is to be looked up again. */
  reset(): void;
}

export interface LensSettings {
  /** Iterations per epoch, for files whose own comment does not say it. */
  readonly itersPerEpoch?: number;
  /** The same, but stronger than the comment: the user has just said it. */
  readonly forcedItersPerEpoch?: number;
  /** Severity by rule id, in place of the rule's own. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** URI of the folder with the rules' pages, with a slash at its end. */
  readonly docs?: string;
}
