import type { SchedulerFacts } from '../mmengine/schedulers.ts';
import type { SchedulerPlan } from '../training/plan.ts';
import { lengthInIters } from './schedulerEnds.ts';
import type { StepWork } from './step.ts';

/** How schedulers come to count iterations: their numbers are converted, or MMEngine converts them when it builds them. */
export type SchedulerStyle = 'iterations' | 'convert-to-iter-based';

/**
 * The guide's other way: the numbers stay epochs and MMEngine converts them. It takes an `end`, since under an iteration
 * loop an absent one is one epoch (mmengine/runner/runner.py).
 * @returns false where the numbers have to be converted here after all; why is then said
 */
export function leaveToMMEngine(
  work: StepWork,
  scheduler: SchedulerPlan,
  facts: SchedulerFacts,
  name: string,
): boolean {
  if (facts.perStep.length > 0) {
    work.note(
      `${name} is counted in iterations itself: \`convert_to_iter_based=True\` would apply its \`${facts.perStep.join('`, `')}\` at every iteration.`,
    );
    return false;
  }
  if (!scheduler.end.slot) {
    const length = lengthInIters(work);
    if (length === undefined || length % work.n !== 0) {
      work.note(
        `${name} is counted in iterations itself: \`convert_to_iter_based=True\` needs \`end\`, the length of training in epochs, which is not known or not whole.`,
      );
      return false;
    }
    work.set([...scheduler.keyPath, 'end'], length / work.n);
  }
  work.set(scheduler.convertToIterBased.keyPath, true);
  if (work.plan.sampler?.type.value !== undefined)
    work.note(
      'MMEngine multiplies the schedulers by `len(train_dataloader)`, which with an `InfiniteSampler` is the length of one pass on one GPU: on several GPUs `convert_to_iter_based=True` comes out that many times too long.',
    );
  return true;
}
