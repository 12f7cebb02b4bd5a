import type { Unit } from '../training/plan.ts';
import { lengthInIters } from './schedulerEnds.ts';
import type { StepWork } from './step.ts';

/**
 * So many times the length of training, and so many at least, are no plan, but a number in the other unit. Under a loop that
 * counts iterations already, a number past the end is one as a rule: only the switch beside it was forgotten.
 */
const SUSPECT: Readonly<Record<Unit, { readonly lengths: number; readonly least: number }>> = {
  epoch: { lengths: 10, least: 500 },
  iter: { lengths: 1, least: 100 },
};

/**
 * Refuses a number of epochs that is evidently one of iterations already: to multiply it would bury the mistake.
 * @returns true when it has refused
 */
export function refusesHalfConverted(work: StepWork, epochs: number, where: string): boolean {
  const length = lengthInIters(work);
  if (work.to !== 'iter' || length === undefined) return false;
  const { lengths, least } = SUSPECT[work.plan.mode === 'iter' ? 'iter' : 'epoch'];
  if (epochs < least || epochs * work.n <= lengths * length) return false;
  work.refuse(
    `\`${where}\` counts epochs and says ${epochs}, but training is ${amountOf(length / work.n)} long: the number looks like iterations already. Mend it first, as \`mmlens check\` says, then convert.`,
  );
  return true;
}

function amountOf(epochs: number): string {
  const rounded = Number(epochs.toPrecision(3));
  return `${rounded} ${rounded === 1 ? 'epoch' : 'epochs'}`;
}
