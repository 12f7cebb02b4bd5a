import type { Slot } from '../../config/values.ts';
import type { Unit } from '../../training/plan.ts';
import type { RuleContext } from '../rule.ts';

/** The unit in which the running loop counts; undefined when no loop, or one of its own kind, runs. */
export function loopUnit({ plan }: RuleContext): Unit | undefined {
  return plan.mode === 'epoch' || plan.mode === 'iter' ? plan.mode : undefined;
}

/** The length of the training in a unit; undefined unless it is known, which for the other unit takes iterations per epoch. */
export function lengthIn({ plan, itersPerEpoch }: RuleContext, unit: Unit): number | undefined {
  const length = plan.loop?.length;
  if (length?.value === undefined || length.value <= 0) return undefined;
  if (length.unit === unit) return length.value;
  if (itersPerEpoch === undefined || length.unit === 'unknown') return undefined;
  return unit === 'iter' ? length.value * itersPerEpoch : length.value / itersPerEpoch;
}

/** The entry that chooses the loop. */
export function loopChoice({ plan }: RuleContext): Slot | undefined {
  return plan.loop?.type.slot ?? plan.loop?.byEpoch.slot;
}

/** Said where a fix needs the iterations of one epoch and does not know them. */
export const NEEDS_ITERS_PER_EPOCH =
  'The number of iterations in an epoch is needed for a fix: give it with a comment `# mmlens: iters-per-epoch=N`.';
