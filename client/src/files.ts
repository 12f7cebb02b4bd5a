import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { ReadFileParams, ReadFileResult } from '../../server/src/protocol.ts';
import { MAX_FILE_BYTES } from '../../server/src/text/files.ts';

/** Answers the server's wish for a file that only the editor can reach: a virtual workspace, or any file in a browser. */
export async function readFile({ uri }: ReadFileParams): Promise<ReadFileResult> {
  const target = Uri.parse(uri, true);
  try {
    const { type, size } = await workspace.fs.stat(target);
    if ((type & FileType.Directory) !== 0) {
      const entries = await workspace.fs.readDirectory(target);
      return { kind: 'directory', entries: entries.map(([name]) => name).sort() };
    }
    if (size > MAX_FILE_BYTES) return { kind: 'too-large', bytes: size };
    const bytes = await workspace.fs.readFile(target);
    if (bytes.includes(0)) return { kind: 'binary' };
    return { kind: 'file', text: new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return { kind: 'missing' };
    // What `fatal` throws: the bytes are not UTF-8.
    if (error instanceof TypeError) return { kind: 'binary' };
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}
