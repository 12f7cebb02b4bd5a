import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isAboveAll, isElsewhere, pathOf } from '../features/uri.ts';
import type { ScanLimits } from '../mmengine/workspace/scan.ts';
import type { ProjectPython } from '../project/project.ts';
import type { ReadFileResult, Settings } from '../protocol.ts';
import type { PythonParser } from '../python/index.ts';
import { createLens, type Lens } from '../service.ts';
import type { FileSystem } from '../text/files.ts';
import type { CountOptions } from '../training/epochLength/counter.ts';
import type { Platform } from './platform.ts';
import { RemoteFiles } from './remoteFiles.ts';

export interface SessionOptions {
  readonly platform: Platform;
  readonly parser: PythonParser;
  readonly folders: readonly string[];
  /** Asks the editor for a file; undefined when it does not answer. */
  readonly readFile: ((path: string) => Promise<ReadFileResult>) | undefined;
  /** All open documents. */
  readonly open: () => readonly TextDocument[];
}

/** The service for one editor: made again when the settings change, with the same documents open. */
export class Session {
  private readonly options: SessionOptions;
  private readonly remote: RemoteFiles | undefined;
  private lens: Lens;

  constructor(options: SessionOptions) {
    this.options = options;
    this.remote = options.readFile && new RemoteFiles(options.readFile);
    this.lens = this.createLens({});
  }

  configure(settings: Settings): void {
    this.lens = this.createLens(settings);
  }

  /** The answer to a question, once every file that it needs has been fetched. */
  async ask<T>(question: (lens: Lens) => T): Promise<T> {
    let answer = question(this.lens);
    while (this.remote?.isWaiting) {
      await this.remote.fetchWanted();
      this.lens.reset();
      answer = question(this.lens);
    }
    return answer;
  }

  /** The answer to a question, once the samples that it needs have been counted, as far as `options` let them. */
  async askCounted<T>(question: (lens: Lens) => T, options: CountOptions): Promise<T> {
    let answer = await this.ask(question);
    while (!options.isCancelled?.() && (await this.lens.countSamples(options))) answer = await this.ask(question);
    return answer;
  }

  /** @returns the paths of all files that may now read differently. */
  opened(uri: string, text: string): ReadonlySet<string> {
    return this.lens.open(pathOf(uri), text);
  }

  closed(uri: string): ReadonlySet<string> {
    return this.lens.close(pathOf(uri));
  }

  changedOnDisk(uri: string): ReadonlySet<string> {
    const path = pathOf(uri);
    this.remote?.forget(path);
    return this.lens.changed(path);
  }

  private createLens({ itersPerEpoch, rules, conversion, python = {} }: Settings): Lens {
    const { platform, parser, folders, open } = this.options;
    const lens = createLens({
      files: this.files(),
      parser,
      environment: platform.environment,
      packages: (files, project) => platform.packages(files, withProject(python, project), folders),
      data: platform.data && { files: platform.data, roots: folders.filter((folder) => !isElsewhere(folder)) },
      workspace: { folders, ...(folders.some(isElsewhere) && { limits: FAR_LIMITS }) },
      settings: {
        ...(typeof itersPerEpoch === 'number' && { itersPerEpoch }),
        ...(rules && { rules }),
        ...conversion,
        ...(platform.docs !== undefined && { docs: platform.docs }),
      },
    });
    for (const document of open()) lens.open(pathOf(document.uri), document.getText());
    return lens;
  }

  private files(): FileSystem {
    const { disk } = this.options.platform;
    const { remote } = this;
    const on = (path: string): FileSystem => {
      if (disk && !isElsewhere(path)) return disk;
      return remote && !isAboveAll(path) ? remote : NOTHING;
    };
    return {
      read: (path) => on(path).read(path),
      isFile: (path) => on(path).isFile(path),
      isDirectory: (path) => on(path).isDirectory(path),
      list: (path) => on(path).list(path),
    };
  }
}

/** Each file that the editor has to fetch takes its time. */
const FAR_LIMITS: ScanLimits = { folders: 60, files: 200, bytes: 4 * 1024 * 1024 };

/** What a project says stands before what the editor says. */
function withProject(python: NonNullable<Settings['python']>, project: ProjectPython): NonNullable<Settings['python']> {
  const interpreter = project.interpreter ?? python.interpreter;
  return {
    ...(interpreter !== undefined && { interpreter }),
    searchPaths: [...project.searchPaths, ...(python.searchPaths ?? [])],
  };
}

const NOTHING: FileSystem = {
  read: () => ({ kind: 'missing' }),
  isFile: () => false,
  isDirectory: () => false,
  list: () => [],
};
