import { inFull } from './spans.ts';
import type { Expression } from './syntax.ts';

/**
 * The same tree with other expressions in the places of set displays; what holds none of them is shared.
 * @param replacements each with the span of the set whose place it takes
 * @returns undefined unless every one of them has taken the place of a set
 */
export function replaceSets<T>(tree: T, replacements: readonly Expression[]): T | undefined {
  const done = new Set<Expression>();
  const replaced = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replaced);
    if (typeof node !== 'object' || node === null) return node;
    const { start, end, kind } = node as Partial<Expression>;
    if (start !== undefined && end !== undefined) {
      const inside = replacements.filter((each) => each.start >= start && each.end <= end);
      if (inside.length === 0) return node;
      const [exact] = inside;
      if (kind === 'Set' && exact?.start === start && exact.end === end) {
        done.add(exact);
        return exact;
      }
    }
    return Object.fromEntries(Object.entries(inFull(node)).map(([name, value]) => [name, replaced(value)]));
  };
  const result = replaced(tree) as T;
  return done.size === replacements.length ? result : undefined;
}
