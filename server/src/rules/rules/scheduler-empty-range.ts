import type { Fix, Rule, RuleContext } from '../rule.ts';
import { lengthIn, loopUnit, NEEDS_ITERS_PER_EPOCH } from '../support/loop.ts';
import { firstKey, LOOP_PATHS, standBeside } from '../support/place.ts';
import { countedParameters, countInIterations, fitsInto } from '../support/rescale.ts';
import { schedulersWith } from '../support/schedulerFaults.ts';
import type { SchedulerReading } from '../support/schedulerReading.ts';
import { readable } from '../support/values.ts';

/** A scheduler with nothing between `begin` and `end`. */
export const rule: Rule = {
  id: 'scheduler-empty-range',
  severity: 'error',
  summary: 'A scheduler ends before it begins.',
  docs: {
    what: "A scheduler whose `end` is not larger than its `begin`. Where `end` is left out, MMEngine fills in the length of the training in the scheduler's unit; an iteration-based loop says that it has one epoch, so that any `begin` of one epoch or more leaves nothing.",
    why: 'MMEngine stops before training begins with `ValueError: end should be larger than begin`.',
    bad: [
      {
        code: "param_scheduler = [\n    dict(type='LinearLR', start_factor=0.001, begin=0, end=500, by_epoch=False),\n    dict(type='CosineAnnealingLR', begin=12, end=12, T_max=12, by_epoch=True),\n]\ntrain_cfg = dict(by_epoch=True, max_epochs=24)\n",
      },
      {
        code: `train_dataloader = dict(
    batch_size=2,
    sampler=dict(type='InfiniteSampler', shuffle=True),
    dataset=dict(type='CocoDataset', ann_file='train.json'))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.02))
train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)
# An iteration-based loop has one epoch: this ends where it begins.
param_scheduler = dict(type='CosineAnnealingLR', begin=1, by_epoch=True)
`,
      },
    ],
    good: [
      {
        code: "param_scheduler = [\n    dict(type='LinearLR', start_factor=0.001, begin=0, end=500, by_epoch=False),\n    dict(type='CosineAnnealingLR', begin=12, end=24, T_max=12, by_epoch=True),\n]\ntrain_cfg = dict(by_epoch=True, max_epochs=24)\n",
      },
    ],
  },
  *check(context) {
    for (const { reading, fault } of schedulersWith(context, 'empty-range')) {
      const { plan, name, unit } = reading;
      const units = unit === 'epoch' ? 'epochs' : 'iterations';
      const oneEpoch = !fault.endWritten && loopUnit(context) === 'iter' && unit === 'epoch';
      const edits = oneEpoch ? convert(context, reading) : undefined;
      const cause = fault.endWritten
        ? fault.end > fault.begin
          ? `${name} covers less than one iteration: it is converted from epochs, and \`begin=${readable(fault.begin)}\` and \`end=${readable(fault.end)}\` fall on the same iteration`
          : `${name} ends (\`end=${readable(fault.end)}\`) before it begins (\`begin=${readable(fault.begin)}\`)`
        : oneEpoch
          ? `${name} begins at epoch ${readable(fault.begin)} and has no \`end\`. An iteration-based loop counts as one single epoch, so MMEngine fills in \`end=1\``
          : `${name} begins at ${readable(fault.begin)} and has no \`end\`, but training is over after ${readable(fault.end)} ${units}, which MMEngine fills in for it`;
      const plateau = reading.family === 'ReduceOnPlateau';
      const advice = oneEpoch
        ? plateau
          ? `It takes no iterations; take \`begin\` out, and it acts on every validation.`
          : `Count in iterations (\`by_epoch=False\`).${edits ? '' : ` ${NEEDS_ITERS_PER_EPOCH}`}`
        : 'Move `begin` or `end` so that something lies between them.';
      yield {
        message: `${cause}. MMEngine stops with a ValueError before training begins. ${advice}`,
        ...standBeside(
          context,
          firstKey(context, plan.keyPath, ...(fault.endWritten ? ['end'] : []), 'begin'),
          ...(fault.endWritten ? [plan.begin.keyPath] : LOOP_PATHS),
        ),
        fixes: edits ? [edits] : [],
      };
    }
  },
};

/** In iterations, unless some of it would still lie past the end. */
function convert(context: RuleContext, reading: SchedulerReading): Fix | undefined {
  const { itersPerEpoch } = context;
  const training = lengthIn(context, 'epoch');
  const counted = countedParameters(reading);
  if (itersPerEpoch === undefined || training === undefined || !counted) return undefined;
  if (!fitsInto(training, reading, counted)) return undefined;
  const edits = context.edit((editor) => countInIterations(context, editor, reading, itersPerEpoch));
  return edits && { title: 'Count in iterations', edits, preferred: true };
}
