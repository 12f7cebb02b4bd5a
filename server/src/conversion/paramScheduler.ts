import type { DictValue, Value } from '../config/values.ts';
import type { SchedulerFacts } from '../mmengine/schedulers.ts';
import type { KeyPath, SchedulerPlan } from '../training/plan.ts';
import { leaveToMMEngine } from './convertToIterBased.ts';
import { refusesHalfConverted } from './halfConverted.ts';
import { lengthInIters, needsPinning } from './schedulerEnds.ts';
import { type ConversionStep, describePath, numberOf, type StepWork } from './step.ts';
import { INF, ratePerEpoch, ratePerIter } from './units.ts';

/** Every scheduler of learning rate, momentum or weight decay: its unit and all its positions. */
export const paramSchedulerStep: ConversionStep = {
  id: 'param-scheduler',
  title: (to) =>
    to === 'iter'
      ? 'Count schedulers in iterations (`param_scheduler`)'
      : 'Count schedulers in epochs (`param_scheduler`)',
  convert(work) {
    for (const scheduler of work.plan.schedulers) convertScheduler(work, scheduler);
  },
};

function convertScheduler(work: StepWork, scheduler: SchedulerPlan): void {
  const name = `\`${describePath(scheduler.keyPath)}\` (${scheduler.type.value ?? 'of unknown type'})`;
  if (scheduler.cfg.open || (scheduler.known && scheduler.unit === 'unknown')) {
    work.refuse(`${name} depends on a value that is not known here, so it cannot be converted.`);
    return;
  }
  const { facts } = scheduler;
  if (!facts) {
    work.note(
      `${name} is kept: its parameters are not known, so check by hand which of them are counted in ${work.to === 'iter' ? 'epochs' : 'iterations'}.`,
    );
    return;
  }
  if (scheduler.unit === work.to) {
    if (
      facts.convertible &&
      work.to === 'epoch' &&
      work.plan.mode === 'iter' &&
      scheduler.convertToIterBased.value === false
    )
      work.note(
        `${name} counts epochs already and is kept: under the iteration loop it never made a step, under the epoch loop it will.`,
      );
    return;
  }
  if (!facts.convertible) {
    if (work.to === 'iter')
      work.note(
        `${name} is kept: it follows the validation results and has no counterpart counted in iterations. Under an iteration loop MMEngine counts one epoch in all, so ${(position(scheduler.cfg, 'begin') ?? 0) >= 1 ? 'its `begin` never comes: it never acts.' : '`end` loses its meaning; the rest still counts validations.'}`,
      );
    return;
  }
  if (work.to === 'iter') {
    const isLeft =
      work.schedulers === 'convert-to-iter-based' &&
      allKnown(work, scheduler.cfg, facts, name) &&
      leaveToMMEngine(work, scheduler, facts, name);
    if (!isLeft) toIters(work, scheduler, facts, name);
  } else toEpochs(work, scheduler, facts, name);
}

/** What `build_iter_from_epoch` of the class does (mmengine/optim/scheduler/param_scheduler.py). */
function toIters(work: StepWork, scheduler: SchedulerPlan, facts: SchedulerFacts, name: string): void {
  const { n } = work;
  const { cfg, keyPath } = scheduler;
  if (!allKnown(work, cfg, facts, name)) return;
  const begin = position(cfg, 'begin');
  const end = position(cfg, 'end');
  const first = Math.trunc((begin ?? 0) * n);
  const last =
    end === undefined || end === INF
      ? end
      : Math.trunc(exponentialEnd(work, facts, end) * n) + Number(endsEarly(work, facts, end));
  if (last !== undefined && last <= first) {
    work.refuse(
      `${name} runs from epoch ${begin ?? 0} to ${end}, which is no iteration at all at ${n} iterations per epoch. MMEngine would refuse it; give it a longer range.`,
    );
    return;
  }
  const positions = ['begin', 'end', ...facts.counted].flatMap((key) =>
    numbersIn(cfg.entries.get(key)?.value).map((value) => ({ key, value })),
  );
  for (const { key, value } of positions)
    if (value !== INF && refusesHalfConverted(work, value, describePath([...keyPath, key]))) return;
  work.set([...keyPath, 'by_epoch'], false);
  if (begin !== undefined && begin !== first) work.set([...keyPath, 'begin'], first);
  if (last !== undefined && last !== end) work.set([...keyPath, 'end'], last);
  for (const key of facts.counted) setEach(work, [...keyPath, key], cfg.entries.get(key)?.value, (value) => value * n);
  // Once it is off, the numbers are already in iterations; the key remembers that the curve was a smooth one.
  if (scheduler.convertToIterBased.value) work.set(scheduler.convertToIterBased.keyPath, false);
  else
    for (const key of facts.perStep)
      setEach(work, [...keyPath, key], rateOf(cfg, key), (value) => ratePerIter(value, n));
}

function toEpochs(work: StepWork, scheduler: SchedulerPlan, facts: SchedulerFacts, name: string): void {
  const { n } = work;
  const { cfg, keyPath } = scheduler;
  if (!allKnown(work, cfg, facts, name)) return;
  if (needsPinning(work, scheduler)) {
    work.set([...keyPath, 'end'], lengthInIters(work) ?? 0);
    return;
  }
  const marked = scheduler.convertToIterBased.slot !== undefined;
  const smooth = marked || RAMPS.has(facts.family);
  if (!isWhole(work, scheduler, facts, smooth)) return;
  const begin = position(cfg, 'begin');
  const end = position(cfg, 'end');
  work.set([...keyPath, 'by_epoch'], true);
  if (begin) work.set([...keyPath, 'begin'], begin / n);
  if (end !== undefined && end !== INF) work.set([...keyPath, 'end'], epochsOfEnd(end, facts, n));
  for (const key of facts.counted) setEach(work, [...keyPath, key], cfg.entries.get(key)?.value, (value) => value / n);
  if (smooth) work.set(scheduler.convertToIterBased.keyPath, true);
  else if (!facts.exact && facts.perStep.length === 0)
    work.note(
      `${name} follows the same curve in one step per epoch. Add \`convert_to_iter_based=True\` to it if it shall change at every iteration.`,
    );
  else if (facts.family === 'Exponential')
    work.note(`${name} decays as much in an epoch as before, but in one step at its end.`);
  for (const key of facts.perStep)
    setEach(work, [...keyPath, key], rateOf(cfg, key), (value) => ratePerEpoch(value, n));
}

/** A warm-up in a few steps of an epoch would be another warm-up: it goes on at every iteration. */
const RAMPS: ReadonlySet<SchedulerFacts['family']> = new Set(['Linear', 'QuadraticWarmup']);

/** True when epochs can say all of it; otherwise it stays in iterations, which an epoch loop runs just the same. */
function isWhole(work: StepWork, scheduler: SchedulerPlan, facts: SchedulerFacts, smooth: boolean): boolean {
  const { n } = work;
  const { cfg } = scheduler;
  const begin = position(cfg, 'begin') ?? 0;
  const end = position(cfg, 'end');
  if (begin % n !== 0) return false;
  if (end !== undefined && end !== INF && !Number.isInteger(epochsOfEnd(end, facts, n))) return false;
  const counted = facts.counted.flatMap((key) => numbersIn(cfg.entries.get(key)?.value));
  if (counted.some((value) => value % n !== 0)) return false;
  // With the mark of a smooth curve there is no rate per epoch: MMEngine would apply it at every iteration.
  if (smooth) return facts.perStep.length === 0;
  if (facts.exact && facts.family !== 'Constant') return true;
  if (facts.perStep.length > 0) return true;
  // A ramp of one epoch would take its first step only and stay there.
  const last = end ?? lengthInIters(work);
  const spans = [...counted, ...(last === undefined ? [] : [last - begin])];
  return spans.every((span) => span >= 2 * n);
}

/**
 * An exponential decay that ends before training does stops at its last epoch's value, which iterations reach when that
 * epoch begins.
 */
function endsEarly(work: StepWork, facts: SchedulerFacts, end: number): boolean {
  if (facts.family !== 'Exponential' || !Number.isInteger(end)) return false;
  const length = lengthInIters(work);
  return length !== undefined && end * work.n < length;
}

function exponentialEnd(work: StepWork, facts: SchedulerFacts, end: number): number {
  return endsEarly(work, facts, end) ? end - 1 : end;
}

function epochsOfEnd(end: number, facts: SchedulerFacts, n: number): number {
  if (facts.family === 'Exponential' && end % n !== 0 && (end - 1) % n === 0) return (end - 1) / n + 1;
  return end / n;
}

function allKnown(work: StepWork, cfg: DictValue, facts: SchedulerFacts, name: string): boolean {
  for (const key of ['begin', 'end', ...facts.counted, ...facts.perStep]) {
    const value = cfg.entries.get(key)?.value;
    if (value === undefined || value.kind === 'none' || numberOf(value) !== undefined) continue;
    if (
      (value.kind === 'list' || value.kind === 'tuple') &&
      value.items.every((item) => numberOf(item.value) !== undefined)
    )
      continue;
    work.refuse(`${name} cannot be converted: the value of \`${key}\` is not known here.`);
    return false;
  }
  return true;
}

function position(cfg: DictValue, key: string): number | undefined {
  return numberOf(cfg.entries.get(key)?.value);
}

/** A rate that is not written has MMEngine's default, which is per step as well. */
function rateOf(cfg: DictValue, key: string): Value | undefined {
  return cfg.entries.get(key)?.value;
}

function numbersIn(value: Value | undefined): number[] {
  if (value?.kind === 'list' || value?.kind === 'tuple') return value.items.flatMap((item) => numbersIn(item.value));
  const number = numberOf(value);
  return number === undefined ? [] : [number];
}

/** Converts a number, or each number of a list in its own place. */
function setEach(work: StepWork, path: KeyPath, value: Value | undefined, convert: (value: number) => number): void {
  if (value?.kind === 'list' || value?.kind === 'tuple') {
    for (const [i, item] of value.items.entries()) setEach(work, [...path, i], item.value, convert);
    return;
  }
  const number = numberOf(value);
  if (number !== undefined && convert(number) !== number) work.set(path, convert(number));
}
