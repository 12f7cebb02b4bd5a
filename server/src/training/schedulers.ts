import type { Value } from '../config/values.ts';
import { schedulerFacts } from '../mmengine/schedulers.ts';
import type { TypeLookup } from '../mmengine/types.ts';
import type { KeyPath, LoopPlan, Quantity, SchedulerPlan, TrainingMode } from './plan.ts';
import { quantity, type Section, setting, truth, typeSetting } from './read.ts';

/** What the schedulers need to know about the run they are in. */
export interface RunFacts {
  readonly mode: TrainingMode;
  readonly loop: LoopPlan | undefined;
  readonly isRoot: boolean;
  readonly scope: string | undefined;
  readonly lookup: TypeLookup;
}

/** The schedulers under `value`: one dict, a list of them, or a dict of either for each optimizer. */
export function readSchedulers(value: Value, keyPath: KeyPath, run: RunFacts): SchedulerPlan[] {
  if (keyPath.length > MAX_LEVELS) return [];
  if (value.kind === 'list' || value.kind === 'tuple')
    return value.items.flatMap((item, index) => readSchedulers(item.value, [...keyPath, index], run));
  if (value.kind !== 'dict') return [];
  if (value.entries.has('type')) return [readScheduler({ cfg: value, keyPath }, run)];
  if (keyPath.length > 1) return [];
  return [...value.entries].flatMap(([name, slot]) => readSchedulers(slot.value, [...keyPath, name], run));
}

/** Lists in lists; one that contains itself would have no end. */
const MAX_LEVELS = 10;

function readScheduler(section: Section, run: RunFacts): SchedulerPlan {
  const cfg = section.cfg as SchedulerPlan['cfg'];
  const type = typeSetting(section, 'scheduler', run.scope, run.lookup);
  const facts = type.entry && schedulerFacts(type.entry);
  const byEpoch = setting(section, 'by_epoch', truth, true);
  const unit = facts === undefined || byEpoch.value === undefined ? 'unknown' : byEpoch.value ? 'epoch' : 'iter';
  return {
    keyPath: section.keyPath,
    cfg,
    type,
    known: facts !== undefined,
    facts,
    byEpoch,
    convertToIterBased: setting(section, 'convert_to_iter_based', truth, false),
    unit,
    begin: quantity(section, 'begin', unit, 0),
    end: quantity(section, 'end', unit, run.isRoot ? lengthIn(unit, run) : undefined),
  };
}

/** What the runner fills in for an absent `end` (mmengine/runner/runner.py, `_build_param_scheduler`). */
function lengthIn(unit: Quantity['unit'], { mode, loop }: RunFacts): number | undefined {
  // An iteration loop's `max_epochs` is always 1.
  if (mode === 'iter' && unit === 'epoch') return 1;
  return (mode === 'epoch' || mode === 'iter') && unit === mode && loop?.length.unit === unit
    ? loop.length.value
    : undefined;
}
