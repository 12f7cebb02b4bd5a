import type { ConfigEditor } from '../../editing/editor.ts';
import type { RuleContext } from '../rule.ts';
import { notation } from './notation.ts';
import { INFINITE, milestones, type SchedulerReading } from './schedulerReading.ts';
import { numberOf, numbersOf } from './values.ts';

/** A number of epochs as the nearest number of iterations. */
function inIterations(epochs: number, itersPerEpoch: number): number {
  return epochs >= INFINITE ? epochs : Math.round(epochs * itersPerEpoch);
}

/** The parameters of a scheduler that count its steps, as written; undefined unless all of them are known numbers. */
export function countedParameters(
  reading: SchedulerReading,
): ReadonlyMap<string, number | readonly number[]> | undefined {
  const counted = new Map<string, number | readonly number[]>();
  for (const key of ['begin', 'end', ...reading.facts.counted]) {
    const value = reading.plan.cfg.entries.get(key)?.value;
    if (value === undefined || value.kind === 'none') continue;
    const number = numberOf(value) ?? numbersOf(value);
    if (number === undefined) return undefined;
    counted.set(key, number);
  }
  return counted;
}

/**
 * The furthest position at which a scheduler does something, in its own unit; 0 when it leaves all to MMEngine. Where one
 * that only drops comes to its end does not matter.
 */
export function furthest(reading: SchedulerReading, counted: ReadonlyMap<string, number | readonly number[]>): number {
  const begin = reading.begin ?? 0;
  let far = begin;
  for (const [key, value] of counted) {
    if (key === 'end' && onlyDrops(reading)) continue;
    const numbers = typeof value === 'number' ? [value] : value;
    const offset = key === 'begin' || key === 'end' ? 0 : begin;
    const last = key === 'periods' ? numbers.reduce((sum, number) => sum + number, 0) : Math.max(0, ...numbers);
    if (last < INFINITE) far = Math.max(far, last + offset);
  }
  return far;
}

/** Whether all that a scheduler does comes before it ends and before the training of that length, in its unit, is over. */
export function fitsInto(
  training: number,
  reading: SchedulerReading,
  counted: ReadonlyMap<string, number | readonly number[]>,
): boolean {
  const begin = reading.begin ?? 0;
  if (begin >= training) return false;
  // A decay at each step becomes one drop an epoch, the first after one.
  if (reading.facts.perStep.length > 0 && begin + 1 >= Math.min(training, reading.end ?? training)) return false;
  const far = furthest(reading, counted);
  // A drop of the last step comes when it is over.
  return onlyDrops(reading) ? far < Math.min(training, reading.end ?? training) : far <= training;
}

function onlyDrops({ family }: SchedulerReading): boolean {
  return family === 'MultiStep' || family === 'Step';
}

/** Rewrites a scheduler from epochs to iterations, number by number. Answers false when that cannot be done. */
export function countInIterations(
  context: RuleContext,
  editor: ConfigEditor,
  reading: SchedulerReading,
  itersPerEpoch: number,
): boolean {
  const counted = countedParameters(reading);
  if (!counted || reading.family === 'ReduceOnPlateau') return false;
  if (reading.facts.perStep.length > 0 && !stepOncePer(context, editor, reading, itersPerEpoch)) return false;
  const scale = (epochs: number) => inIterations(epochs, itersPerEpoch);
  for (const [key, value] of counted) {
    const scaled = typeof value === 'number' ? scale(value) : value.map(scale);
    if (value !== 0 && !set(context, editor, reading, key, scaled)) return false;
  }
  return markUnit(context, editor, reading, 'iter');
}

/** `by_epoch` for a unit, and no conversion. */
export function markUnit(
  context: RuleContext,
  editor: ConfigEditor,
  reading: SchedulerReading,
  unit: 'epoch' | 'iter',
): boolean {
  const { entries } = reading.plan.cfg;
  if (entries.has('convert_to_iter_based') && !editor.remove([...reading.plan.keyPath, 'convert_to_iter_based']))
    return false;
  return set(context, editor, reading, 'by_epoch', unit === 'epoch');
}

/**
 * Leaves the numbers in epochs and lets MMEngine convert them. Under an iteration loop that takes an `end` in epochs: the
 * written one, or for milestones any that lies behind the last of them.
 */
export function convertByMMEngine(context: RuleContext, editor: ConfigEditor, reading: SchedulerReading): boolean {
  const end = reading.end ?? endBehindMilestones(reading);
  if (!reading.facts.convertible || end === undefined) return false;
  if (reading.facts.perStep.length > 0 && !stepOncePer(context, editor, reading, 1)) return false;
  if (!reading.endWritten && !set(context, editor, reading, 'end', end)) return false;
  if (!reading.byEpoch && !set(context, editor, reading, 'by_epoch', true)) return false;
  return reading.converted || set(context, editor, reading, 'convert_to_iter_based', true);
}

/** After the last drop the value stays as it is, so the scheduler may end there. */
export function endBehindMilestones(reading: SchedulerReading): number | undefined {
  const drops = reading.family === 'MultiStep' && !reading.endWritten ? milestones(reading) : undefined;
  return drops && reading.begin !== undefined ? reading.begin + Math.max(...drops) + 1 : undefined;
}

/** Exponential decay per epoch is exactly a step by `gamma` after each epoch. */
export function stepOncePer(
  context: RuleContext,
  editor: ConfigEditor,
  reading: SchedulerReading,
  size: number,
): boolean {
  if (reading.family !== 'Exponential' || !/^Exponential(LR|Momentum|ParamScheduler)$/.test(reading.name)) return false;
  const type = reading.name.replace('Exponential', 'Step');
  return set(context, editor, reading, 'type', type) && set(context, editor, reading, 'step_size', size);
}

function set(
  { loaded }: RuleContext,
  editor: ConfigEditor,
  { plan }: SchedulerReading,
  key: string,
  value: boolean | string | number | readonly number[],
): boolean {
  return editor.set([...plan.keyPath, key], notation(loaded, value));
}
