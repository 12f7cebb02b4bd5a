import type { Slot } from '../../config/values.ts';
import { parameterOf } from '../../mmengine/catalogue.ts';
import type { LoopPlan, Unit } from '../../training/plan.ts';
import type { RuleContext } from '../rule.ts';
import { LENGTH_OF, otherUnit } from './loops.ts';

/**
 * The unit in which the running loop counts; undefined when no loop, or one of its own kind, runs. Where the only length is
 * one of the other unit, that is an error of its own, and which of the two is meant decides about all the rest.
 */
export function loopUnit({ plan }: RuleContext): Unit | undefined {
  const unit = plan.mode === 'epoch' || plan.mode === 'iter' ? plan.mode : undefined;
  return unit !== undefined && plan.loop && hasOnlyLengthOf(otherUnit(unit), plan.loop) ? undefined : unit;
}

function hasOnlyLengthOf(other: Unit, { cfg, type: { entry } }: LoopPlan): boolean {
  if (cfg.entries.has(LENGTH_OF[otherUnit(other)]) || !cfg.entries.has(LENGTH_OF[other])) return false;
  return entry !== undefined && !entry.acceptsKwargs && !parameterOf(entry, LENGTH_OF[other]);
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
