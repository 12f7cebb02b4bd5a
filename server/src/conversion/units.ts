/** How numbers change when epochs become iterations and back. N is the number of iterations in an epoch. */

/** MMEngine's `INF`, the `end` of a scheduler without one (mmengine/optim/scheduler/param_scheduler.py). */
export const INF = 1e9;

/** A length or interval in epochs; at least one, since MMEngine runs no fraction of an epoch. */
export function toWholeEpochs(iters: number, n: number): number {
  return Math.max(1, Math.round(iters / n));
}

/**
 * The first epoch whose end is not before `iters`: what an epoch loop makes of a `val_begin`, which it looks at only when
 * an epoch is over.
 */
export function firstEpochFrom(iters: number, n: number): number {
  return Math.ceil(iters / n);
}

/**
 * The milestone of a dynamic interval. Both loops look ahead by one: the new interval counts from the epoch (iteration)
 * before the milestone on, so that it is not the milestone that is multiplied.
 */
export function milestoneToIters(epochs: number, n: number): number {
  return epochs <= 1 ? epochs : (epochs - 1) * n + 1;
}

/** The inverse of {@link milestoneToIters}; between two epochs' ends the loop cannot tell the difference. */
export function milestoneToEpochs(iters: number, n: number): number {
  return iters <= 1 ? iters : Math.ceil((iters - 1) / n) + 1;
}

/** `begin_epoch` and `begin_iter` of an averaged model name the first epoch (iteration), counted from 1, that counts. */
export function firstIterOfEpoch(epoch: number, n: number): number {
  return (epoch - 1) * n + 1;
}

/** The inverse of {@link firstIterOfEpoch}; undefined when the iteration is not the first of an epoch. */
export function epochOfFirstIter(iter: number, n: number): number | undefined {
  return (iter - 1) % n === 0 ? (iter - 1) / n + 1 : undefined;
}

/** A rate per epoch as a rate per iteration. */
export function ratePerIter(gamma: number, n: number): number {
  return gamma ** (1 / n);
}

/** The inverse of {@link ratePerIter}: the shortest number that becomes the same rate again. */
export function ratePerEpoch(gamma: number, n: number): number {
  const exact = gamma ** n;
  for (let digits = 1; digits < 17; digits++) {
    const short = Number(exact.toPrecision(digits));
    if (Math.abs(ratePerIter(short, n) - gamma) <= Number.EPSILON * Math.abs(gamma)) return short;
  }
  return exact;
}
