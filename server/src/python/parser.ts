import type { Span, TextEdit } from '../text/source.ts';
import type { Module } from './syntax.ts';

/** A parsed text that can be re-parsed from its edits. Owns a tree-sitter tree: dispose of it. */
export interface PythonDocument {
  readonly text: string;
  readonly module: Module;
  /** Re-parses after `edits` (spans of the current text); only what changed is parsed and lowered again. */
  update(text: string, edits: readonly TextEdit[]): void;
  dispose(): void;
}

export interface PythonParser {
  /**
   * Parses once and keeps nothing but the tree of plain objects.
   * @param originalSpan maps spans of `text` to those of the text the user sees, for a text that was substituted first.
   */
  parse(text: string, originalSpan?: (span: Span) => Span): Module;
  open(text: string): PythonDocument;
}
