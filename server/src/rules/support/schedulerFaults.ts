/**
 * What can be wrong with a scheduler's units. One cause makes one finding, so the faults are looked for in the order in
 * which they hide each other, and each rule reports its own.
 */
import type { RuleContext } from '../rule.ts';
import { lengthIn, loopUnit } from './loop.ts';
import { suspectUnit, type UnitSuspicion } from './meantUnit.ts';
import { isPlateau, readSchedulers, type SchedulerReading } from './schedulerReading.ts';
import { findUnreached, type Unreached } from './unreached.ts';

export type SchedulerFault =
  /** ReduceOnPlateau that does not count epochs; `key` says so. */
  | { readonly kind: 'plateau'; readonly key: 'by_epoch' | 'convert_to_iter_based' }
  | { readonly kind: 'convert-not-by-epoch' }
  | { readonly kind: 'empty-range'; readonly begin: number; readonly end: number; readonly endWritten: boolean }
  | { readonly kind: 'unit-suspect'; readonly suspicion: UnitSuspicion }
  | { readonly kind: 'by-epoch-mismatch' }
  | { readonly kind: 'convert-without-end' }
  | { readonly kind: 'never-reached'; readonly unreached: Unreached };

type Kind = SchedulerFault['kind'];

interface Faulty<F extends SchedulerFault = SchedulerFault> {
  readonly reading: SchedulerReading;
  readonly fault: F;
}

/** Every scheduler that has the given fault before any other. */
export function schedulersWith<K extends Kind>(
  context: RuleContext,
  kind: K,
): readonly Faulty<Extract<SchedulerFault, { kind: K }>>[] {
  return faultySchedulers(context).filter((each) => isOfKind(each, kind));
}

/** Hardly any config has one, and many rules ask. */
function faultySchedulers(context: RuleContext): readonly Faulty[] {
  const readings = readSchedulers(context);
  return context.once(readings, () =>
    readings.flatMap((reading) => {
      const fault = schedulerFault(context, reading);
      return fault ? { reading, fault } : [];
    }),
  );
}

function isOfKind<K extends Kind>(faulty: Faulty, kind: K): faulty is Faulty<Extract<SchedulerFault, { kind: K }>> {
  return faulty.fault.kind === kind;
}

/** The fault of a scheduler that hides all its others. */
export function schedulerFault(context: RuleContext, reading: SchedulerReading): SchedulerFault | undefined {
  return context.once(reading, () => findFault(context, reading));
}

function findFault(context: RuleContext, reading: SchedulerReading): SchedulerFault | undefined {
  const { byEpoch, converted, facts } = reading;
  if (isPlateau(reading) && !byEpoch) return { kind: 'plateau', key: 'by_epoch' };
  if (!facts.convertible && converted) return { kind: 'plateau', key: 'convert_to_iter_based' };
  if (converted && !byEpoch) return { kind: 'convert-not-by-epoch' };
  if (reading.assumed || loopUnit(context) === undefined) return undefined;

  const empty = emptyRange(context, reading);
  if (empty) return empty;
  const suspicion = suspectUnit(context, reading);
  if (suspicion) return { kind: 'unit-suspect', suspicion };
  if (loopUnit(context) === 'iter' && byEpoch) {
    if (!converted) return isIdle(reading) ? { kind: 'by-epoch-mismatch' } : undefined;
    if (!reading.endWritten) return endMatters(context) ? { kind: 'convert-without-end' } : undefined;
  }
  const unreached = findUnreached(context, reading);
  return unreached && { kind: 'never-reached', unreached };
}

/** What a fix changes about a scheduler's unit; its other numbers stay. */
type UnitChange = Pick<SchedulerReading, 'byEpoch' | 'converted'> & { readonly end?: number | undefined };

/** Whether nothing is wrong with a scheduler once its unit is changed: what makes sense in neither unit is for its author. */
export function isSoundAs(context: RuleContext, reading: SchedulerReading, change: UnitChange): boolean {
  const end = change.end ?? reading.end;
  const unit = change.byEpoch ? 'epoch' : 'iter';
  const endWritten = reading.endWritten || change.end !== undefined;
  return schedulerFault(context, { ...reading, ...change, unit, end, endWritten, assumed: false }) === undefined;
}

/** Counted in epochs under an iteration loop: not stepped. A plateau scheduler steps at each validation, from its start. */
function isIdle(reading: SchedulerReading): boolean {
  return reading.family !== 'ReduceOnPlateau' || (isPlateau(reading) && (reading.begin ?? 0) >= 1);
}

/** A converted scheduler without `end` stops after one epoch: no difference to a training that is no longer. */
function endMatters(context: RuleContext): boolean {
  if (!context.plan.isRoot) return false;
  const epochs = lengthIn(context, 'epoch');
  return epochs === undefined || epochs > 1;
}

function emptyRange(context: RuleContext, reading: SchedulerReading): SchedulerFault | undefined {
  const { begin, endWritten } = reading;
  const end = endWritten ? reading.end : context.plan.isRoot ? defaultEnd(context, reading) : undefined;
  if (begin === undefined || end === undefined) return undefined;
  const scale = reading.converted ? context.itersPerEpoch : undefined;
  const empty = scale === undefined ? end <= begin : Math.trunc(end * scale) <= Math.trunc(begin * scale);
  return empty ? { kind: 'empty-range', begin, end, endWritten } : undefined;
}

/** What the runner fills in for `end`: the length of the running loop, of which an iteration loop says it has one epoch. */
function defaultEnd(context: RuleContext, reading: SchedulerReading): number | undefined {
  return loopUnit(context) === 'iter' && reading.byEpoch ? 1 : lengthIn(context, reading.unit);
}
