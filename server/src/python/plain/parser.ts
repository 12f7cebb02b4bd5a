import type { Span } from '../../text/source.ts';
import { withSpans } from '../spans.ts';
import type { Module } from '../syntax.ts';
import { RepeatedStatements } from './repeated.ts';
import { parsePlain } from './statements.ts';

/** Reads plain Python, and statements that it has read before but once. */
export class PlainParser {
  private readonly repeated = new RepeatedStatements();

  /**
   * @param text with the newlines that Python sees
   * @returns undefined for a text that takes the grammar
   */
  parse(text: string, originalSpan?: (span: Span) => Span): Module | undefined {
    const module = parsePlain(text, this.repeated);
    return module && originalSpan ? withSpans(module, originalSpan) : module;
  }
}
