import type { LoadedConfig } from '../config/result.ts';
import type { Span } from '../text/source.ts';

export interface ItersPerEpochComment {
  readonly value: number;
  /** The whole comment. */
  readonly span: Span;
}

const COMMENT = /^#.*?\bmmlens:\s*iters-per-epoch\s*=\s*(\d+)(?![\d.]*\d|\w)/;

/**
 * The `# mmlens: iters-per-epoch=N` comment of a Python or YAML config: N iterations make one pass over its training data.
 * The last one counts. JSON has no comments.
 */
export function itersPerEpochComment(loaded: LoadedConfig): ItersPerEpochComment | undefined {
  const { text } = loaded.source;
  const spans = loaded.module ? loaded.module.comments : loaded.style === 'yaml' ? yamlComments(text) : [];
  let found: ItersPerEpochComment | undefined;
  for (const span of spans) {
    const value = Number(COMMENT.exec(text.slice(span.start, span.end))?.[1]);
    if (Number.isSafeInteger(value) && value > 0) found = { value, span: { start: span.start, end: span.end } };
  }
  return found;
}

/** Lines of YAML with a comment; a `#` inside a quoted scalar or a block scalar cannot spell our comment by accident. */
function yamlComments(text: string): Span[] {
  return [...text.matchAll(/(?<=^|[ \t])#[^\r\n]*/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
