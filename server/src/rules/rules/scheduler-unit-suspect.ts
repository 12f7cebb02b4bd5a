import type { Fix, Rule, RuleContext } from '../rule.ts';
import { loopUnit } from '../support/loop.ts';
import type { UnitSuspicion } from '../support/meantUnit.ts';
import { firstKey, LOOP_PATHS, standBeside } from '../support/place.ts';
import { convertByMMEngine, countedParameters, endBehindMilestones, markUnit } from '../support/rescale.ts';
import { isSoundAs, schedulersWith } from '../support/schedulerFaults.ts';
import { INFINITE, isWarmup, type SchedulerReading, subject } from '../support/schedulerReading.ts';
import { amount, readable } from '../support/values.ts';

/** Epochs where iterations are counted, or the other way round. */
export const rule: Rule = {
  id: 'scheduler-unit-suspect',
  severity: 'warning',
  summary: "A scheduler's numbers only make sense in the other unit.",
  docs: {
    what: 'A scheduler whose unit fits the training loop, or may stand beside it, but whose numbers do not: milestones like `[8, 11]` among 90,000 iterations, `[60000, 80000]` among 12 epochs, a `by_epoch=False` scheduler that ends at the number of epochs, a warm-up of 500 epochs because `by_epoch=False` was left out. Only numbers far outside of what anybody would choose are reported.',
    why: 'MMEngine takes the numbers at their word. Epochs read as iterations put the whole decay into the first moments of the run, which then trains at a hundredth of its learning rate; iterations read as epochs put it behind the end of training, and a warm-up keeps the learning rate near zero all the way.',
    bad: [
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\nparam_scheduler = dict(type='MultiStepLR', milestones=[8, 11], by_epoch=False)\n",
      },
      {
        code: "max_epochs = 100\ntrain_cfg = dict(type='EpochBasedTrainLoop', max_epochs=max_epochs)\nparam_scheduler = dict(type='CosineAnnealingLR', begin=0, end=max_epochs, by_epoch=False)\n",
      },
      {
        code: "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12)\nparam_scheduler = [\n    dict(type='LinearLR', start_factor=0.001, begin=0, end=500, by_epoch=True),\n    dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True),\n]\n",
      },
    ],
    good: [
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\nparam_scheduler = dict(type='MultiStepLR', milestones=[60000, 80000], by_epoch=False)\n",
      },
      {
        code: "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12)\nparam_scheduler = [\n    dict(type='LinearLR', start_factor=0.001, begin=0, end=500, by_epoch=False),\n    dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True),\n]\n",
      },
    ],
  },
  *check(context) {
    for (const { reading, fault } of schedulersWith(context, 'unit-suspect')) {
      const fix = mend(context, reading, fault.suspicion);
      yield {
        message: explain(context, reading, fault.suspicion),
        ...standBeside(
          context,
          firstKey(context, reading.plan.keyPath, fault.suspicion.key),
          reading.plan.byEpoch.keyPath,
          ...LOOP_PATHS,
        ),
        fixes: fix ? [fix] : [],
      };
    }
  },
};

function explain(
  context: RuleContext,
  reading: SchedulerReading,
  { meant, key, position, training }: UnitSuspicion,
): string {
  const { name, unit } = reading;
  const what = subject(reading);
  if (meant === 'epoch') {
    const total =
      loopUnit(context) === 'iter' ? `of ${amount(training, 'iter')}` : `in a training of ${amount(training, 'epoch')}`;
    const result = isWarmup(reading)
      ? 'a warm-up of that length does nothing'
      : swings(reading, key)
        ? `the ${what} falls to its lowest and rises again every ${readable(2 * (position - (reading.begin ?? 0)))} iterations, all through the run`
        : `all of its changes to the ${what} happen in the first moments of the run`;
    return `${name} counts iterations, and its \`${key}\` leads to iteration ${readable(position)} ${total}: ${result}. The numbers look like epochs. Give them in iterations, or ${loopUnit(context) === 'iter' ? 'use `by_epoch=True` with `convert_to_iter_based=True` and the number of epochs as `end`' : 'set `by_epoch=True`'}.`;
  }
  const result = isWarmup(reading)
    ? `the ${what} stays near its start all the way`
    : `the ${what} does not change as it says`;
  const length =
    loopUnit(context) === 'iter'
      ? 'training is over long before'
      : `training is over after ${amount(training, 'epoch')}`;
  const why = reading.plan.byEpoch.slot ? '' : ' (`by_epoch` is True by default)';
  return `${name} counts ${unit === 'epoch' ? 'epochs' : 'iterations'}${why}, and its \`${key}\` leads to epoch ${readable(position)}, but ${length}: ${result}. The numbers look like iterations. Set \`by_epoch=False\`, or give them in epochs.`;
}

/** A cosine has no end of its own. */
function swings({ family, end, endWritten }: SchedulerReading, key: string): boolean {
  return family === 'CosineAnnealing' && key === 'T_max' && (!endWritten || end === undefined || end >= INFINITE);
}

function mend(context: RuleContext, reading: SchedulerReading, { meant }: UnitSuspicion): Fix | undefined {
  if (!countedParameters(reading)) return undefined;
  if (meant === 'epoch' && loopUnit(context) === 'iter') {
    const end = reading.end ?? endBehindMilestones(reading);
    if (!isSoundAs(context, reading, { byEpoch: true, converted: true, end })) return undefined;
    const edits = context.edit((editor) => convertByMMEngine(context, editor, reading));
    return edits && { title: 'Read as epochs: `by_epoch=True` with `convert_to_iter_based=True`', edits };
  }
  // A warm-up over all epochs is no better than one over a few iterations.
  if (meant === 'epoch' && isWarmup(reading)) return undefined;
  if (!isSoundAs(context, reading, { byEpoch: meant === 'epoch', converted: false })) return undefined;
  const edits = context.edit((editor) => markUnit(context, editor, reading, meant));
  return edits && { title: `Set \`by_epoch=${meant === 'epoch' ? 'True' : 'False'}\``, edits };
}
