import type { CheckedFinding } from '../rules/check.ts';
import type { Fix } from '../rules/rule.ts';
import { difference } from '../text/difference.ts';
import { applyEdits, type TextEdit } from '../text/source.ts';
import type { KeyPath } from '../training/plan.ts';

/** A fix can uncover what the next one mends; after this many rounds the text stays as it is. */
const MAX_ROUNDS = 5;

/**
 * The edits that apply every preferred fix until none is left.
 * @param findingsIn what is found in a text that stands in place of the file's
 */
export function fixAll(text: string, findingsIn: (text: string) => readonly CheckedFinding[]): readonly TextEdit[] {
  const first = fixesTogether(findingsIn(text), preferred);
  const once = applyEdits(text, first);
  let current = once;
  for (let round = 1; round < MAX_ROUNDS && current !== text; round++) {
    const next = applyEdits(current, fixesTogether(findingsIn(current), preferred));
    if (next === current) break;
    current = next;
  }
  return current === once ? first : difference(text, current);
}

const preferred = (fixes: readonly Fix[]) => fixes.find((fix) => fix.preferred);

/** The edits of as many fixes as go together; one that does not waits for the next round. */
export function fixesTogether(
  findings: readonly CheckedFinding[],
  choose: (fixes: readonly Fix[]) => Fix | undefined,
): TextEdit[] {
  const taken: Change[] = [];
  for (const { keyPath, fixes = [] } of findings) {
    const fix = choose(fixes);
    if (!fix || taken.some((other) => collide({ keyPath, edits: fix.edits }, other))) continue;
    taken.push({ keyPath, edits: fix.edits });
  }
  return taken.flatMap(({ edits }) => edits);
}

interface Change {
  readonly keyPath: KeyPath;
  readonly edits: readonly TextEdit[];
}

function collide(a: Change, b: Change): boolean {
  // Each of two fixes of one dict may replace what the dict inherits, and once is enough.
  if (isSameDict(a.keyPath, b.keyPath) && !(onlyRemoves(a) && onlyRemoves(b))) return true;
  return a.edits.some((one) => b.edits.some((other) => touch(one, other, a, b)));
}

function onlyRemoves({ edits }: Change): boolean {
  return edits.every(({ text }) => text === '');
}

function isSameDict(a: KeyPath, b: KeyPath): boolean {
  return a.length > 1 && a.length === b.length && a.every((key, i) => i === a.length - 1 || key === b[i]);
}

/** Two top-level keys can be put at one place, one after the other; what is indented belongs to something before it. */
function touch(
  { span: a, text }: TextEdit,
  { span: b, text: otherText }: TextEdit,
  one: Change,
  other: Change,
): boolean {
  const samePlace = a.start === a.end && b.start === b.end && a.start === b.start;
  const isTopLevel = (inserted: string) => /^(\r?\n)?\S/.test(inserted);
  if (
    samePlace &&
    one.keyPath[0] !== other.keyPath[0] &&
    text !== otherText &&
    isTopLevel(text) &&
    isTopLevel(otherText)
  )
    return false;
  return a.start <= b.end && b.start <= a.end;
}
