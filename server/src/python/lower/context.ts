import type { Node } from 'web-tree-sitter';
import type { Span } from '../../text/source.ts';
import type { SyntaxProblem } from '../syntax.ts';

/** What lowering one text needs: the text, the way back to the text the user sees, and the problems met. */
export class LoweringContext {
  readonly text: string;
  readonly problems: SyntaxProblem[] = [];
  private readonly originalSpan: ((span: Span) => Span) | undefined;
  /**
   * The words of the text need a closer look: statements of one block do not start alike, or by tabs, or the code nests
   * so deep that it may be too deep for Python.
   */
  suspicious = false;
  private depth = 0;

  constructor(text: string, originalSpan: ((span: Span) => Span) | undefined) {
    this.text = text;
    this.originalSpan = originalSpan;
  }

  span(node: Node): Span {
    return this.map(node.startIndex, node.endIndex);
  }

  map(start: number, end: number): Span {
    return this.originalSpan ? this.originalSpan({ start, end }) : { start, end };
  }

  source(node: Node): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }

  problem(node: Node, message: string, error: SyntaxProblem['error'] = 'SyntaxError'): void {
    this.problems.push({ kind: 'unexpected', error, message, ...this.span(node) });
  }

  /** Takes note of how the statements of one block are indented; `margin` is what a module's have: nothing. */
  noteLayout(statements: readonly Node[], margin: string | undefined): void {
    let expected = margin;
    for (const { startIndex } of statements) {
      const before = this.text.slice(this.lineStart(startIndex), startIndex);
      if (before.trim() !== '') continue;
      expected ??= before;
      if (before !== expected || before.includes('\t')) this.suspicious = true;
    }
  }

  private lineStart(offset: number): number {
    let at = offset;
    while (at > 0 && !isLineEnd(this.text.charCodeAt(at - 1))) at--;
    return at;
  }

  /** Runs `lower` one level deeper; undefined when that is deeper than Python itself would go. */
  nested<T>(lower: () => T): T | undefined {
    if (this.depth >= MAX_DEPTH) return undefined;
    if (++this.depth > SUSPICIOUS_DEPTH) this.suspicious = true;
    try {
      return lower();
    } finally {
      this.depth--;
    }
  }
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/**
 * A chain of operators nests as deep as it is long. Everything that walks a tree has to do so within the stack of the
 * main thread, also before V8 has optimized it.
 */
const MAX_DEPTH = 450;
/** Below Python's 200 brackets, as a bracket may be more than one level here and no level less than one. */
const SUSPICIOUS_DEPTH = 150;

/** Children that mean something: comments and line continuations are left out. */
export function childrenOf(node: Node): Node[] {
  return node.namedChildren.filter((child): child is Node => {
    if (child === null) return false;
    const { type } = child;
    return type !== 'comment' && type !== 'line_continuation';
  });
}
