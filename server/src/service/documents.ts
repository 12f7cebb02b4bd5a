import type { Module, PythonDocument, PythonParser } from '../python/index.ts';
import { type FileContent, type FileSystem, MAX_FILE_BYTES } from '../text/files.ts';
import { basename, dirname } from '../text/paths.ts';
import type { SourceText, TextEdit } from '../text/source.ts';

interface OpenDocument {
  text: string;
  tree: PythonDocument | undefined;
}

/**
 * What is open in the editor, over what is on the disk: an open text wins, and its tree is parsed again only where the
 * text changed.
 */
export class OpenDocuments implements FileSystem {
  private readonly disk: FileSystem;
  private readonly parser: PythonParser;
  private readonly documents = new Map<string, OpenDocument>();

  constructor(disk: FileSystem, parser: PythonParser) {
    this.disk = disk;
    this.parser = parser;
  }

  set(path: string, text: string): void {
    const document = this.documents.get(path);
    if (document) document.text = text;
    else this.documents.set(path, { text, tree: undefined });
  }

  close(path: string): void {
    this.documents.get(path)?.tree?.dispose();
    this.documents.delete(path);
  }

  paths(): Iterable<string> {
    return this.documents.keys();
  }

  /** The tree of a text; of an open document, the one that is kept up to date. */
  parse(source: SourceText): Module {
    const document = this.documents.get(source.path);
    if (!document || document.text !== source.text) return this.parser.parse(source.text);
    if (document.tree) document.tree.update(source.text, difference(document.tree.text, source.text));
    else document.tree = this.parser.open(source.text);
    return document.tree.module;
  }

  read(path: string): FileContent {
    const document = this.documents.get(path);
    if (!document) return this.disk.read(path);
    const { text } = document;
    return text.length > MAX_FILE_BYTES ? { kind: 'too-large', bytes: text.length } : { kind: 'text', text };
  }

  isFile(path: string): boolean {
    return this.documents.has(path) || this.disk.isFile(path);
  }

  isDirectory(path: string): boolean {
    return this.disk.isDirectory(path);
  }

  list(path: string): readonly string[] {
    const names = this.disk.list(path);
    const unsaved = [...this.documents.keys()].filter((open) => dirname(open) === path).map(basename);
    return unsaved.every((name) => names.includes(name)) ? names : [...new Set([...names, ...unsaved])].sort();
  }
}

/** The one edit between two texts: everything but their common beginning and end. */
export function difference(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  // Half of a surrogate pair is no character.
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start--;
  if (tail > 0 && isLowSurrogate(before.charCodeAt(before.length - tail))) tail--;
  return [{ span: { start, end: before.length - tail }, text: after.slice(start, after.length - tail) }];
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
