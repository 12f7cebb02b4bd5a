import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { loopUnit } from '../support/loop.ts';
import { notation } from '../support/notation.ts';
import { firstKey, standAt } from '../support/place.ts';
import { convertByMMEngine, endBehindMilestones, markUnit } from '../support/rescale.ts';
import { isSoundAs, schedulersWith } from '../support/schedulerFaults.ts';
import type { SchedulerReading } from '../support/schedulerReading.ts';

/** Iterations cannot be converted to iterations. */
export const rule: Rule = {
  id: 'scheduler-convert-not-by-epoch',
  severity: 'error',
  summary: 'A scheduler has `convert_to_iter_based=True` and `by_epoch=False`.',
  docs: {
    what: 'A scheduler that says both that its numbers count iterations (`by_epoch=False`) and that they shall be converted from epochs to iterations (`convert_to_iter_based=True`).',
    why: 'Only what counts epochs can be converted. MMEngine stops before training begins with `AssertionError: Only epoch-based parameter scheduler can be converted to iter-based`.',
    bad: [
      {
        code: "param_scheduler = [\n    dict(type='LinearLR', start_factor=0.001, begin=0, end=500, by_epoch=False, convert_to_iter_based=True),\n]\n",
      },
    ],
    good: [
      {
        code: "param_scheduler = [\n    dict(type='LinearLR', start_factor=0.001, begin=0, end=500, by_epoch=False),\n    dict(type='CosineAnnealingLR', begin=1, end=12, by_epoch=True, convert_to_iter_based=True),\n]\n",
      },
    ],
  },
  *check(context) {
    for (const { reading } of schedulersWith(context, 'convert-not-by-epoch')) {
      const { plan, name } = reading;
      yield {
        message: `${name} counts iterations (\`by_epoch=False\`) and is to be converted from epochs all the same (\`convert_to_iter_based=True\`). MMEngine stops with an AssertionError before training begins. If its numbers are iterations, take \`convert_to_iter_based\` out; if they are epochs, set \`by_epoch=True\`.`,
        ...standAt(context, firstKey(context, plan.keyPath, 'convert_to_iter_based')),
        fixes: fixes(context, reading),
      } satisfies Finding;
    }
  },
};

/** The numbers say which of the two is meant. */
function fixes(context: RuleContext, reading: SchedulerReading): Fix[] {
  if (isSoundAs(context, reading, { byEpoch: false, converted: false })) {
    const edits = context.edit((editor) => markUnit(context, editor, reading, 'iter'));
    return edits ? [{ title: 'Remove `convert_to_iter_based`', edits, preferred: true }] : [];
  }
  const byIteration = loopUnit(context) === 'iter';
  const end = byIteration ? (reading.end ?? endBehindMilestones(reading)) : undefined;
  if (!isSoundAs(context, reading, { byEpoch: true, converted: true, end })) return [];
  const edits = byIteration
    ? context.edit((editor) => convertByMMEngine(context, editor, reading))
    : context.set([...reading.plan.keyPath, 'by_epoch'], notation(context.loaded, true));
  return edits ? [{ title: 'Set `by_epoch=True`: the numbers are epochs', edits }] : [];
}
