import type { Finding, Rule, RuleContext, Severity } from '../rule.ts';
import { lengthIn, loopUnit } from '../support/loop.ts';
import { notation } from '../support/notation.ts';
import { firstKey, standAt } from '../support/place.ts';
import { schedulerFault } from '../support/schedulerFaults.ts';
import { INFINITE, parameter, readSchedulers, type SchedulerReading, subject } from '../support/schedulerReading.ts';
import { amount, numbersOf, readable } from '../support/values.ts';

/** A curve that is longer or shorter than the range it is run over. */
export const rule: Rule = {
  id: 'scheduler-span-mismatch',
  severity: 'hint',
  summary: '`T_max`, `total_steps` or `periods` do not fill the range from `begin` to `end`.',
  docs: {
    what: 'A `CosineAnnealingLR` whose `T_max`, a `OneCycleLR` whose `total_steps`, or a `CosineRestartLR` whose `periods` are not as long as the range from `begin` to `end` (or to the end of training).',
    why: 'A longer curve stops short of its end: the learning rate does not come down to `eta_min`. A shorter cosine turns back and *rises* again until `end`. A `OneCycleLR` that runs out of steps stops the training with `ValueError: Tried to step … times`, in the middle of the run. Often it is wanted, or costs little; so this is a hint (the last case is an error).',
    bad: [
      {
        code: "train_cfg = dict(by_epoch=True, max_epochs=200)\nparam_scheduler = [\n    dict(type='LinearLR', start_factor=0.1, begin=0, end=30, by_epoch=True),\n    dict(type='CosineAnnealingLR', T_max=100, begin=30, end=200, by_epoch=True),\n]\n",
      },
    ],
    good: [
      {
        code: "train_cfg = dict(by_epoch=True, max_epochs=200)\nparam_scheduler = [\n    dict(type='LinearLR', start_factor=0.1, begin=0, end=30, by_epoch=True),\n    dict(type='CosineAnnealingLR', T_max=170, begin=30, end=200, by_epoch=True),\n]\n",
      },
    ],
  },
  *check(context) {
    for (const reading of readSchedulers(context)) {
      if (reading.assumed || loopUnit(context) === undefined || schedulerFault(context, reading)) continue;
      const finding = mismatch(context, reading);
      if (finding) yield finding;
    }
  },
};

/** A share of the curve that nobody would see. */
const NEGLIGIBLE = 0.01;

function mismatch(context: RuleContext, reading: SchedulerReading): Finding | undefined {
  const curve = curveOf(reading);
  const span = spanOf(context, reading);
  if (!curve || span === undefined || curve.length <= 0) return undefined;
  // It may step once more than it has steps.
  const overrun = reading.family === 'OneCycle' && span > curve.length + 1;
  if (!overrun && Math.abs(curve.length - span) <= NEGLIGIBLE * span) return undefined;
  const longer = curve.length > span;
  const severity: { severity?: Severity } = overrun ? { severity: 'error' } : {};
  const { unit } = reading;
  const edits =
    reading.family === 'CosineRestart' || !Number.isInteger(span)
      ? undefined
      : context.set([...reading.plan.keyPath, curve.key], notation(context.loaded, span));
  return {
    message: `\`${curve.key}\` makes a curve of ${amount(curve.length, unit)}, and ${reading.name} runs for ${readable(span)}: ${consequence(reading, longer, overrun)}.`,
    ...standAt(context, firstKey(context, reading.plan.keyPath, curve.key)),
    fixes: edits ? [{ title: `Set \`${curve.key}=${span}\``, edits }] : [],
    ...severity,
  };
}

function consequence(reading: SchedulerReading, longer: boolean, overrun: boolean): string {
  const what = subject(reading);
  if (overrun) return 'MMEngine stops with a ValueError in the middle of the run, when the steps are used up';
  if (longer) return `the curve stops short, and the ${what} does not come to its end`;
  if (reading.family === 'CosineAnnealing') return `after that the curve turns back and the ${what} rises again`;
  return `after that the ${what} stays as it is`;
}

function curveOf(reading: SchedulerReading): { readonly key: string; readonly length: number } | undefined {
  if (reading.family === 'CosineRestart') {
    const periods = numbersOf(reading.plan.cfg.entries.get('periods')?.value);
    return periods && { key: 'periods', length: periods.reduce((sum, period) => sum + period, 0) };
  }
  const key =
    reading.family === 'CosineAnnealing' ? 'T_max' : reading.family === 'OneCycle' ? 'total_steps' : undefined;
  const length = key === undefined ? undefined : parameter(reading, key);
  return key === undefined || length === undefined ? undefined : { key, length };
}

/** How long the scheduler runs, in its own unit: no longer than the training. */
function spanOf(context: RuleContext, { begin, end, endWritten, unit }: SchedulerReading): number | undefined {
  if (begin === undefined || (endWritten && end === undefined)) return undefined;
  const training = lengthIn(context, unit);
  // An epoch has at least one iteration: of an end past that many, the training decides.
  const iterations = lengthIn(context, 'iter');
  if (training === undefined && end !== undefined && iterations !== undefined && end > iterations) return undefined;
  if (end === undefined || end >= INFINITE) return training === undefined ? undefined : training - begin;
  return (training === undefined ? end : Math.min(end, training)) - begin;
}
