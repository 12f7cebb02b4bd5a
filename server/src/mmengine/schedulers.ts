import { oncePer } from '../text/oncePer.ts';
import type { TypeEntry } from './catalogue.ts';
import { ancestry, isPlain } from './derived.ts';

/** The shape of a schedule, whatever it schedules (lr, momentum, weight decay). */
export type SchedulerFamily =
  | 'Constant'
  | 'Linear'
  | 'Exponential'
  | 'CosineAnnealing'
  | 'Step'
  | 'MultiStep'
  | 'Poly'
  | 'OneCycle'
  | 'CosineRestart'
  | 'QuadraticWarmup'
  | 'ReduceOnPlateau';

export interface SchedulerFacts {
  readonly family: SchedulerFamily;
  /** Parameters counted in the scheduler's unit besides `begin` and `end`. */
  readonly counted: readonly string[];
  /** Parameters that are a rate per step: another unit needs another number, and `convert_to_iter_based` does not touch them. */
  readonly perStep: readonly string[];
  /** It has `build_iter_from_epoch`, so that `convert_to_iter_based` works. */
  readonly convertible: boolean;
  /** Converted to iterations, its values at the epochs' ends and between are the same as before, not a smooth version of them. */
  readonly exact: boolean;
  /** What it changes; undefined for the generic classes, which take a `param_name`. */
  readonly target: 'lr' | 'momentum' | 'weight_decay' | undefined;
}

/** What MMEngine gives a scheduler by itself (mmengine/runner/runner.py, `_build_param_scheduler`). */
export const GIVEN_TO_SCHEDULERS: readonly string[] = ['optimizer', 'epoch_length'];

type FamilyFacts = Omit<SchedulerFacts, 'family' | 'target'>;

const smooth: FamilyFacts = { counted: [], perStep: [], convertible: true, exact: false };

/** From `build_iter_from_epoch` and `_get_value` of each class in mmengine/optim/scheduler/param_scheduler.py. */
const FAMILIES: Readonly<Record<SchedulerFamily, FamilyFacts>> = {
  Constant: { ...smooth, exact: true },
  Linear: smooth,
  Exponential: { ...smooth, perStep: ['gamma'] },
  CosineAnnealing: { ...smooth, counted: ['T_max'] },
  Step: { ...smooth, counted: ['step_size'], exact: true },
  MultiStep: { ...smooth, counted: ['milestones'], exact: true },
  Poly: smooth,
  OneCycle: { ...smooth, counted: ['total_steps'] },
  CosineRestart: { ...smooth, counted: ['periods'] },
  QuadraticWarmup: smooth,
  ReduceOnPlateau: { ...smooth, convertible: false },
};

/** Classes whose own code changes what their base class's parameters mean. */
const OWN: Readonly<Record<string, Partial<FamilyFacts> & { family: SchedulerFamily; target?: 'lr' }>> = {
  'mmagic.engine.schedulers.linear_lr_scheduler_with_interval.LinearLrInterval': {
    family: 'Linear',
    counted: ['interval'],
  },
  'mmagic.engine.schedulers.reduce_lr_scheduler.ReduceLR': {
    family: 'ReduceOnPlateau',
    convertible: false,
    target: 'lr',
  },
};

const TARGETS: readonly (readonly [RegExp, 'lr' | 'momentum' | 'weight_decay'])[] = [
  [/\.LRSchedulerMixin$/, 'lr'],
  [/\.MomentumSchedulerMixin$/, 'momentum'],
  [/\.WeightDecaySchedulerMixin$/, 'weight_decay'],
];

/** What a known parameter scheduler counts and whether it can be converted; undefined for a class of another shape. */
export const schedulerFacts = oncePer((entry: TypeEntry): SchedulerFacts | undefined => {
  const names = ancestry(entry);
  const target = TARGETS.find(([mixin]) => names.some((name) => mixin.test(name)))?.[1];
  for (const name of names) {
    const own = OWN[name];
    if (own)
      return isPlain(entry, name) ? { ...FAMILIES[own.family], ...own, target: own.target ?? target } : undefined;
    const family = /\.(\w+)ParamScheduler$/.exec(name)?.[1];
    if (family !== undefined && family in FAMILIES && isReleased(name)) {
      if (!isPlain(entry, name)) return undefined;
      const known = family as SchedulerFamily;
      return { ...FAMILIES[known], family: known, target };
    }
  }
  return undefined;
});

/** MMEngine's own generic class, or one of the two packages' that extend it. */
function isReleased(name: string): boolean {
  return /^(mmengine\.optim\.scheduler|mmdet\.engine\.schedulers|mmpose\.engine\.schedulers)\./.test(name);
}
