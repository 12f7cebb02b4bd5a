import type { InitializationOptions, Settings } from '../protocol.ts';
import type { PythonParser } from '../python/index.ts';
import type { Packages } from '../service.ts';
import type { FileSystem } from '../text/files.ts';
import type { DataFiles } from '../training/epochLength/counter.ts';

/** What is different where the server runs: a machine of its own, or a web worker. */
export interface Platform {
  /** The disk of this machine; undefined where there is none. */
  readonly disk: FileSystem | undefined;
  /** Where training data lie; undefined where there is no disk. */
  readonly data: DataFiles | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** URI of the folder with the rules' pages, with a slash at its end. */
  readonly docs: string | undefined;
  createParser(options: InitializationOptions): Promise<PythonParser>;
  /** @param folders the workspace's, as paths */
  packages(files: FileSystem, python: NonNullable<Settings['python']>, folders: readonly string[]): Packages;
}
