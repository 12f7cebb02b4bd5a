import fc from 'fast-check';

/** Random choices for a generator that must know what it has chosen so far. */
export interface Random {
  /** An integer from 0 to `max`. */
  nat(max: number): number;
  /** True once in `n` times. */
  oneIn(n: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  times<T>(min: number, max: number, make: () => T): T[];
}

/** Whatever `make` builds from random choices, as an arbitrary. */
export function generated<T>(make: (random: Random) => T): fc.Arbitrary<T> {
  return fc.gen().map((gen) => {
    const nat = (max: number): number => gen(evenly, max);
    return make({
      nat,
      oneIn: (n) => nat(n - 1) === 0,
      pick: (items) => items[nat(items.length - 1)] ?? items[0],
      times: (min, max, one) => Array.from({ length: min + nat(max - min) }, one),
    });
  });
}

/** fast-check would prefer small numbers; here they are choices, not sizes. */
function evenly(max: number): fc.Arbitrary<number> {
  return fc.noBias(fc.nat({ max }));
}
