import type { Span } from '../text/source.ts';
import { withNewlines } from './newlines.ts';
import type { PythonDocument, PythonParser } from './parser.ts';
import { PlainParser } from './plain/parser.ts';
import type { Module } from './syntax.ts';

/** Thrown by a {@link LazyParser} for a text that takes the grammar, while that is not loaded. */
export class GrammarWanted extends Error {}

/**
 * Parses plain Python alone until the grammar is loaded, which takes longer than to read dozens of configs and which
 * nearly all of them do without.
 */
export class LazyParser implements PythonParser {
  private readonly create: () => Promise<PythonParser>;
  private full: PythonParser | undefined;
  private plain: PlainParser | undefined = new PlainParser();

  /** @param create loads the grammar */
  constructor(create: () => Promise<PythonParser>) {
    this.create = create;
  }

  /** Whoever caught a {@link GrammarWanted} loads the grammar and asks again. */
  async load(): Promise<void> {
    this.full ??= await this.create();
    this.plain = undefined;
  }

  parse(text: string, originalSpan?: (span: Span) => Span): Module {
    if (this.full) return this.full.parse(text, originalSpan);
    const module = this.plain?.parse(withNewlines(text), originalSpan);
    if (!module) throw new GrammarWanted();
    return module;
  }

  open(text: string): PythonDocument {
    if (!this.full) throw new GrammarWanted();
    return this.full.open(text);
  }
}
