import type { LoadedConfig } from '../config/result.ts';
import {
  type Conversion,
  convertConfig,
  type NumberStyle,
  type SchedulerStyle,
  type StepId,
} from '../conversion/convert.ts';
import type { Unit } from '../training/plan.ts';
import type { Analysis } from './context.ts';

export interface ConversionRequest {
  readonly to: Unit;
  /** Wins over what the file or the settings say. */
  readonly itersPerEpoch?: number | undefined;
  readonly steps?: readonly StepId[] | undefined;
  /** Wins over the settings. */
  readonly numbers?: NumberStyle | undefined;
  /** Wins over the settings. */
  readonly schedulers?: SchedulerStyle | undefined;
  /** Names of the file's variables that other files use. */
  readonly kept?: ReadonlySet<string> | undefined;
}

/** `needs`: it depends on the number of iterations per epoch, which nobody has said. */
export type ConversionOutcome = Conversion | { readonly needs: 'itersPerEpoch' };

/** Two numbers that no conversion can confuse: what comes out the same for both does not depend on the number. */
const PROBES = [7919, 104_729] as const;

/** @param reload reads the file at hand as if it had another text */
export function convert(
  { loaded, plan, itersPerEpoch: known, numbers: style, schedulers: way }: Analysis,
  { to, itersPerEpoch = known, steps, numbers = style, schedulers = way, kept }: ConversionRequest,
  reload: (text: string) => LoadedConfig,
): ConversionOutcome {
  const run = (count: number): Conversion =>
    convertConfig(loaded, plan, {
      to,
      itersPerEpoch: count,
      reload,
      ...(steps && { steps }),
      numbers,
      schedulers,
      ...(kept && { kept }),
    });
  if (itersPerEpoch !== undefined) return run(itersPerEpoch);
  const [first, second] = [run(PROBES[0]), run(PROBES[1])];
  return JSON.stringify(first) === JSON.stringify(second) ? first : { needs: 'itersPerEpoch' };
}
