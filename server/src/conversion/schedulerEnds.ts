import type { SchedulerPlan } from '../training/plan.ts';
import type { StepWork } from './step.ts';

/** Iterations that training takes as it stands, whichever way it is counted; undefined when that is not known. */
export function lengthInIters({ plan, n }: StepWork): number | undefined {
  const { loop, mode } = plan;
  if (!loop || (mode !== 'epoch' && mode !== 'iter') || loop.length.value === undefined) return undefined;
  return loop.length.unit === 'epoch' ? loop.length.value * n : loop.length.value;
}

/**
 * Before training is rounded to whole epochs: a scheduler counted in iterations that ends with it gets its end written
 * out, or its curve would be stretched along.
 */
export function pinEnds(work: StepWork): void {
  for (const scheduler of work.plan.schedulers)
    if (needsPinning(work, scheduler)) work.set([...scheduler.keyPath, 'end'], lengthInIters(work) ?? 0);
}

/** True when the scheduler ends with a training that is no whole number of epochs long. */
export function needsPinning(work: StepWork, scheduler: SchedulerPlan): boolean {
  const length = lengthInIters(work);
  return (
    work.plan.mode === 'iter' &&
    work.plan.isRoot &&
    scheduler.known &&
    scheduler.unit === 'iter' &&
    !scheduler.end.slot &&
    length !== undefined &&
    length % work.n !== 0
  );
}
