import type { CheckedFinding } from '../rules/check.ts';
import type { Fix } from '../rules/rule.ts';
import { difference } from '../text/difference.ts';
import { applyEdits, type TextEdit } from '../text/source.ts';

/** A fix can uncover what the next one mends; after this many rounds the text stays as it is. */
const MAX_ROUNDS = 5;

/**
 * The edits that apply every preferred fix until none is left.
 * @param findingsIn what is found in a text that stands in place of the file's
 */
export function fixAll(text: string, findingsIn: (text: string) => readonly CheckedFinding[]): readonly TextEdit[] {
  const first = withoutOverlaps(findingsIn(text));
  const once = applyEdits(text, first);
  let current = once;
  for (let round = 1; round < MAX_ROUNDS && current !== text; round++) {
    const next = applyEdits(current, withoutOverlaps(findingsIn(current)));
    if (next === current) break;
    current = next;
  }
  return current === once ? first : difference(text, current);
}

/** The edits of as many preferred fixes as go together; one that does not waits for the next round. */
function withoutOverlaps(findings: readonly CheckedFinding[]): TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { fixes = [] } of findings) {
    const fix = fixes.find(({ preferred }) => preferred);
    if (fix && !collides(fix, taken)) taken.push(...fix.edits);
  }
  return taken;
}

function collides({ edits }: Fix, taken: readonly TextEdit[]): boolean {
  return edits.some(({ span }) => taken.some((other) => span.start <= other.span.end && other.span.start <= span.end));
}
