import type { Module, PythonDocument, PythonParser } from '../python/index.ts';
import { difference } from '../text/difference.ts';
import { type FileContent, type FileSystem, MAX_FILE_BYTES } from '../text/files.ts';
import { basename, dirname } from '../text/paths.ts';
import type { SourceText } from '../text/source.ts';

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
  /** A file is looked at to see whether it is a config, and right after that as one. */
  private last: { readonly text: string; readonly module: Module } | undefined;

  constructor(disk: FileSystem, parser: PythonParser) {
    this.disk = disk;
    this.parser = parser;
  }

  /** Of all open documents. */
  get paths(): Iterable<string> {
    return this.documents.keys();
  }

  /** How many are open. */
  get count(): number {
    return this.documents.size;
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

  /** Another text for a moment. @returns what puts the old state back. */
  replace(path: string, text: string): () => void {
    const before = this.documents.get(path)?.text;
    this.set(path, text);
    return () => (before === undefined ? this.close(path) : this.set(path, before));
  }

  /** The tree of a text; of an open document, the one that is kept up to date. */
  parse(source: SourceText): Module {
    const document = this.documents.get(source.path);
    if (!document || document.text !== source.text) {
      if (this.last?.text !== source.text) this.last = { text: source.text, module: this.parser.parse(source.text) };
      return this.last.module;
    }
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
