import type { Fix, Rule, RuleContext } from '../rule.ts';
import { lengthIn, NEEDS_ITERS_PER_EPOCH } from '../support/loop.ts';
import { standAgainstLoop } from '../support/place.ts';
import {
  convertByMMEngine,
  countedParameters,
  countInIterations,
  endBehindMilestones,
  fitsInto,
  furthest,
  markUnit,
} from '../support/rescale.ts';
import { isSoundAs, schedulersWith } from '../support/schedulerFaults.ts';
import { isWarmup, parameter, type SchedulerReading, subject } from '../support/schedulerReading.ts';
import { readable } from '../support/values.ts';

/** A scheduler that waits for the end of an epoch that comes when training is over. */
export const rule: Rule = {
  id: 'scheduler-by-epoch-mismatch',
  severity: 'warning',
  summary: 'A scheduler counted in epochs under an iteration-based loop never steps.',
  docs: {
    what: 'A parameter scheduler with `by_epoch=True` (also by default) in a config whose training loop counts iterations.',
    why: 'A scheduler that counts epochs is stepped at the end of each epoch, and an iteration-based loop has one: the whole run. The scheduler is stepped once, when training is over. The learning rate stays what it was at the first iteration: it never drops, and a warm-up never gets beyond its `start_factor`. MMEngine says nothing.',
    bad: [
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\nparam_scheduler = dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True)\n",
      },
      {
        code: `train_dataloader = dict(
    batch_size=2,
    sampler=dict(type='InfiniteSampler', shuffle=True),
    dataset=dict(type='CocoDataset', ann_file='train.json'))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.02))
train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)
# by_epoch is True by default.
param_scheduler = dict(type='PolyLR', power=0.9)
`,
      },
    ],
    good: [
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\nparam_scheduler = dict(type='MultiStepLR', milestones=[60000, 80000], by_epoch=False)\n",
      },
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\n# Under an iteration-based loop the conversion needs the number of epochs as `end`.\nparam_scheduler = dict(type='MultiStepLR', milestones=[8, 11], end=12, by_epoch=True, convert_to_iter_based=True)\n",
      },
    ],
  },
  *check(context) {
    for (const { reading } of schedulersWith(context, 'by-epoch-mismatch')) {
      const { plan, name } = reading;
      const fix = mend(context, reading);
      const counts = plan.byEpoch.slot ? '`by_epoch=True`' : '`by_epoch` is True by default';
      yield {
        message: `${name} counts epochs (${counts}), but the training loop counts iterations and has one single epoch. ${consequence(reading)} ${advice(context, reading, fix)}`,
        ...standAgainstLoop(context, plan.byEpoch.keyPath),
        fixes: fix ? [fix] : [],
      };
    }
  },
};

function advice(context: RuleContext, { family }: SchedulerReading, fix: Fix | undefined): string {
  if (family === 'ReduceOnPlateau') return 'It takes no iterations; take `begin` out, and it acts on every validation.';
  const todo = 'Set `by_epoch=False` and count in iterations.';
  if (fix) return todo;
  return `${todo} ${context.itersPerEpoch === undefined ? NEEDS_ITERS_PER_EPOCH : 'Its numbers have to be thought over for this length of training.'}`;
}

function consequence(reading: SchedulerReading): string {
  const what = subject(reading);
  if (reading.family === 'ReduceOnPlateau')
    return `It would begin at epoch ${readable(reading.begin ?? 1)}, which never comes: the ${what} is never reduced.`;
  const factor =
    reading.family === 'Constant' ? parameter(reading, 'factor', 1 / 3) : parameter(reading, 'start_factor', 1 / 3);
  if (
    isWarmup(reading) &&
    reading.family !== 'QuadraticWarmup' &&
    reading.begin === 0 &&
    factor !== undefined &&
    factor !== 1
  )
    return `It is stepped once, when training is over: the whole run trains at ${readable(factor)} times the ${what}.`;
  return `It is stepped once, when training is over: it never changes the ${what} during the run.`;
}

/** The surest way to say in iterations what is said in epochs. */
function mend(context: RuleContext, reading: SchedulerReading): Fix | undefined {
  const { itersPerEpoch } = context;
  const counted = countedParameters(reading);
  if (!counted || reading.family === 'ReduceOnPlateau') return undefined;
  const far = furthest(reading, counted);
  const spansAll = far === 0 && reading.facts.perStep.length === 0;
  if (spansAll || isInIterations(context, reading, counted, far)) {
    if (!isSoundAs(context, reading, { byEpoch: false, converted: false })) return undefined;
    const edits = context.edit((editor) => markUnit(context, editor, reading, 'iter'));
    return edits && { title: 'Set `by_epoch=False`', edits, preferred: true };
  }
  // An epoch has at least one iteration.
  const epochs = lengthIn(context, 'epoch') ?? lengthIn(context, 'iter') ?? Number.POSITIVE_INFINITY;
  if (!fitsInto(epochs, reading, counted)) return undefined;
  if (itersPerEpoch !== undefined) {
    const edits = context.edit((editor) => countInIterations(context, editor, reading, itersPerEpoch));
    if (edits) return { title: `Count in iterations (${readable(itersPerEpoch)} an epoch)`, edits, preferred: true };
  }
  const end = reading.end ?? endBehindMilestones(reading);
  if (!isSoundAs(context, reading, { byEpoch: true, converted: true, end })) return undefined;
  const edits = context.edit((editor) => convertByMMEngine(context, editor, reading));
  return edits && { title: 'Let MMEngine convert it: `convert_to_iter_based=True`', edits, preferred: true };
}

/** As epochs, the numbers would lie far behind the end of the training. */
function isInIterations(
  context: RuleContext,
  reading: SchedulerReading,
  counted: NonNullable<ReturnType<typeof countedParameters>>,
  far: number,
): boolean {
  const iterations = lengthIn(context, 'iter');
  if (iterations === undefined || !fitsInto(iterations, reading, counted)) return false;
  const { itersPerEpoch } = context;
  if (itersPerEpoch !== undefined && far * itersPerEpoch <= 1.5 * iterations) return false;
  return far >= iterations / 10 || (isWarmup(reading) && far >= 100);
}
