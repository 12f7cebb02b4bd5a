import type { TypeEntry } from '../../mmengine/catalogue.ts';
import type { SchedulerFacts, SchedulerFamily } from '../../mmengine/schedulers.ts';
import { oncePer } from '../../text/oncePer.ts';
import type { SchedulerPlan, TrainingPlan, Unit } from '../../training/plan.ts';
import type { RuleContext } from '../rule.ts';
import { numberOf, numbersOf } from './values.ts';

/** MMEngine's "never": an `end` that `convert_to_iter_based` leaves alone. */
export const INFINITE = 1e9;

/** A parameter scheduler whose numbers can be judged: its class and all it says about units are known. */
export interface SchedulerReading {
  readonly plan: SchedulerPlan;
  readonly facts: SchedulerFacts;
  readonly family: SchedulerFamily;
  /** The class by its bare name. */
  readonly name: string;
  readonly byEpoch: boolean;
  /** Nothing here says `by_epoch`, and another file still may: only what is wrong in either case can be said. */
  readonly assumed: boolean;
  /** `convert_to_iter_based=True`. */
  readonly converted: boolean;
  /** The unit its numbers are written in. */
  readonly unit: Unit;
  /** Undefined when written and not a number. */
  readonly begin: number | undefined;
  /** Undefined when it is left to MMEngine, or not a number. */
  readonly end: number | undefined;
  readonly endWritten: boolean;
}

export function readSchedulers({ plan }: RuleContext): readonly SchedulerReading[] {
  return readingsOf(plan);
}

/** Many rules ask. */
const readingsOf = oncePer(({ schedulers, isRoot }: TrainingPlan): readonly SchedulerReading[] =>
  schedulers.map((plan) => readScheduler(plan, isRoot)).filter((reading) => reading !== undefined),
);

function readScheduler(plan: SchedulerPlan, isRoot: boolean): SchedulerReading | undefined {
  const { facts, type, byEpoch, convertToIterBased, begin, end } = plan;
  if (!facts || !type.entry || byEpoch.value === undefined || convertToIterBased.value === undefined) return undefined;
  const converted = convertToIterBased.value;
  return {
    plan,
    facts,
    family: facts.family,
    name: type.entry.name,
    byEpoch: byEpoch.value,
    assumed: !byEpoch.slot && !converted && !isRoot,
    converted,
    unit: byEpoch.value ? 'epoch' : 'iter',
    begin: begin.value,
    end: end.slot ? end.value : undefined,
    endWritten: end.slot !== undefined,
  };
}

/** MMEngine's own plateau scheduler: it steps on what a validation measures, and only takes epochs. */
export function isPlateau({ plan: { type } }: SchedulerReading): boolean {
  return type.entry !== undefined && isPlateauClass(type.entry);
}

const isPlateauClass = oncePer(({ name, mro }: TypeEntry): boolean =>
  [name, ...mro].some((each) => /\bReduceOnPlateau(LR|Momentum|ParamScheduler)$/.test(each)),
);

/** The number under a key, the given one when the key is absent, undefined when it is no number. */
export function parameter(reading: SchedulerReading, key: string, absent?: number): number | undefined {
  const slot = reading.plan.cfg.entries.get(key);
  return slot ? numberOf(slot.value) : absent;
}

/** The milestones, counted from `begin`; undefined unless all are known and there are any. */
export function milestones(reading: SchedulerReading): readonly number[] | undefined {
  const numbers = numbersOf(reading.plan.cfg.entries.get('milestones')?.value);
  return numbers && numbers.length > 0 ? numbers : undefined;
}

/** What the scheduler moves, for messages. */
export function subject(reading: SchedulerReading): string {
  if (reading.facts.target === 'momentum') return 'momentum';
  return reading.facts.target === 'weight_decay' ? 'weight decay' : 'learning rate';
}

/** It leads up to the full value (a warm-up) rather than down from it. */
export function isWarmup(reading: SchedulerReading): boolean {
  if (reading.family === 'QuadraticWarmup' || reading.family === 'Constant') return true;
  if (reading.family !== 'Linear') return false;
  const from = parameter(reading, 'start_factor', 1 / 3);
  const to = parameter(reading, 'end_factor', 1);
  return from !== undefined && to !== undefined && from <= to;
}

/** `end` shapes the curve, rather than only stopping it. */
export function endShapes(reading: SchedulerReading): boolean {
  switch (reading.family) {
    case 'Constant':
    case 'Linear':
    case 'Poly':
    case 'QuadraticWarmup':
      return true;
    case 'CosineAnnealing':
      return !reading.plan.cfg.entries.has('T_max');
    case 'OneCycle':
      return !reading.plan.cfg.entries.has('total_steps');
    default:
      return false;
  }
}
