import type { Place } from '../../text/source.ts';

/** How far a number can be trusted: `at most` is an upper bound, `about` an assumption. */
export type Certainty = 'exact' | 'at most' | 'about';

/** Where a number comes from, in words, and where that can be looked up. */
export interface Origin {
  /** Half a sentence without a full stop: `batch_size`, `lines of data/train.txt`. */
  readonly text: string;
  /** Where the config says it. */
  readonly place?: Place | undefined;
  /** The file or folder that was counted. */
  readonly path?: string;
  /** A page that says it. */
  readonly url?: string;
}

/** One number of the formula. */
export interface Part {
  readonly name: string;
  readonly value: number;
  readonly certainty: Certainty;
  readonly origin: Origin;
}

/** The length of an epoch as far as a config tells it. */
export type EpochLength = KnownEpochLength | UnknownEpochLength;

export interface KnownEpochLength {
  /** Iterations in one pass over the training data, as `len(train_dataloader)` counts them. */
  readonly value: number;
  readonly certainty: Certainty;
  /** `ceil(117,266 / (2 × 8)) = 7,330`. */
  readonly formula: string;
  readonly parts: readonly Part[];
  /** Whole sentences: sources that contradict each other, assumptions. */
  readonly remarks: readonly string[];
}

export interface UnknownEpochLength {
  /** A whole sentence. */
  readonly unknown: string;
  /** What is known of it all the same. */
  readonly parts: readonly Part[];
  readonly remarks: readonly string[];
}

/** The less certain of them all. */
export function leastCertain(certainties: readonly Certainty[]): Certainty {
  if (certainties.includes('about')) return 'about';
  return certainties.includes('at most') ? 'at most' : 'exact';
}
