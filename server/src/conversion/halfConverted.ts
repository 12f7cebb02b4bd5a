import { lengthInIters } from './schedulerEnds.ts';
import type { StepWork } from './step.ts';

interface Limit {
  /** Lengths of training. */
  readonly lengths: number;
  /** Epochs. */
  readonly least: number;
}

/** Past both, a position in epochs is no plan, but a number in the other unit. */
const POSITION: Limit = { lengths: 10, least: 500 };
/** The same for an interval between checkpoints under a loop that counts iterations already: its switch was forgotten. */
const INTERVAL: Limit = { lengths: 1, least: 100 };

/**
 * Refuses a number of epochs that is evidently one of iterations already: to multiply it would bury the mistake.
 * @returns true when it has refused
 */
export function refusesHalfConverted(
  work: StepWork,
  epochs: number,
  where: string,
  kind: 'position' | 'interval' = 'position',
): boolean {
  const length = lengthInIters(work);
  if (work.to !== 'iter' || length === undefined) return false;
  const { lengths, least } = kind === 'interval' && work.plan.mode === 'iter' ? INTERVAL : POSITION;
  const iters = epochs * work.n;
  if (epochs < least || iters < lengths * length || iters === length) return false;
  work.refuse(
    `\`${where}\` counts epochs and says ${epochs}, but training is ${amountOf(length / work.n)} long: the number looks like iterations already. Mend it first, as \`mmlens check\` says, then convert.`,
  );
  return true;
}

function amountOf(epochs: number): string {
  const rounded = Number(epochs.toPrecision(3));
  return `${rounded} ${rounded === 1 ? 'epoch' : 'epochs'}`;
}
