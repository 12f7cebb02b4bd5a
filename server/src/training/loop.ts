import type { DictValue, Value } from '../config/values.ts';
import { findType, parameterOf } from '../mmengine/catalogue.ts';
import { lengthParameters, loopKind } from '../mmengine/loops.ts';
import type { TypeLookup } from '../mmengine/types.ts';
import type { LoopPlan, Quantity, TrainingMode, Unit } from './plan.ts';
import { defaultOf, number, quantity, type Section, setting, truth, typeSetting } from './read.ts';

/** The loop that `train_cfg` asks for, and what it counts. */
export function readLoop(
  cfg: DictValue,
  isRoot: boolean,
  scope: string | undefined,
  lookup: TypeLookup,
): { readonly loop: LoopPlan; readonly mode: TrainingMode } {
  const keyPath = ['train_cfg'] as const;
  const section: Section = { cfg, keyPath };
  const written = typeSetting(section, 'loop', scope, lookup);
  const byEpoch = setting(section, 'by_epoch', truth);
  const chosen = byEpoch.value === undefined ? undefined : byEpoch.value ? 'EpochBasedTrainLoop' : 'IterBasedTrainLoop';
  const type =
    written.slot === undefined && chosen !== undefined && !cfg.open
      ? { ...written, entry: findType('loop', chosen, 'mmengine') }
      : written;
  const mode = modeOf(type, byEpoch.value, byEpoch.slot !== undefined, cfg);
  const unit: Unit | 'unknown' = mode === 'epoch' || mode === 'iter' ? mode : 'unknown';
  const counted = (name: string): Quantity => {
    const standard = isRoot && type.entry ? defaultOf(parameterOf(type.entry, name)) : undefined;
    return quantity(section, name, unit, typeof standard === 'number' ? standard : undefined);
  };
  return {
    mode,
    loop: {
      keyPath,
      cfg,
      type,
      byEpoch,
      length: readLength(section, type.entry ? lengthParameters(type.entry) : ['max_iters', 'max_epochs'], mode),
      valBegin: counted('val_begin'),
      valInterval: counted('val_interval'),
      dynamicIntervals: setting(section, 'dynamic_intervals', intervals),
    },
  };
}

/**
 * MMEngine refuses a `train_cfg` with both `type` and `by_epoch`; while they agree, it is clear what was meant.
 */
function modeOf(
  type: LoopPlan['type'],
  byEpoch: boolean | undefined,
  hasByEpoch: boolean,
  cfg: DictValue,
): TrainingMode {
  if (cfg.open) return 'unknown';
  if (type.slot === undefined) {
    if (!hasByEpoch) return 'none';
    return byEpoch === undefined ? 'unknown' : byEpoch ? 'epoch' : 'iter';
  }
  if (type.value === undefined) return 'unknown';
  const kind = type.entry ? loopKind(type.entry) : 'custom';
  if (!hasByEpoch || kind === 'custom') return kind;
  return (kind === 'epoch') === byEpoch ? kind : 'unknown';
}

function readLength(section: Section, names: readonly ('max_epochs' | 'max_iters')[], mode: TrainingMode): Quantity {
  const written = names.find((name) => {
    const value = section.cfg?.entries.get(name)?.value;
    return value !== undefined && value.kind !== 'none';
  });
  const name = written ?? names[0] ?? (mode === 'iter' ? 'max_iters' : 'max_epochs');
  return quantity(section, name, name === 'max_iters' ? 'iter' : 'epoch');
}

/** MMEngine takes a list of tuples and nothing else (mmengine/runner/utils.py, `calc_dynamic_intervals`). */
function intervals(value: Value): readonly (readonly [number, number])[] | undefined {
  if (value.kind !== 'list') return undefined;
  const pairs: (readonly [number, number])[] = [];
  for (const { value: item } of value.items) {
    const [from, every, ...more] = item.kind === 'tuple' ? item.items.map((slot) => number(slot.value)) : [];
    if (from === undefined || every === undefined || more.length > 0) return undefined;
    pairs.push([from, every]);
  }
  return pairs;
}
