import { keysOf, lackingArguments } from '../../mmengine/catalogue.ts';
import { GIVEN_TO_SCHEDULERS, type SchedulerFamily } from '../../mmengine/schedulers.ts';
import type { Unit } from '../../training/plan.ts';
import { buildScheduler } from '../../training/simulate/build.ts';
import { plainScheduler } from '../../training/simulate/plain.ts';
import { NotKnowable, PythonError } from '../../training/simulate/python.ts';
import type { Group } from '../../training/simulate/scheduler.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { lengthIn, loopUnit } from '../support/loop.ts';
import { standAt } from '../support/place.ts';
import { readSchedulers, type SchedulerReading } from '../support/schedulerReading.ts';
import { mayBeOwn } from '../support/types.ts';
import { numberOf } from '../support/values.ts';

/** Arguments that the constructor of a scheduler refuses. */
export const rule: Rule = {
  id: 'scheduler-refused',
  severity: 'error',
  summary: 'A parameter scheduler lacks an argument, or has a value that it refuses.',
  docs: {
    what: 'A parameter scheduler of MMEngine, in a config that can be trained, without an argument that it needs (`milestones`, `step_size`, `gamma`, `periods`), or with values that it refuses: a factor above 1, a text where a number belongs (YAML reads `1e-4` as a text), `periods` and `restart_weights` of different lengths, `eta_min` beside `eta_min_ratio`, a `LinearLR` that starts from 0. Most often the `type` was changed and the arguments were not.',
    why: 'MMEngine builds the schedulers when training begins, and stops with a `TypeError`, `ValueError` or `AssertionError`. A warm-up from 0 divides by zero in its second step, and a text is found out when it is computed with, after the first epoch.',
    bad: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=12)
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
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=12)
param_scheduler = [
    dict(type='LinearLR', start_factor=0.001, by_epoch=False, begin=0, end=500),
    dict(type='MultiStepLR', milestones=[8, 11], gamma=0.1)]
`,
      },
    ],
  },
  *check(context) {
    if (!context.plan.isRoot) return;
    for (const reading of readSchedulers(context)) {
      const trouble =
        refusalOf(context, reading) ?? startsFromZero(context, reading) ?? textForNumber(context, reading);
      if (trouble === undefined || mayBeOwn(context, 'scheduler', reading.plan.type)) continue;
      yield { message: trouble, ...standAt(context, reading.plan.keyPath) };
    }
  },
};

/** What is refused whatever the run: the error that the simulation knows of, and what is wrong. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/multiplicative factor/, 'has a factor that is not between 0 and 1'],
  [/Factor should be < 1/, 'has a `factor` that is not below 1'],
  [/pct_start/, 'has a `pct_start` that is not between 0 and 1'],
  [/anneal_strategy/, "has an `anneal_strategy` that is neither 'cos' nor 'linear'"],
  [/eta_min_ratio/, 'needs one of `eta_min` and `eta_min_ratio`, and no more than one'],
  [/restart_weights/, 'has `periods` and `restart_weights` of different lengths'],
];

/** Of these, no value is refused: only an argument that lacks. */
const TAKES_ANY: ReadonlySet<SchedulerFamily> = new Set([
  'Exponential',
  'Step',
  'MultiStep',
  'Poly',
  'QuadraticWarmup',
]);

/** When it acts, and in which unit, makes no difference to these: it is taken to act all the time. */
const OTHERS_MATTER = ['begin', 'end', 'by_epoch', 'convert_to_iter_based', 'last_step'];
const SOME_LENGTH = 1000;

function refusalOf({ plan }: RuleContext, { name, family, plan: { cfg, type } }: SchedulerReading): string | undefined {
  const lacking = type.entry ? lackingArguments(type.entry, cfg.entries, GIVEN_TO_SCHEDULERS) : [];
  if (TAKES_ANY.has(family) && lacking.length === 0) return undefined;
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
    buildScheduler(Object.fromEntries(given), group, run);
    return undefined;
  } catch (error) {
    if (error instanceof NotKnowable) return undefined;
    if (error instanceof PythonError) return described(name, error);
    throw error;
  }
}

function described(name: string, { error, message }: PythonError): string | undefined {
  const missing = /missing \d+ required positional arguments?: '(?<key>\w+)'$/.exec(message)?.groups?.key;
  if (missing !== undefined)
    return `${name} needs \`${missing}\`, which is not given: MMEngine stops with a TypeError before training begins. Add it.`;
  const known = REFUSALS.find(([pattern]) => pattern.test(message));
  return (
    known &&
    `${name} ${known[1]}: MMEngine stops with ${error === 'AssertionError' ? 'an' : 'a'} ${error} before training begins. Correct it.`
  );
}

/** What each step computes with; of the others, some steps do. */
const IN_EACH_STEP: Readonly<Partial<Record<SchedulerFamily, readonly string[]>>> = {
  Constant: ['factor'],
  Linear: ['start_factor', 'end_factor'],
  Exponential: ['gamma'],
  CosineAnnealing: ['eta_min', 'T_max'],
  Step: ['step_size'],
  Poly: ['eta_min', 'power'],
};

function textForNumber(context: RuleContext, reading: SchedulerReading): string | undefined {
  const { name, family, plan } = reading;
  const key = IN_EACH_STEP[family]?.find((each) => plan.cfg.entries.get(each)?.value.kind === 'str');
  if (key === undefined || unitOfSteps(context, reading) === undefined) return undefined;
  const isYaml = context.loaded.style === 'yaml';
  return `\`${key}\` of ${name} is a text and no number: MMEngine stops with a TypeError when it computes with it, at the latest in the second step. ${isYaml ? 'YAML takes `1e-4` for a text: write `1.0e-4`.' : 'Write it without quotes.'}`;
}

/** Each step multiplies by what the last one divided by: from 0 there is no second step. */
function startsFromZero(context: RuleContext, reading: SchedulerReading): string | undefined {
  const { name, family } = reading;
  if (family !== 'Linear' || numberOf(reading.plan.cfg.entries.get('start_factor')?.value) !== 0) return undefined;
  const unit = unitOfSteps(context, reading);
  if (unit === undefined) return undefined;
  return `${name} starts from 0 and divides by that in its second step: MMEngine stops with a ZeroDivisionError after the first ${unit === 'epoch' ? 'epoch' : 'iteration'}. Let it start from a small \`start_factor\`, such as 0.001.`;
}

/** What each of its steps stands for, where it certainly makes two of them. */
function unitOfSteps(context: RuleContext, reading: SchedulerReading): Unit | undefined {
  const { begin, end, endWritten, byEpoch, converted, assumed } = reading;
  // With an `end` that is not known, or so near that there is no second step, nothing is certain.
  if (begin !== 0 || assumed || (endWritten && (end === undefined || end < 2))) return undefined;
  const unit = byEpoch && !converted ? 'epoch' : 'iter';
  const length = lengthIn(context, unit);
  if (loopUnit(context) === undefined || (unit === 'epoch' && loopUnit(context) === 'iter')) return undefined;
  return unit === 'epoch' && (length === undefined || length < 2) ? undefined : unit;
}
