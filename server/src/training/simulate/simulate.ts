import type { TypeLookup } from '../../mmengine/types.ts';
import { buildScheduler } from './build.ts';
import { NotKnowable, type PlainDict, PythonError } from './python.ts';
import type { Group, Scheduler } from './scheduler.ts';

export interface ScheduleOptions {
  /** `length` in epochs for an epoch loop, in iterations for an iteration loop. */
  readonly loop: { readonly kind: 'epoch' | 'iter'; readonly length: number };
  /** In order; for one optimizer. */
  readonly schedulers: readonly PlainDict[];
  /** The optimizer's learning rate. */
  readonly baseLr: number;
  /** `len(train_dataloader)`. */
  readonly itersPerEpoch: number;
  /** Where bare type names are looked up first; `mmengine` when absent. */
  readonly scope?: string;
  readonly lookup?: TypeLookup;
}

/** What MMEngine raises, and at which iteration; undefined when the schedulers cannot even be built. */
export interface ScheduleError {
  readonly error: string;
  readonly message: string;
  readonly iteration: number | undefined;
}

export type ScheduleEnd =
  | { readonly kind: 'done'; readonly iterations: number }
  | { readonly kind: 'error'; readonly error: ScheduleError }
  | { readonly kind: 'unknown'; readonly reason: string };

export type SimulatedSchedule =
  /** The learning rate that each iteration is trained with. */
  | { readonly lr: Float64Array }
  | { readonly error: ScheduleError }
  /** It depends on more than the config, for example on a validation metric. */
  | { readonly unknown: string };

/** 256 MB of learning rates: longer runs are only visited, never held. */
const MAX_ITERATIONS = 2 ** 25;

/** The learning rate of every iteration of a training run, as MMEngine's schedulers set it. */
export function simulateSchedule(options: ScheduleOptions): SimulatedSchedule {
  const iterations = iterationsOf(options);
  if (!(iterations <= MAX_ITERATIONS)) return { unknown: `${iterations} iterations are too many to keep` };
  const lr = new Float64Array(iterations);
  const end = visitSchedule(options, (value, iteration) => {
    lr[iteration] = value;
  });
  if (end.kind === 'error') return { error: end.error };
  return end.kind === 'unknown' ? { unknown: end.reason } : { lr };
}

/** The same in constant memory: `visit` sees each iteration's learning rate in turn. */
export function visitSchedule(options: ScheduleOptions, visit: (lr: number, iteration: number) => void): ScheduleEnd {
  const { loop, itersPerEpoch } = options;
  const iterations = iterationsOf(options);
  const group: Group = { value: { lr: options.baseLr, momentum: 0, weight_decay: 0 }, initial: {} };
  let iteration: number | undefined;
  try {
    const run = {
      epochs: loop.kind === 'epoch' ? loop.length : 1,
      iters: iterations,
      itersPerEpoch,
      scope: options.scope ?? 'mmengine',
      lookup: options.lookup,
    };
    const schedulers = options.schedulers
      .map((cfg) => buildScheduler(cfg, group, run))
      .filter((scheduler): scheduler is Scheduler => scheduler !== undefined);
    const byIteration = schedulers.filter((scheduler) => !scheduler.byEpoch);
    const byEpoch = schedulers.filter((scheduler) => scheduler.byEpoch);
    for (iteration = 0; iteration < iterations; iteration++) {
      visit(group.value.lr, iteration);
      for (const scheduler of byIteration) scheduler.step(group);
      // In an iteration loop the one epoch ends with the run.
      const epochEnds = loop.kind === 'epoch' ? (iteration + 1) % itersPerEpoch === 0 : iteration + 1 === iterations;
      if (epochEnds) for (const scheduler of byEpoch) scheduler.step(group);
    }
    return { kind: 'done', iterations };
  } catch (error) {
    if (error instanceof PythonError)
      return { kind: 'error', error: { error: error.error, message: error.message, iteration } };
    if (error instanceof NotKnowable) return { kind: 'unknown', reason: error.message };
    throw error;
  }
}

function iterationsOf({ loop, itersPerEpoch }: ScheduleOptions): number {
  return loop.kind === 'epoch' ? loop.length * itersPerEpoch : loop.length;
}
