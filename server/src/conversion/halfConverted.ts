import { lengthInIters } from './schedulerEnds.ts';
import type { StepWork } from './step.ts';

/** So many times the length of training is no plan, but a number in the other unit. */
const FAR_PAST_THE_END = 10;
const LEAST_ITERATIONS = 500;

/**
 * Refuses a number of epochs that is evidently one of iterations already: to multiply it would bury the mistake.
 * @returns true when it has refused
 */
export function refusesHalfConverted(work: StepWork, epochs: number, where: string): boolean {
  const length = lengthInIters(work);
  if (work.to !== 'iter' || length === undefined) return false;
  if (epochs < LEAST_ITERATIONS || epochs < (FAR_PAST_THE_END * length) / work.n) return false;
  work.refuse(
    `\`${where}\` counts epochs and says ${epochs}, but training is ${amountOf(length / work.n)} long: the number looks like iterations already. Mend it first, as \`mmlens check\` says, then convert.`,
  );
  return true;
}

function amountOf(epochs: number): string {
  const rounded = Number(epochs.toPrecision(3));
  return `${rounded} ${rounded === 1 ? 'epoch' : 'epochs'}`;
}
