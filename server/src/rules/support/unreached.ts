import type { RuleContext } from '../rule.ts';
import { lengthIn } from './loop.ts';
import { endShapes, INFINITE, milestones, parameter, type SchedulerReading } from './schedulerReading.ts';

/** A part of a schedule that the training does not come to. Positions are in the scheduler's unit. */
export type Unreached =
  /** The scheduler as a whole. */
  | { readonly part: 'all'; readonly begin: number; readonly training: number }
  /** Milestones, as written; `limit` is where the scheduler or the training ends. */
  | {
      readonly part: 'milestones';
      readonly missed: readonly number[];
      readonly of: number;
      readonly limit: number;
      readonly by: 'end' | 'training';
    }
  | { readonly part: 'step'; readonly size: number; readonly limit: number; readonly by: 'end' | 'training' }
  /** The last part of the curve: only this share of it is run. */
  | { readonly part: 'tail'; readonly end: number; readonly training: number; readonly share: number };

/** A range that ends a little past the training loses little of its curve. */
const CUT = 0.8;
const WHOLE = 0.99;

/** What of a scheduler lies past the end of the training, or of the scheduler itself; undefined when nothing does, or it cannot be known. */
export function findUnreached(context: RuleContext, reading: SchedulerReading): Unreached | undefined {
  const { begin } = reading;
  if (begin === undefined || (reading.endWritten && reading.end === undefined)) return undefined;
  const training = lengthIn(context, reading.unit);
  if (training !== undefined && begin >= training) return { part: 'all', begin, training };
  return lateDrop(reading, begin, training) ?? lostTail(reading, begin, training);
}

function lateDrop(reading: SchedulerReading, begin: number, training: number | undefined): Unreached | undefined {
  const end = reading.end ?? Number.POSITIVE_INFINITY;
  const limit = Math.min(end, training ?? Number.POSITIVE_INFINITY);
  if (!Number.isFinite(limit) || parameter(reading, 'gamma', 0.1) === 1) return undefined;
  const by = training === undefined || end < training ? 'end' : 'training';
  if (reading.family === 'MultiStep') {
    const all = milestones(reading);
    const missed = all?.filter((milestone) => begin + milestone >= limit) ?? [];
    return all && missed.length > 0 ? { part: 'milestones', missed, of: all.length, limit, by } : undefined;
  }
  const size = reading.family === 'Step' ? parameter(reading, 'step_size') : undefined;
  return size !== undefined && begin + size >= limit ? { part: 'step', size, limit, by } : undefined;
}

function lostTail(reading: SchedulerReading, begin: number, training: number | undefined): Unreached | undefined {
  const { end } = reading;
  if (training === undefined || end === undefined || end <= training || end >= INFINITE) return undefined;
  if (!endShapes(reading) && reading.family !== 'CosineAnnealing') return undefined;
  // A constant factor from somewhere to the end of the training is a last stage and no ramp that is cut off.
  if (reading.family === 'Constant' && (begin > 0 || parameter(reading, 'factor', 1 / 3) === 1)) return undefined;
  const curve = reading.family === 'CosineAnnealing' ? (parameter(reading, 'T_max') ?? end - begin) : end - begin;
  const share = (training - begin) / curve;
  return share < WHOLE ? { part: 'tail', end, training, share } : undefined;
}

/** The end of the curve is missing: enough of it to change the training. */
export function isCutOff(share: number): boolean {
  return share < CUT;
}
