import type { Unit } from '../../training/plan.ts';
import type { RuleContext } from '../rule.ts';
import { lengthIn, loopUnit } from './loop.ts';
import { endShapes, INFINITE, isWarmup, milestones, parameter, type SchedulerReading } from './schedulerReading.ts';

/** Numbers that make sense in the other unit alone. */
export interface UnitSuspicion {
  /** The unit the numbers must be meant in. */
  readonly meant: Unit;
  /** The parameter that gives it away. */
  readonly key: string;
  /** The position furthest on that it leads to, in the unit it is written in. */
  readonly position: number;
  /** The length of the training: in the unit of its loop where epochs are meant, else as far as it is known in epochs. */
  readonly training: number;
}

/**
 * Whether the numbers of a scheduler can only be meant in the other unit. The limits leave out whatever somebody may have
 * wanted: among 3,400 released configs none comes near them.
 */
export function suspectUnit(context: RuleContext, reading: SchedulerReading): UnitSuspicion | undefined {
  const loop = loopUnit(context);
  if (loop === undefined || reading.assumed) return undefined;
  const reach = reachOf(reading);
  if (!reach) return undefined;
  if (reading.unit === 'iter') return inEpochs(context, reading, reach);
  // Under an iteration loop a scheduler that is left in epochs never steps, whatever its numbers.
  return loop === 'epoch' || reading.converted ? inIterations(context, reading, reach) : undefined;
}

interface Reach {
  readonly key: string;
  /** The first position that matters. */
  readonly first: number;
  /** The last one. */
  readonly last: number;
}

function reachOf(reading: SchedulerReading): Reach | undefined {
  const { begin, end } = reading;
  if (begin === undefined) return undefined;
  const drops = reading.family === 'MultiStep' ? milestones(reading) : undefined;
  if (drops) return { key: 'milestones', first: begin + Math.min(...drops), last: begin + Math.max(...drops) };
  const size = parameter(reading, 'step_size');
  if (reading.family === 'Step' && size !== undefined)
    return { key: 'step_size', first: begin + size, last: begin + size };
  const period = parameter(reading, 'T_max') ?? parameter(reading, 'total_steps');
  if (period !== undefined)
    return {
      key: reading.family === 'OneCycle' ? 'total_steps' : 'T_max',
      first: begin + period,
      last: begin + period,
    };
  if (endShapes(reading) && end !== undefined && end < INFINITE) return { key: 'end', first: end, last: end };
  return undefined;
}

/** Iterations that count epochs: everything happens in the first blink of the training. */
function inEpochs(context: RuleContext, reading: SchedulerReading, reach: Reach): UnitSuspicion | undefined {
  // Whatever a curve is made for, it is over at its `end`.
  const end = reading.end ?? Number.POSITIVE_INFINITY;
  const { key, last } = isCurve(reading) && end < reach.last ? { key: 'end', last: end } : reach;
  if (last <= (isWarmup(reading) ? 2 : 1) || (reading.family === 'Step' && !isSteep(reading))) return undefined;
  const length = context.plan.loop?.length.value;
  if (length === undefined) return undefined;
  const isOver = loopUnit(context) === 'epoch' ? overWithinEpochs : overAtOnce;
  return isOver(reading, last, length, context.itersPerEpoch)
    ? { meant: 'epoch', key, position: last, training: length }
    : undefined;
}

/** As many iterations as there are epochs: since an epoch has many iterations, that is over at once. */
function overWithinEpochs(
  reading: SchedulerReading,
  last: number,
  epochs: number,
  itersPerEpoch: number | undefined,
): boolean {
  if (itersPerEpoch !== undefined && itersPerEpoch < 10) return false;
  return isWarmup(reading) ? last === epochs && epochs <= 50 : last <= epochs;
}

function overAtOnce(reading: SchedulerReading, last: number, iterations: number): boolean {
  if (isWarmup(reading)) return last <= 10 && iterations >= 10_000;
  // A few milestones among thousands of iterations: [8, 11] of 2,000.
  const isEarly = reading.family !== 'Step' && last <= iterations / 100 && last <= 100;
  return isEarly || last <= iterations / 1000;
}

/** Epochs that count iterations: the training would have to be many times as long. */
function inIterations(
  context: RuleContext,
  reading: SchedulerReading,
  { key, first, last }: Reach,
): UnitSuspicion | undefined {
  const known = lengthIn(context, 'epoch');
  // An epoch has at least one iteration.
  const epochs = known ?? (loopUnit(context) === 'iter' ? lengthIn(context, 'iter') : undefined);
  if (epochs === undefined) return undefined;
  // A ramp may end with the training, and a constant factor may hold for its last part; a drop must come before the end.
  const isRamp = isWarmup(reading);
  const outside = isRamp ? reading.begin === 0 && last > epochs : first >= epochs;
  if (!outside) return undefined;
  const farOutside = isRamp ? last >= 100 : last >= 500 && last >= 10 * epochs;
  return farOutside || known === undefined ? { meant: 'iter', key, position: last, training: epochs } : undefined;
}

function isCurve({ family }: SchedulerReading): boolean {
  return family === 'CosineAnnealing' || family === 'OneCycle';
}

/** A drop that nobody would want every few iterations. */
function isSteep(reading: SchedulerReading): boolean {
  const gamma = parameter(reading, 'gamma', 0.1);
  return gamma !== undefined && gamma <= 0.5;
}
