import { oncePer } from '../text/oncePer.ts';
import { parameterOf, type TypeEntry } from './catalogue.ts';
import { ancestry } from './derived.ts';

/** What a training loop counts: `custom` for one that neither runs epochs of training nor iterations. */
export type LoopKind = 'epoch' | 'iter' | 'custom';

export const EPOCH_LOOP = 'mmengine.runner.loops.EpochBasedTrainLoop';
export const ITER_LOOP = 'mmengine.runner.loops.IterBasedTrainLoop';

/**
 * An architecture search over the validation data that only borrows the bookkeeping of an epoch loop: no hook of a training
 * epoch or iteration is called (mmrazor/engine/runner/evolution_search_loop.py).
 */
const SEARCHES: ReadonlySet<string> = new Set(['mmrazor.engine.runner.evolution_search_loop.EvolutionSearchLoop']);

/** Which of MMEngine's two loops a loop class is or derives from: XTuner's `TrainLoop` is an iteration loop that takes `max_epochs`. */
export const loopKind = oncePer((entry: TypeEntry): LoopKind => {
  const names = ancestry(entry);
  if (names.some((name) => SEARCHES.has(name))) return 'custom';
  for (const name of names) {
    if (name === EPOCH_LOOP) return 'epoch';
    if (name === ITER_LOOP) return 'iter';
  }
  return 'custom';
});

/**
 * Loops that run just as MMEngine's iteration loop does and only take their length in epochs as well
 * (xtuner/engine/runner/loops.py).
 */
const LENGTH_IN_EPOCHS: ReadonlySet<string> = new Set(['xtuner.engine.runner.loops.TrainLoop']);

/** True when one of MMEngine's own loops can stand in for it. */
export function isPlainLoop(entry: TypeEntry): boolean {
  const [name] = ancestry(entry);
  return name !== undefined && (name === EPOCH_LOOP || name === ITER_LOOP || LENGTH_IN_EPOCHS.has(name));
}

/** The parameters a loop takes its length from, in the order in which it prefers them. */
export function lengthParameters(entry: TypeEntry): readonly ('max_epochs' | 'max_iters')[] {
  return (['max_iters', 'max_epochs'] as const).filter((name) => parameterOf(entry, name));
}
