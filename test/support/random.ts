/** Repeatable pseudo-random numbers (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Repeatable choices. */
export interface Chance {
  pick<T>(...values: readonly [T, ...T[]]): T;
  /** True once in `times`. */
  once(times: number): boolean;
}

export function chance(random: () => number): Chance {
  const below = (count: number) => Math.floor(random() * count);
  return {
    pick: (...values) => values[below(values.length)] as (typeof values)[0],
    once: (times) => below(times) === 0,
  };
}
