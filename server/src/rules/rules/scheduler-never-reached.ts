import type { Fix, Rule, RuleContext, Severity } from '../rule.ts';
import { notation } from '../support/notation.ts';
import { firstKey, standBeside } from '../support/place.ts';
import { schedulersWith } from '../support/schedulerFaults.ts';
import { isWarmup, type SchedulerReading, subject } from '../support/schedulerReading.ts';
import { isCutOff, type Unreached } from '../support/unreached.ts';
import { amount, listed, readable } from '../support/values.ts';

/** Part of a schedule lies where the training never comes. */
export const rule: Rule = {
  id: 'scheduler-never-reached',
  severity: 'warning',
  summary: 'Milestones, a scheduler or the end of its curve lie past the end of training.',
  docs: {
    what: "Positions of a scheduler that the training does not come to, in the scheduler's own unit: a `begin` or milestones at or past the end of training, milestones or a `step_size` past the scheduler's own `end`, and a curve whose `end` lies well past the end of training. Milestones count from `begin`, and the drop of the last epoch comes when training is over.",
    why: 'MMEngine says nothing. The learning rate does not drop where the config says that it does, or a decay is cut off while the learning rate is still high. Most often the length of training was changed and the inherited schedule was not, or the milestones were and the `end` was not: a scheduler with `milestones=[28, 34], end=12` never drops the learning rate.',
    bad: [
      {
        code: "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12)\nparam_scheduler = dict(type='MultiStepLR', milestones=[16, 22], by_epoch=True)\n",
      },
      {
        code: "_base_ = './schedule_1x.py'\ntrain_cfg = dict(max_epochs=36)\nparam_scheduler = dict(milestones=[28, 34])\n",
        others: {
          'schedule_1x.py':
            "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12)\nparam_scheduler = dict(type='MultiStepLR', begin=0, end=12, by_epoch=True, milestones=[8, 11])\n",
        },
      },
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=40000)\nparam_scheduler = dict(type='PolyLR', power=0.9, begin=0, end=160000, by_epoch=False)\n",
      },
    ],
    good: [
      {
        code: "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12)\nparam_scheduler = dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True)\n",
      },
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=40000)\nparam_scheduler = dict(type='PolyLR', power=0.9, begin=0, end=40000, by_epoch=False)\n",
      },
    ],
  },
  *check(context) {
    for (const { reading, fault } of schedulersWith(context, 'never-reached')) {
      const { unreached } = fault;
      const fix = mend(context, reading, unreached);
      const severity: { severity?: Severity } =
        unreached.part === 'tail' && !isCutOff(unreached.share) ? { severity: 'hint' } : {};
      yield {
        message: explain(reading, unreached),
        ...standBeside(
          context,
          firstKey(context, reading.plan.keyPath, keyOf(unreached)),
          'by' in unreached && unreached.by === 'end'
            ? reading.plan.end.keyPath
            : (context.plan.loop?.length.keyPath ?? []),
        ),
        fixes: fix ? [fix] : [],
        ...severity,
      };
    }
  },
};

function keyOf(unreached: Unreached): string {
  switch (unreached.part) {
    case 'all':
      return 'begin';
    case 'milestones':
      return 'milestones';
    case 'step':
      return 'step_size';
    case 'tail':
      return 'end';
  }
}

function explain(reading: SchedulerReading, unreached: Unreached): string {
  const { name, unit } = reading;
  const what = subject(reading);
  switch (unreached.part) {
    case 'all':
      return `${name} begins after ${amount(unreached.begin, unit)}, but training is over after ${readable(unreached.training)}: it never acts. Move its \`begin\`, or train longer.`;
    case 'milestones': {
      const one = unreached.missed.length === 1;
      const fromBegin = reading.begin === 0 ? '' : ` They count from \`begin=${readable(reading.begin ?? 0)}\`.`;
      const rest =
        unreached.missed.length === unreached.of
          ? `the ${what} never drops`
          : `${one ? 'that drop does' : 'those drops do'} not happen`;
      return `The milestone${one ? '' : 's'} ${listed(unreached.missed)} ${one ? 'is' : 'are'} never reached: ${limitOf(reading, unreached)}.${fromBegin} No error is raised; ${rest}. Move ${one ? 'it' : 'them'}, or ${unreached.by === 'end' ? 'raise `end`' : 'train longer'}.`;
    }
    case 'step':
      return `The first drop, ${amount(unreached.size, unit)} after ${reading.begin ? `\`begin=${readable(reading.begin)}\`` : 'the start'}, is never reached: ${limitOf(reading, unreached)}. No error is raised; the ${what} never drops. Choose a smaller \`step_size\`, or ${unreached.by === 'end' ? 'raise `end`' : 'train longer'}.`;
    case 'tail': {
      const share = Math.round(unreached.share * 100);
      const result = isWarmup(reading)
        ? `the ${what} never gets to its full value`
        : isCutOff(unreached.share)
          ? `the ${what} is still high when it ends`
          : `the ${what} does not quite come to its end`;
      return `${name} runs until ${amount(unreached.end, unit)}, but training is over after ${readable(unreached.training)}: ${share} % of its curve is run, and ${result}. Let \`end\` agree with the length of training.`;
    }
  }
}

function limitOf({ name, unit }: SchedulerReading, { by, limit }: { by: 'end' | 'training'; limit: number }): string {
  return by === 'end'
    ? `${name} itself ends after ${amount(limit, unit)} (\`end\`)`
    : `training is over after ${amount(limit, unit)}`;
}

/** A decay shall be complete when training is. Where a drop belongs, only its author knows. */
function mend(context: RuleContext, reading: SchedulerReading, unreached: Unreached): Fix | undefined {
  if (unreached.part !== 'tail' || isWarmup(reading) || reading.plan.cfg.entries.has('T_max')) return undefined;
  if (!Number.isInteger(unreached.training)) return undefined;
  const edits = context.set(reading.plan.end.keyPath, notation(context.loaded, unreached.training));
  return edits && { title: `Set \`end=${unreached.training}\``, edits };
}
