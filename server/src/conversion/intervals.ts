import type { StepWork } from './step.ts';
import { toWholeEpochs } from './units.ts';

/** A number of epochs or iterations between two events; 0 and below mean something of their own and stay. */
export function convertInterval(work: StepWork, every: number, what: string): number {
  if (every <= 0) return every;
  if (work.to === 'iter') return every * work.n;
  const epochs = toWholeEpochs(every, work.n);
  const becomes = epochs === 1 ? 'every epoch' : `every ${epochs} epochs`;
  if (epochs * work.n !== every)
    work.note(
      `\`${what}\` was ${every} ${every === 1 ? 'iteration' : 'iterations'}, which is no whole number of epochs: it becomes ${becomes}, that is every ${epochs * work.n} iterations.`,
    );
  return epochs;
}
