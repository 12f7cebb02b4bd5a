/**
 * The effective config read as a training plan: what loop runs, how long, and every quantity with its unit and where it
 * was written. Rules, conversion, hover and inlay hints read this and not raw dicts.
 */
import type { DictValue, Slot, Value } from '../config/values.ts';

export type Unit = 'epoch' | 'iter';

/** `none`: nothing says how to train. `unknown`: something does, but its value cannot be known. */
export type TrainingMode = 'epoch' | 'iter' | 'custom' | 'none' | 'unknown';

export type KeyPath = readonly (string | number)[];

/** A setting, or the default MMEngine uses for it. */
export interface Setting<T> {
  /** Undefined when written but not knowable, or of a wrong type (see `raw`). */
  readonly value: T | undefined;
  /** The entry that sets it; undefined when MMEngine's default applies. */
  readonly slot: Slot | undefined;
  readonly keyPath: KeyPath;
}

/** A number counted in epochs or iterations. */
export interface Quantity extends Setting<number> {
  readonly unit: Unit | 'unknown';
}

export interface LoopPlan {
  readonly keyPath: readonly ['train_cfg'];
  readonly cfg: DictValue;
  /** The registered name without module, as written or imported; undefined when `by_epoch` chooses the loop. */
  readonly type: Setting<string>;
  /** The loop class MMEngine's `by_epoch` stands for when no `type` is given. */
  readonly byEpoch: Setting<boolean>;
  /** `max_epochs` or `max_iters`, whichever the loop reads. */
  readonly length: Quantity;
  readonly valBegin: Quantity;
  readonly valInterval: Quantity;
  readonly dynamicIntervals: Setting<readonly (readonly [number, number])[]>;
}

export interface SchedulerPlan {
  readonly keyPath: KeyPath;
  readonly cfg: DictValue;
  readonly type: Setting<string>;
  /** False when the type is not one of the known parameter schedulers: its parameters are then not interpreted. */
  readonly known: boolean;
  readonly byEpoch: Setting<boolean>;
  readonly convertToIterBased: Setting<boolean>;
  /** The unit in which `begin`, `end`, `milestones`, … are written. */
  readonly unit: Unit | 'unknown';
  readonly begin: Quantity;
  /** MMEngine fills in the length of the running loop in this unit when it is absent. */
  readonly end: Quantity;
}

export interface HookPlan {
  readonly keyPath: KeyPath;
  /** Undefined when the hook is not written and MMEngine's default one runs (root configs only). */
  readonly cfg: DictValue | undefined;
  readonly type: Setting<string>;
}

export interface SamplerPlan {
  readonly keyPath: KeyPath;
  /** `missing`: no key. `none`: written as None. */
  readonly state: 'missing' | 'none' | 'dict' | 'other';
  readonly cfg: DictValue | undefined;
  readonly type: Setting<string>;
  readonly slot: Slot | undefined;
  readonly behaviour: 'infinite' | 'finite' | 'unknown';
}

export interface TrainingPlan {
  readonly config: DictValue;
  readonly mode: TrainingMode;
  /** It can be trained: `train_cfg` and `train_dataloader` are there once resolved. Only then do absent keys get defaults. */
  readonly isRoot: boolean;
  /** Undefined when there is no `train_cfg` dict. */
  readonly loop: LoopPlan | undefined;
  readonly schedulers: readonly SchedulerPlan[];
  /** `default_hooks` by name, `custom_hooks` by index. */
  readonly checkpoint: HookPlan | undefined;
  readonly logger: HookPlan | undefined;
  readonly hooks: readonly HookPlan[];
  readonly logProcessor: HookPlan | undefined;
  readonly sampler: SamplerPlan | undefined;
}

/** The raw value under a key of a plan's dict. */
export type RawValue = Value;
