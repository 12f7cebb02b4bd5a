import type { DictValue } from '../../config/values.ts';
import { findType, keysOf, type TypeEntry } from '../../mmengine/catalogue.ts';
import { EPOCH_LOOP, ITER_LOOP, loopKind } from '../../mmengine/loops.ts';
import type { RuleContext } from '../rule.ts';

export type LoopUnit = 'epoch' | 'iter';

/** A training loop whose constructor is known. */
export interface KnownLoop {
  readonly entry: TypeEntry;
  readonly unit: LoopUnit;
  /** It is MMEngine's own loop and not one derived from it. */
  readonly plain: boolean;
}

export const LOOP_OF: Readonly<Record<LoopUnit, string>> = { epoch: 'EpochBasedTrainLoop', iter: 'IterBasedTrainLoop' };
export const LENGTH_OF: Readonly<Record<LoopUnit, string>> = { epoch: 'max_epochs', iter: 'max_iters' };
export const UNITS: Readonly<Record<LoopUnit, string>> = { epoch: 'epochs', iter: 'iterations' };

export function otherUnit(unit: LoopUnit): LoopUnit {
  return unit === 'epoch' ? 'iter' : 'epoch';
}

/** MMEngine's own loop for a unit: what `by_epoch` stands for. */
export function plainLoop(unit: LoopUnit): KnownLoop | undefined {
  return known(findType('loop', LOOP_OF[unit], 'mmengine'));
}

/** The loop that a written `type` builds. */
export function typedLoop({ plan }: RuleContext): KnownLoop | undefined {
  return plan.loop?.type.slot ? known(plan.loop.type.entry) : undefined;
}

/** The loop that `train_cfg` builds; undefined when that cannot be known, or when MMEngine builds none. */
export function trainLoop({ plan }: RuleContext): KnownLoop | undefined {
  const loop = plan.loop;
  return loop && !(loop.type.slot && loop.byEpoch.slot) ? known(loop.type.entry) : undefined;
}

function known(entry: TypeEntry | undefined): KnownLoop | undefined {
  if (!entry) return undefined;
  const unit = loopKind(entry);
  const name = `${entry.module}.${entry.name}`;
  return unit === 'custom' ? undefined : { entry, unit, plain: name === EPOCH_LOOP || name === ITER_LOOP };
}

/** The keys by which `train_cfg` chooses its loop. */
const CHOOSERS = ['type', 'by_epoch'];

/** Keys of a training loop's dict that its constructor does not take. */
export function foreignTrainKeys(cfg: DictValue, entry: TypeEntry): string[] {
  return foreignKeys(cfg, entry).filter((key) => !CHOOSERS.includes(key));
}

/** Keys of a loop's dict that its constructor does not take. */
export function foreignKeys(cfg: DictValue, entry: TypeEntry): string[] {
  if (entry.acceptsKwargs) return [];
  const allowed = keysOf(entry);
  return [...cfg.entries.keys()].filter((key) => !allowed.has(key));
}
