import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLens } from '../../server/src/cli/lens.ts';
import { CONVERSION_STEPS } from '../../server/src/conversion/convert.ts';
import type { Lens } from '../../server/src/service.ts';
import { applyEdits } from '../../server/src/text/source.ts';
import type { Unit } from '../../server/src/training/plan.ts';
import { configsOf, packages } from '../oracle/support/environment.ts';

/* What holds for the text of every conversion, over released configs of both kinds. */
const CONFIGS = 400;
const ORDERS = [
  [4, 3, 2, 1, 0],
  [2, 0, 4, 1, 3],
];
const STEPS = CONVERSION_STEPS.map(({ id }) => id);

test('the order of steps makes no difference, twice is once, and comments, line ends and all else stay', async () => {
  const lens = await openLens({ itersPerEpoch: 500 });
  const all = [...packages().values()].flatMap(configsOf).filter((path) => isTrainable(lens, path));
  let converted = 0;
  for (let i = 0; i < CONFIGS; i++) {
    const path = all[Math.floor((i * all.length) / CONFIGS)] as string;
    const text = readFileSync(path, 'utf8');
    const to: Unit = lens.check(path).plan.mode === 'epoch' ? 'iter' : 'epoch';
    const whole = convert(lens, path, text, to);
    if (whole === undefined) continue;
    converted++;
    expect(convert(lens, path, whole, to), path).toBe(whole);
    for (const order of ORDERS) {
      const stepwise = order.reduce<string | undefined>(
        (current, step) => current && convert(lens, path, current, to, STEPS.slice(step, step + 1)),
        text,
      );
      expect(stepwise, path).toBe(whole);
    }
    expect(comments(lens, path, whole), path).toEqual(comments(lens, path, text));
    expect(lens.check(path).loaded.source.text, path).toBe(text);
    expect(convert(lens, path, withReturns(text), to), path).toBe(withReturns(whole));
    const cut = text.trimEnd();
    // What is added at the end goes below the last line, which then has an end.
    expect(convert(lens, path, cut, to)?.trimEnd(), path).toBe(whole.trimEnd());
  }
  expect(converted).toBeGreaterThanOrEqual(CONFIGS * 0.9);
});

function isTrainable(lens: Lens, path: string): boolean {
  const { plan, loaded } = lens.check(path);
  const counts = plan.mode === 'epoch' || plan.mode === 'iter';
  return loaded.isConfig && plan.isRoot && loaded.refusals.length === 0 && counts;
}

/** The text converted; undefined when that is refused. */
function convert(lens: Lens, path: string, text: string, to: Unit, steps = STEPS): string | undefined {
  lens.open(path, text);
  const outcome = lens.convert(path, { to, steps });
  lens.close(path);
  return 'needs' in outcome || outcome.refusals.length > 0 ? undefined : applyEdits(text, outcome.edits);
}

function comments(lens: Lens, path: string, text: string): readonly string[] {
  lens.open(path, text);
  const found = lens.check(path).loaded.module?.comments.map((comment) => comment.text) ?? [];
  lens.close(path);
  return found;
}

function withReturns(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');
}
