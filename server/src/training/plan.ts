/**
 * The effective config read as a training plan: what loop runs, how long, and every quantity with its unit and where it
 * was written. Rules, conversion, hover and inlay hints read this and not raw dicts.
 */
import type { DictValue, Slot } from '../config/values.ts';
import type { TypeEntry } from '../mmengine/catalogue.ts';
import type { HookFacts, HookParameter } from '../mmengine/hooks.ts';
import type { SchedulerFacts } from '../mmengine/schedulers.ts';
import type { KnownTypes } from '../mmengine/types.ts';

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

/** What a dict's `type` names. The value is the class's name without registry scope or module. */
export interface TypeSetting extends Setting<string> {
  /** As written or imported: `mmdet.YOLOXModeSwitchHook`, `mmengine.runner.IterBasedTrainLoop`. */
  readonly qualified: string | undefined;
  /** Undefined when the class is not known, or when one name stands for several classes. */
  readonly entry: TypeEntry | undefined;
}

export interface LoopPlan {
  readonly keyPath: readonly ['train_cfg'];
  readonly cfg: DictValue;
  /** Its value is undefined when `by_epoch` chooses the loop; `entry` is then the loop that it chooses. */
  readonly type: TypeSetting;
  /** Python's truth of what is written: MMEngine asks for no more. */
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
  readonly type: TypeSetting;
  /** False when the type is not one of the known parameter schedulers: its parameters are then not interpreted. */
  readonly known: boolean;
  readonly facts: SchedulerFacts | undefined;
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
  readonly type: TypeSetting;
  readonly facts: HookFacts | undefined;
  /** The unit-bearing parameters of a known hook, written or not. */
  readonly quantities: readonly HookQuantity[];
}

export interface HookQuantity extends Quantity {
  readonly param: HookParameter;
}

export interface CheckpointPlan extends HookPlan {
  readonly byEpoch: Setting<boolean>;
  readonly interval: Quantity;
  readonly saveBegin: Quantity;
}

export interface LoggerPlan extends HookPlan {
  readonly logMetricByEpoch: Setting<boolean>;
}

export interface LogProcessorPlan {
  readonly keyPath: KeyPath;
  /** Undefined when it is not written and MMEngine's default one runs (root configs only). */
  readonly cfg: DictValue | undefined;
  readonly type: TypeSetting;
  readonly byEpoch: Setting<boolean>;
}

export interface SamplerPlan {
  readonly keyPath: KeyPath;
  /** `missing`: no key. `none`: written as None. */
  readonly state: 'missing' | 'none' | 'dict' | 'other';
  readonly cfg: DictValue | undefined;
  readonly type: TypeSetting;
  readonly slot: Slot | undefined;
  /** Of what the data loader draws from: a batch sampler that is not known makes it unknown. */
  readonly behaviour: 'infinite' | 'finite' | 'unknown';
}

export interface TrainingPlan {
  readonly config: DictValue;
  /** What its type names stand for. */
  readonly types: KnownTypes;
  /** The registry in which bare type names are looked up first; undefined when that cannot be known. */
  readonly scope: string | undefined;
  readonly mode: TrainingMode;
  /** It can be trained: `train_cfg` and `train_dataloader` are there once resolved. Only then do absent keys get defaults. */
  readonly isRoot: boolean;
  /** Undefined when there is no `train_cfg` dict. */
  readonly loop: LoopPlan | undefined;
  readonly schedulers: readonly SchedulerPlan[];
  /** `default_hooks` by name, `custom_hooks` by index. */
  readonly checkpoint: CheckpointPlan | undefined;
  readonly logger: LoggerPlan | undefined;
  /** All of them, checkpoint and logger included. */
  readonly hooks: readonly HookPlan[];
  readonly logProcessor: LogProcessorPlan | undefined;
  readonly sampler: SamplerPlan | undefined;
}
