import type { LoopUnit } from './loops.ts';

/*
 * When does a number belong to the other unit? Nobody validates or saves hundreds of times after every few iterations,
 * and nobody means hundreds of epochs by an interval in a training of a few.
 */

/** What comes round so often in one training was counted in epochs, even where somebody watches every step. */
const LIMITS = [
  { interval: 5, times: 300 },
  { interval: 50, times: 1000 },
];

/** An interval this large, and this many times the whole training, was counted in iterations. */
const MANY = 500;
const FAR_PAST_THE_END = 10;

/** How often something happens every `interval` in `length`, when that is absurdly often. */
export function tooOften(interval: number, length: number): number | undefined {
  const times = Math.floor(length / interval);
  return LIMITS.some((limit) => interval <= limit.interval && times >= limit.times) ? times : undefined;
}

/** True when a number of epochs can only be a number of iterations. */
export function isIterationCount(value: number, maxEpochs: number): boolean {
  return value >= MANY && value >= FAR_PAST_THE_END * maxEpochs;
}

/** A count in one unit said in the other, at least 1. */
export function inOtherUnit(value: number, from: LoopUnit, itersPerEpoch: number): number {
  return from === 'epoch' ? Math.round(value * itersPerEpoch) : Math.max(1, Math.round(value / itersPerEpoch));
}
