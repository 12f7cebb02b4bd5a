/**
 * The one door to files. Synchronous, because evaluation is; a host whose storage is asynchronous (a browser)
 * answers from what it has fetched, fetches what was asked for and missing, and lets the dependants be read again.
 * Paths are absolute, with forward slashes.
 */
export interface FileSystem {
  /** The file's bytes decoded as UTF-8, or why it cannot be had. */
  read(path: string): FileContent;
  isFile(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Names of the entries of a folder, sorted; empty when it cannot be read. */
  list(path: string): readonly string[];
}

/** There is a file or a folder of that path. */
export function exists(files: Pick<FileSystem, 'isFile' | 'isDirectory'>, path: string): boolean {
  return files.isFile(path) || files.isDirectory(path);
}

export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'too-large'; readonly bytes: number };

/** Larger files get one finding and no analysis. */
export const MAX_FILE_BYTES = 2 * 1024 * 1024;
