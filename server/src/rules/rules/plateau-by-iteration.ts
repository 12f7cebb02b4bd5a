import type { Rule } from '../rule.ts';
import { firstKey, standAt } from '../support/place.ts';
import { markUnit } from '../support/rescale.ts';
import { isSoundAs, schedulersWith } from '../support/schedulerFaults.ts';

/** A plateau scheduler steps on validations and knows nothing of iterations. */
export const rule: Rule = {
  id: 'plateau-by-iteration',
  severity: 'error',
  summary: 'A ReduceOnPlateau scheduler is to count iterations.',
  docs: {
    what: 'A `ReduceOnPlateauLR` (or `…Momentum`) with `by_epoch=False` or `convert_to_iter_based=True`.',
    why: 'The scheduler reads the metrics of each validation and knows nothing of iterations. With `by_epoch=False` MMEngine stops with `AssertionError: Now ReduceOnPlateauLR only support by_epoch=True`; with `convert_to_iter_based=True` it stops with an `AttributeError`, because the class has no `build_iter_from_epoch`. Left at `by_epoch=True` it works under an iteration-based loop too: `patience` counts validations under either.',
    bad: [
      { code: "param_scheduler = dict(type='ReduceOnPlateauLR', monitor='loss', patience=3, by_epoch=False)\n" },
      {
        code: "param_scheduler = [\n    dict(type='ReduceOnPlateauLR', monitor='accuracy', rule='greater', convert_to_iter_based=True),\n]\n",
      },
    ],
    good: [{ code: "param_scheduler = dict(type='ReduceOnPlateauLR', monitor='loss', patience=3)\n" }],
  },
  *check(context) {
    for (const { reading, fault } of schedulersWith(context, 'plateau')) {
      const { plan, name } = reading;
      const refusal =
        fault.key === 'by_epoch'
          ? `${name} takes nothing but \`by_epoch=True\`: MMEngine stops with an AssertionError before training begins. It steps on each validation, under an iteration-based loop too, so nothing needs to be converted; leave \`by_epoch\` at True.`
          : `${name} cannot be converted to iterations: it has no \`build_iter_from_epoch\`, and MMEngine stops with an AttributeError before training begins. It steps on what is validated and needs no conversion; take \`convert_to_iter_based\` out.`;
      // Positions in iterations would have to be thought over; "from the start to the end" need not.
      const plain = (reading.begin ?? 1) === 0 && !reading.endWritten;
      const edits = !isSoundAs(context, reading, { byEpoch: true, converted: false })
        ? undefined
        : plain && fault.key === 'by_epoch'
          ? context.edit((editor) => markUnit(context, editor, reading, 'epoch'))
          : fault.key === 'convert_to_iter_based'
            ? context.remove([...plan.keyPath, fault.key])
            : undefined;
      const title = fault.key === 'by_epoch' ? 'Set `by_epoch=True`' : 'Remove `convert_to_iter_based`';
      yield {
        message: refusal,
        ...standAt(context, firstKey(context, plan.keyPath, fault.key)),
        fixes: edits ? [{ title, edits, preferred: true }] : [],
      };
    }
  },
};
