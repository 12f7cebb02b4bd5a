import type { LoadedConfig } from '../config/result.ts';
import type { NumberStyle, SchedulerStyle } from '../conversion/convert.ts';
import type { CheckedFinding } from '../rules/check.ts';
import type { Place, Range } from '../text/source.ts';
import type { EpochLength } from '../training/epochLength/result.ts';
import type { TrainingPlan } from '../training/plan.ts';

/** One file as it stands now, read and judged. */
export interface Analysis {
  readonly loaded: LoadedConfig;
  readonly plan: TrainingPlan;
  /** Iterations in one pass over the training data: from the file's comment, else from the settings. */
  readonly itersPerEpoch: number | undefined;
  /** How a conversion writes numbers. */
  readonly numbers: NumberStyle;
  /** How a conversion makes schedulers count iterations. */
  readonly schedulers: SchedulerStyle;
  readonly findings: readonly CheckedFinding[];
}

/** What every feature is given. */
export interface FeatureContext {
  readonly analysis: Analysis;
  /** Lines and characters of a place in any file, the one at hand or a base. */
  rangeOf(place: Place): Range;
  /** How long an epoch is, by the data that the config trains on. */
  epochLength(): EpochLength;
  /** A base, which need not look like a config by itself. */
  load(path: string): LoadedConfig;
}
