import type { Span } from '../text/source.ts';

/** The same tree with every span led back to the text that the user sees. */
export function withSpans<T>(node: T, originalSpan: (span: Span) => Span): T {
  if (Array.isArray(node)) return node.map((item: unknown) => withSpans(item, originalSpan)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const copy = { ...node } as Record<string, unknown>;
  for (const key in copy) {
    const value = copy[key];
    if (typeof value === 'object' && value !== null) copy[key] = withSpans(value, originalSpan);
  }
  const { start, end } = copy;
  if (typeof start === 'number' && typeof end === 'number') {
    const original = originalSpan({ start, end });
    copy.start = original.start;
    copy.end = original.end;
  }
  return copy as T;
}
