import type { ExternalConfigs } from '../config/host.ts';
import type { Workspace } from '../mmengine/workspace/types.ts';
import type { ProjectPython } from '../project/project.ts';
import type { NumberSetting, RuleSetting, SchedulerSetting } from '../protocol.ts';
import type { PythonParser } from '../python/index.ts';
import type { FileSystem } from '../text/files.ts';
import type { DataFiles } from '../training/epochLength/counter.ts';

/** What the service needs from outside. */
export interface LensHost {
  readonly files: FileSystem;
  readonly parser: PythonParser;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where configs of other packages are found, looked for in `files`; `python` is what a project says about it. */
  packages(files: FileSystem, python: ProjectPython): Packages;
  /** Where training data are counted; undefined where they are out of reach. */
  readonly data?: DataHost | undefined;
  /** Where types are looked for that the user defines; unless given, in the project of each config. */
  readonly workspace?: Workspace;
  readonly settings: LensSettings;
  /** How many files are asked about in turn: what is known of them is kept. As many as people have open, unless given. */
  readonly filesInUse?: number;
}

export interface DataHost {
  readonly files: DataFiles;
  /** Folders that relative paths of data sets may start from. */
  readonly roots: readonly string[];
}

export interface Packages extends ExternalConfigs {
  /** The file of a Python module on the search path. */
  moduleFile(name: string): string | undefined;
  /** A file appeared, changed or went away. */
  changed(path: string): void;
  /** Everything is to be looked up again. */
  reset(): void;
}

/** What applies where neither a file's own comments nor its project say otherwise. */
export interface LensSettings {
  /** Iterations per epoch. */
  readonly itersPerEpoch?: number;
  /** The same, but stronger than comment and project: the user has just said it. */
  readonly forcedItersPerEpoch?: number;
  /** How a conversion writes numbers; as literals unless given. */
  readonly numbers?: NumberSetting;
  /** How a conversion makes schedulers count iterations; their numbers are converted unless given. */
  readonly schedulers?: SchedulerSetting;
  /** Severity by rule id, in place of the rule's own. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Findings are given also where a project excludes the file or its baseline knows them: the caller sorts that out. */
  readonly everything?: boolean;
  /** URI of the folder with the rules' pages, with a slash at its end. */
  readonly docs?: string;
}
