import { withSpans } from '../../server/src/python/spans.ts';

/** What was read elsewhere before, with all of its parts where they stand: a tree that can be compared. */
export function spelledOut<T>(tree: T): T {
  return withSpans(tree, (span) => span);
}
