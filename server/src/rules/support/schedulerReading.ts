import { type SchedulerFacts, type SchedulerFamily, schedulerFacts } from '../../mmengine/schedulers.ts';
import type { SchedulerPlan, Unit } from '../../training/plan.ts';
import type { RuleContext } from '../rule.ts';
import { catalogued } from '../types.ts';
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

export function* readSchedulers(context: RuleContext): Iterable<SchedulerReading> {
  for (const plan of context.plan.schedulers) {
    const reading = readScheduler(context, plan);
    if (reading) yield reading;
  }
}

function readScheduler(context: RuleContext, plan: SchedulerPlan): SchedulerReading | undefined {
  if (plan.cfg.open) return undefined;
  const entry = catalogued(context, 'scheduler', plan.cfg);
  const facts = entry && schedulerFacts(entry);
  const byEpoch = flag(plan, 'by_epoch', true);
  const converted = flag(plan, 'convert_to_iter_based', false);
  if (!entry || !facts || byEpoch === undefined || converted === undefined) return undefined;
  const { entries } = plan.cfg;
  return {
    plan,
    facts,
    family: facts.family,
    name: entry.name,
    byEpoch,
    assumed: !entries.has('by_epoch') && !converted && !context.plan.isRoot,
    converted,
    unit: byEpoch ? 'epoch' : 'iter',
    begin: entries.has('begin') ? numberOf(entries.get('begin')?.value) : 0,
    end: numberOf(entries.get('end')?.value),
    endWritten: entries.has('end'),
  };
}

function flag(plan: SchedulerPlan, key: string, absent: boolean): boolean | undefined {
  const slot = plan.cfg.entries.get(key);
  if (!slot) return absent;
  return slot.value.kind === 'bool' ? slot.value.value : undefined;
}

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
