import type { LoadedConfig } from '../config/result.ts';
import type { Span } from '../text/source.ts';

export interface ItersPerEpochComment {
  readonly value: number;
  /** The whole comment. */
  readonly span: Span;
}

/** Behind the number stands no more of it, such as thousands that are set off. */
const COMMENT = /^#.*?\bmmlens:\s*iters-per-epoch\s*=\s*(\d+(?:_\d+)*)(?!\w|[.,'’]\d| \d{3}\b)/;

/** What one comment says, with its leading `#`; undefined when it is no such comment, or no whole number of 1 or more. */
export function itersPerEpochIn(comment: string): number | undefined {
  const value = Number(COMMENT.exec(comment)?.[1]?.replaceAll('_', ''));
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/**
 * The `# mmlens: iters-per-epoch=N` comment of a Python or YAML config: N iterations make one pass over its training data.
 * The last one counts. JSON has no comments.
 */
export function itersPerEpochComment(loaded: LoadedConfig): ItersPerEpochComment | undefined {
  const { text } = loaded.source;
  const spans = loaded.module ? loaded.module.comments : loaded.style === 'yaml' ? yamlComments(text) : [];
  let found: ItersPerEpochComment | undefined;
  for (const span of spans) {
    const value = itersPerEpochIn(text.slice(span.start, span.end));
    if (value !== undefined) found = { value, span: { start: span.start, end: span.end } };
  }
  return found;
}

/** What converted configs call the variable that keeps the number of iterations per epoch. */
export const ITERS_PER_EPOCH = 'iters_per_epoch';

/** The number that the file itself gives its top-level variable {@link ITERS_PER_EPOCH}. */
export function itersPerEpochVariable({ config, path }: LoadedConfig): number | undefined {
  const slot = config.entries.get(ITERS_PER_EPOCH);
  if (slot?.at?.path !== path || slot.value.kind !== 'int') return undefined;
  const value = Number(slot.value.value);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** Lines of YAML with a comment; a `#` inside a quoted scalar or a block scalar cannot spell our comment by accident. */
function yamlComments(text: string): Span[] {
  return [...text.matchAll(/(?<=^|[ \t])#[^\r\n]*/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
