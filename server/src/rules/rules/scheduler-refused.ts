import { keysOf } from '../../mmengine/catalogue.ts';
import type { SchedulerPlan } from '../../training/plan.ts';
import { buildScheduler } from '../../training/simulate/build.ts';
import { plainScheduler } from '../../training/simulate/plain.ts';
import { NotKnowable, PythonError } from '../../training/simulate/python.ts';
import type { Group } from '../../training/simulate/scheduler.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { standAt } from '../support/place.ts';
import { readSchedulers, type SchedulerReading } from '../support/schedulerReading.ts';

/** Arguments that the constructor of a scheduler refuses. */
export const rule: Rule = {
  id: 'scheduler-refused',
  severity: 'error',
  summary: 'A parameter scheduler lacks an argument, or has a value that it refuses.',
  docs: {
    what: 'A parameter scheduler of MMEngine without an argument that it needs (`milestones`, `step_size`, `gamma`, `periods`), or with values that it refuses: a factor above 1, `periods` and `restart_weights` of different lengths, `eta_min` beside `eta_min_ratio`, a `LinearLR` that starts from 0. Most often the `type` was changed and the arguments were not.',
    why: 'MMEngine builds the schedulers when training begins, and stops with a `TypeError`, `ValueError` or `AssertionError`. A warm-up from 0 divides by zero in its second step.',
    bad: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=12)
param_scheduler = [dict(type='MultiStepLR', gamma=0.1)]
`,
      },
      {
        code: `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='InfiniteSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)
param_scheduler = [dict(type='LinearLR', start_factor=0, by_epoch=False, begin=0, end=500)]
`,
      },
    ],
    good: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=12)
param_scheduler = [
    dict(type='LinearLR', start_factor=0.001, by_epoch=False, begin=0, end=500),
    dict(type='MultiStepLR', milestones=[8, 11], gamma=0.1)]
`,
      },
    ],
  },
  *check(context) {
    for (const reading of readSchedulers(context)) {
      const refusal = isWhole(context, reading.plan) ? refusalOf(context, reading) : undefined;
      if (refusal) yield { message: described(reading.name, refusal), ...standAt(context, reading.plan.keyPath) };
    }
  },
};

/** Lists are replaced whole; what a dict of a fragment lacks, another file may have. */
function isWhole({ plan: { isRoot } }: RuleContext, { keyPath }: SchedulerPlan): boolean {
  return isRoot || typeof keyPath.at(-1) === 'number';
}

/** What says when it acts, and in which unit, is for other rules: it is taken to act all the time. */
const OTHERS_MATTER = ['begin', 'end', 'by_epoch', 'convert_to_iter_based'];
const SOME_LENGTH = 1000;

function refusalOf({ plan }: RuleContext, { plan: { cfg, type } }: SchedulerReading): PythonError | undefined {
  const written = plainScheduler(cfg);
  if (!written) return undefined;
  const taken = new Set(type.entry && keysOf(type.entry));
  const given = Object.entries(written).filter(([key]) => taken.has(key) && !OTHERS_MATTER.includes(key));
  const run = {
    epochs: SOME_LENGTH,
    iters: SOME_LENGTH,
    itersPerEpoch: SOME_LENGTH,
    scope: plan.scope,
    lookup: plan.types.find,
  };
  const group: Group = { value: { lr: 0.1, momentum: 0.9, weight_decay: 0.1 }, initial: {} };
  try {
    buildScheduler(Object.fromEntries(given), group, run)?.step(group);
    return undefined;
  } catch (error) {
    if (error instanceof PythonError) return error;
    if (error instanceof NotKnowable) return undefined;
    throw error;
  }
}

function described(name: string, { error, message }: PythonError): string {
  const missing = /missing \d+ required positional arguments?: (?<names>.*)$/.exec(message)?.groups?.names;
  if (missing !== undefined)
    return `${name} needs ${missing.replaceAll("'", '`')}, and it is not given: MMEngine stops with a ${error} before training begins. Add it.`;
  if (error === 'ZeroDivisionError' && name.startsWith('Linear'))
    return `${name} starts from 0 and divides by that in its second step: MMEngine stops with a ZeroDivisionError as soon as training has begun. Let it start from a small \`start_factor\`, such as 0.001.`;
  const reason = message === '' ? '' : `: ${message.replace(/\.$/, '')}`;
  return `MMEngine stops with ${/^[AEIOU]/.test(error) ? 'an' : 'a'} ${error} at this ${name}${reason}. Correct its arguments.`;
}
