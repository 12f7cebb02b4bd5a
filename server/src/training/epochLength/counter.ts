import { isAbsolute, joinPath } from '../../text/paths.ts';
import { countCocoImages, countDataList, type Reading } from './cocoCount.ts';
import type { CountAnswer, CountRequest, SampleCounts } from './counts.ts';

/** Data on a disk: larger than configs, and never read as a whole. Paths are absolute, with forward slashes. */
export interface DataFiles {
  /** Undefined when there is nothing. `version` changes when a file does. */
  stat(path: string): Promise<DataEntry | undefined>;
  /** The file in pieces. */
  read(path: string): AsyncIterable<Uint8Array>;
  list(path: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>;
}

export type DataEntry =
  | { readonly kind: 'file'; readonly bytes: number; readonly version: string }
  | { readonly kind: 'folder'; readonly version: string };

export interface CountOptions {
  /** Stops counting; what has been counted stays. */
  readonly isCancelled?: () => boolean;
  /** How much of a file has been read; a folder does not say how large it is. */
  readonly onProgress?: (progress: { readonly path: string; readonly done: number; readonly of?: number }) => void;
  /** Larger files, and folders, are left for another time. */
  readonly maxBytes?: number;
}

interface Counted {
  readonly answer: CountAnswer;
  /** Of the file or folder as it was counted. */
  readonly version: string;
}

class Cancelled extends Error {}

/**
 * Counts samples in files, each file once while it stays as it is. Asking is synchronous and counting is not: what has
 * not been counted yet is answered as pending and remembered, and whoever asked asks again after {@link count}.
 */
export class SampleCounter implements SampleCounts {
  private readonly files: DataFiles;
  private readonly roots: readonly string[];
  private readonly counted = new Map<string, Counted>();
  private readonly wanted = new Map<string, CountRequest>();

  /** @param roots folders that relative paths may start from: the working directory, the workspace's folders */
  constructor(files: DataFiles, roots: readonly string[]) {
    this.files = files;
    this.roots = roots;
  }

  of(request: CountRequest): CountAnswer {
    const key = JSON.stringify(request);
    const found = this.counted.get(key);
    this.wanted.set(key, request);
    return found?.answer ?? { pending: true };
  }

  /** Counts what was asked for since the last time. @returns whether an answer is another one now. */
  async count(options: CountOptions = {}): Promise<boolean> {
    const requests = [...this.wanted];
    this.wanted.clear();
    let isNew = false;
    for (const [key, request] of requests) {
      if (options.isCancelled?.()) break;
      const before = this.counted.get(key);
      const after = await this.answer(request, before, options);
      if (!after || after === before) continue;
      this.counted.set(key, after);
      isNew ||= JSON.stringify(after.answer) !== JSON.stringify(before?.answer);
    }
    return isNew;
  }

  /** @returns undefined when it was left for another time. */
  private async answer(
    request: CountRequest,
    before: Counted | undefined,
    options: CountOptions,
  ): Promise<Counted | undefined> {
    try {
      const found = await this.find(request.path);
      const version = found?.version ?? '';
      if (before?.version === version) return before;
      if (!found) return { answer: { missing: true }, version };
      if (options.maxBytes !== undefined && (found.kind === 'folder' || found.bytes > options.maxBytes))
        return undefined;
      return { answer: await this.countIn(request, found, options), version };
    } catch (error) {
      if (error instanceof Cancelled) return undefined;
      return { answer: { unreadable: error instanceof Error ? error.message : String(error) }, version: '!' };
    }
  }

  private async find(path: string): Promise<(DataEntry & { readonly path: string }) | undefined> {
    const candidates = isAbsolute(path) ? [path] : this.roots.map((root) => joinPath(root, path));
    for (const candidate of candidates) {
      const entry = await this.files.stat(candidate);
      if (entry) return { ...entry, path: candidate };
    }
    return undefined;
  }

  private async countIn(
    request: CountRequest,
    found: DataEntry & { readonly path: string },
    options: CountOptions,
  ): Promise<CountAnswer> {
    const { path } = found;
    if (request.kind === 'files') {
      if (found.kind !== 'folder') return { unreadable: 'it is not a folder' };
      return { samples: await this.countFiles(request, path, options), path };
    }
    if (found.kind !== 'file') return { unreadable: 'it is a folder' };
    const read = this.reading(path, found.bytes, options);
    if (request.kind === 'lines') return { samples: await countLines(read), path };
    const samples = await (request.kind === 'coco' ? countCocoImages(read, request.filter) : countDataList(read));
    if (samples !== undefined) return { samples, path };
    return { unreadable: request.kind === 'coco' ? 'it is no COCO annotation file' : 'it has no `data_list`' };
  }

  private reading(path: string, bytes: number, { isCancelled, onProgress }: CountOptions): Reading {
    return async (consume) => {
      let done = 0;
      for await (const piece of this.files.read(path)) {
        if (isCancelled?.()) throw new Cancelled();
        done += piece.length;
        onProgress?.({ path, done, of: bytes });
        if (consume(piece) === 'enough') return;
      }
    };
  }

  /** As MMEngine's `list_dir_or_file` walks: hidden files are passed over. */
  private async countFiles(
    { endings, anyCase, inSubfolders }: Extract<CountRequest, { kind: 'files' }>,
    root: string,
    { isCancelled, onProgress }: CountOptions,
  ): Promise<number> {
    let count = 0;
    const folders = [root];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      if (isCancelled?.()) throw new Cancelled();
      for (const { name, isFolder } of await this.files.list(folder)) {
        if (isFolder) folders.push(`${folder}/${name}`);
        else if (!name.startsWith('.') && !(inSubfolders && folder === root)) {
          const compared = anyCase ? name.toLowerCase() : name;
          if (endings.some((ending) => compared.endsWith(ending))) count++;
        }
      }
      onProgress?.({ path: root, done: count });
    }
    return count;
  }
}

/** As Python iterates over a text file: what follows the last line end is a line if there is anything. */
async function countLines(read: Reading): Promise<number> {
  let count = 0;
  let last = NEWLINE;
  await read((bytes) => {
    for (const byte of bytes) if (byte === NEWLINE) count++;
    last = bytes.at(-1) ?? last;
    return 'more';
  });
  return last === NEWLINE ? count : count + 1;
}

const NEWLINE = 0x0a;
