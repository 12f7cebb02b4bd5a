import type { ConfigEditor } from '../../editing/editor.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { lengthIn, NEEDS_ITERS_PER_EPOCH } from '../support/loop.ts';
import { notation } from '../support/notation.ts';
import { firstKey, LOOP_PATHS, standBeside } from '../support/place.ts';
import { countedParameters, endBehindMilestones, fitsInto, markUnit } from '../support/rescale.ts';
import { schedulersWith } from '../support/schedulerFaults.ts';
import { type SchedulerReading, subject } from '../support/schedulerReading.ts';
import { readable } from '../support/values.ts';

/** The guide's "simply set `convert_to_iter_based`", which needs one thing more. */
export const rule: Rule = {
  id: 'scheduler-convert-without-end',
  severity: 'warning',
  summary: 'A scheduler converted to iterations has no `end` and stops after one epoch.',
  docs: {
    what: 'A scheduler with `convert_to_iter_based=True` and no `end` under an iteration-based training loop.',
    why: "Where `end` is left out, the runner fills in the loop's `max_epochs` before it converts, and an iteration-based loop says 1. The scheduler then ends after one pass over the data: `milestones=[6, 8]` are never reached and the learning rate never drops; a cosine is run down within the first epoch and stays at its lowest point. MMEngine's own guide leaves `end` out. With `end=<number of epochs>` the run equals the original, iteration for iteration.",
    bad: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    sampler=dict(type='InfiniteSampler', shuffle=True),
    dataset=dict(type='CIFAR10', data_prefix='data/cifar10'))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.001, momentum=0.9))
train_cfg = dict(by_epoch=False, max_iters=10000, val_interval=2000)
param_scheduler = dict(type='MultiStepLR', milestones=[6, 8], convert_to_iter_based=True)
`,
      },
    ],
    good: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    sampler=dict(type='InfiniteSampler', shuffle=True),
    dataset=dict(type='CIFAR10', data_prefix='data/cifar10'))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.001, momentum=0.9))
train_cfg = dict(by_epoch=False, max_iters=10000, val_interval=2000)
param_scheduler = dict(type='MultiStepLR', milestones=[6, 8], end=10, convert_to_iter_based=True)
default_hooks = dict(
    logger=dict(type='LoggerHook', log_metric_by_epoch=False),
    checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=2000))
log_processor = dict(by_epoch=False)
`,
      },
    ],
  },
  *check(context) {
    for (const { reading } of schedulersWith(context, 'convert-without-end')) {
      const { plan, name } = reading;
      const fix = mend(context, reading);
      yield {
        message: `${name} is converted from epochs but has no \`end\`. An iteration-based loop counts as one single epoch, so MMEngine lets it end after one pass over the data; from then on the ${subject(reading)} stays as it is. Write the number of epochs as \`end\`.${fix ? '' : ` ${NEEDS_ITERS_PER_EPOCH}`}`,
        ...standBeside(context, firstKey(context, plan.keyPath, 'convert_to_iter_based'), ...LOOP_PATHS),
        fixes: fix ? [fix] : [],
      };
    }
  },
};

function mend(context: RuleContext, reading: SchedulerReading): Fix | undefined {
  const epochs = lengthIn(context, 'epoch');
  const counted = countedParameters(reading);
  if (!counted || (epochs !== undefined && !fitsInto(epochs, reading, counted))) return undefined;
  // A scheduler without a number spans the training in any unit, and needs no conversion.
  if (counted.size === 0 && reading.facts.perStep.length === 0)
    return fix(context, 'Set `by_epoch=False`', (editor) => markUnit(context, editor, reading, 'iter'));
  const end = epochs === undefined ? endBehindMilestones(reading) : exactly(epochs, context.itersPerEpoch);
  if (end === undefined) return undefined;
  return fix(context, `Set \`end=${readable(end)}\``, (editor) =>
    editor.set([...reading.plan.keyPath, 'end'], notation(context.loaded, end)),
  );
}

/** The number of epochs, when MMEngine's conversion gives back the length of the training. */
function exactly(epochs: number, itersPerEpoch: number | undefined): number | undefined {
  const short = Number(epochs.toFixed(4));
  return itersPerEpoch !== undefined && Math.trunc(short * itersPerEpoch) === Math.round(epochs * itersPerEpoch)
    ? short
    : undefined;
}

function fix(context: RuleContext, title: string, change: (editor: ConfigEditor) => boolean): Fix | undefined {
  const edits = context.edit(change);
  return edits && { title, edits, preferred: true };
}
