import type { ReadFileResult } from '../protocol.ts';
import type { FileContent, FileSystem } from '../text/files.ts';
import { dirname } from '../text/paths.ts';

/**
 * Files that only the editor can reach. Reading is synchronous and fetching is not: what has not been fetched yet is
 * answered as missing and remembered as wanted, and whoever asked reads again once it is here.
 */
export class RemoteFiles implements FileSystem {
  private readonly request: (path: string) => Promise<ReadFileResult>;
  private readonly fetched = new Map<string, ReadFileResult>();
  private readonly wanted = new Set<string>();

  /** @param request asks the editor for the file or folder at a path */
  constructor(request: (path: string) => Promise<ReadFileResult>) {
    this.request = request;
  }

  /** Something was asked for that is not here yet. */
  get isWaiting(): boolean {
    return this.wanted.size > 0;
  }

  /** Fetches what was asked for and missing. */
  async fetchWanted(): Promise<void> {
    const paths = [...this.wanted];
    await Promise.all(
      paths.map(async (path) => {
        const result = await this.request(path).catch(unreadable);
        this.fetched.set(path, result);
        this.wanted.delete(path);
      }),
    );
  }

  /** The file changed: it is fetched again when somebody asks for it. */
  forget(path: string): void {
    this.fetched.delete(path);
    // Whether it exists now changes what its folder holds.
    this.fetched.delete(dirname(path));
  }

  read(path: string): FileContent {
    const result = this.ask(path);
    if (result?.kind === 'file') return { kind: 'text', text: result.text };
    return result ?? { kind: 'missing' };
  }

  isFile(path: string): boolean {
    const kind = this.ask(path)?.kind;
    return kind !== undefined && kind !== 'directory' && kind !== 'missing';
  }

  isDirectory(path: string): boolean {
    return this.ask(path)?.kind === 'directory';
  }

  list(path: string): readonly string[] {
    const result = this.ask(path);
    return result?.kind === 'directory' ? result.entries : [];
  }

  private ask(path: string): ReadFileResult | undefined {
    const result = this.fetched.get(path);
    if (result === undefined) this.wanted.add(path);
    return result;
  }
}

function unreadable(error: unknown): ReadFileResult {
  return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
}
