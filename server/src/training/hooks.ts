import type { Slot } from '../config/values.ts';
import { dict } from '../config/values.ts';
import { findType, parameterOf, type TypeEntry } from '../mmengine/catalogue.ts';
import { ancestry, behavesLike, handsOn } from '../mmengine/derived.ts';
import { hookFacts, isHookPoint } from '../mmengine/hooks.ts';
import type { TypeLookup } from '../mmengine/types.ts';
import type {
  CheckpointPlan,
  HookPlan,
  HookQuantity,
  KeyPath,
  LoggerPlan,
  LogProcessorPlan,
  Quantity,
  Setting,
  TypeSetting,
} from './plan.ts';
import { defaultOf, number, quantity, type Section, setting, truth, typeSetting } from './read.ts';

/**
 * The hooks that run although `default_hooks` does not name them, with the arguments MMEngine gives them
 * (mmengine/runner/runner.py, `register_default_hooks`).
 */
const DEFAULT_HOOKS: Readonly<Record<string, { readonly type: string; readonly interval?: number }>> = {
  runtime_info: { type: 'RuntimeInfoHook' },
  timer: { type: 'IterTimerHook' },
  sampler_seed: { type: 'DistSamplerSeedHook' },
  logger: { type: 'LoggerHook' },
  param_scheduler: { type: 'ParamSchedulerHook' },
  checkpoint: { type: 'CheckpointHook', interval: 1 },
};

/** The type of MMEngine's own hook of that name in `default_hooks`. */
export function standardHook(name: string): string | undefined {
  return Object.hasOwn(DEFAULT_HOOKS, name) ? DEFAULT_HOOKS[name]?.type : undefined;
}

const CHECKPOINT_HOOK = 'mmengine.hooks.checkpoint_hook.CheckpointHook';
const LOG_PROCESSOR = 'mmengine.runner.log_processor.LogProcessor';
const LOGGER_HOOK = 'mmengine.hooks.logger_hook.LoggerHook';

export interface HookPlans {
  readonly hooks: readonly HookPlan[];
  readonly checkpoint: CheckpointPlan | undefined;
  readonly logger: LoggerPlan | undefined;
}

/** Hooks of `default_hooks` by name and of `custom_hooks` by index; in a root also those MMEngine adds by itself. */
export function readHooks(config: Section, isRoot: boolean, scope: string | undefined, lookup: TypeLookup): HookPlans {
  const named = config.cfg?.entries.get('default_hooks')?.value;
  const custom = config.cfg?.entries.get('custom_hooks')?.value;
  const hooks: HookPlan[] = [];
  let checkpoint: CheckpointPlan | undefined;
  let logger: LoggerPlan | undefined;

  const add = (section: Section, slot: Slot | undefined, name: string | undefined) => {
    if (slot && slot.value.kind !== 'dict') return;
    const plan = readHook(section, name === undefined ? undefined : DEFAULT_HOOKS[name], isRoot, scope, lookup);
    if (name === 'checkpoint') checkpoint = readCheckpoint(section, plan, isRoot);
    if (name === 'logger') logger = readLogger(section, plan, isRoot);
    hooks.push(plan);
  };

  const written = named?.kind === 'dict' ? named : undefined;
  const standard =
    isRoot && (named === undefined || named.kind === 'none' || (written && !written.open)) && !config.cfg?.open;
  const names = new Set([...(written?.entries.keys() ?? []), ...(standard ? Object.keys(DEFAULT_HOOKS) : [])]);
  for (const name of names) {
    const slot = written?.entries.get(name);
    const cfg = slot?.value.kind === 'dict' ? slot.value : undefined;
    add({ cfg, keyPath: ['default_hooks', name] }, slot, name);
  }
  if (custom?.kind === 'list' || custom?.kind === 'tuple')
    for (const [index, slot] of custom.items.entries()) {
      const cfg = slot.value.kind === 'dict' ? slot.value : undefined;
      add({ cfg, keyPath: ['custom_hooks', index] }, slot, undefined);
    }
  return { hooks, checkpoint, logger };
}

function readHook(
  section: Section,
  standard: { readonly type: string; readonly interval?: number } | undefined,
  isRoot: boolean,
  scope: string | undefined,
  lookup: TypeLookup,
): HookPlan {
  const type = section.cfg
    ? typeSetting(section, 'hook', scope, lookup)
    : defaultType('hook', standard?.type, section.keyPath);
  const facts = type.entry && hookFacts(type.entry);
  const quantities = (facts?.params ?? []).map((param): HookQuantity => {
    const by =
      param.switch &&
      setting(
        section,
        param.switch.name,
        truth,
        isRoot || inList(section) ? switchDefault(type.entry, param.switch) : undefined,
      );
    const unit =
      param.unit === 'epoch' || param.unit === 'iter'
        ? param.unit
        : by?.value === undefined
          ? 'unknown'
          : by.value
            ? 'epoch'
            : 'iter';
    const given = section.cfg === undefined && param.name === 'interval' ? standard?.interval : undefined;
    const constructorDefault = type.entry && defaultOf(parameterOf(type.entry, param.name));
    const otherwise = given ?? (typeof constructorDefault === 'number' ? constructorDefault : undefined);
    const { value, slot, keyPath } = setting(
      section,
      param.name,
      number,
      isRoot || inList(section) ? otherwise : undefined,
    );
    return { value, slot, keyPath, unit, param };
  });
  return { keyPath: section.keyPath, cfg: section.cfg, type, facts, quantities };
}

/** A class may have another default than the hook that it derives from; undefined when it is no plain one. */
function switchDefault(
  entry: TypeEntry | undefined,
  by: { readonly name: string; readonly default: boolean },
): boolean | undefined {
  const own = entry && defaultOf(parameterOf(entry, by.name));
  return typeof own === 'boolean' ? own : entry?.source ? undefined : by.default;
}

/** Lists are replaced whole, so that what an element of `custom_hooks` does not say is said nowhere else. */
function inList(section: Section): boolean {
  return typeof section.keyPath[section.keyPath.length - 1] === 'number';
}

function readCheckpoint(section: Section, plan: HookPlan, isRoot: boolean): CheckpointPlan {
  const byEpoch = understood(plan, CHECKPOINT_HOOK, 'by_epoch')
    ? setting(
        section,
        'by_epoch',
        truth,
        isRoot ? switchDefault(plan.type.entry, { name: 'by_epoch', default: true }) : undefined,
      )
    : blank<boolean>(section, 'by_epoch');
  const unit = byEpoch.value === undefined ? 'unknown' : byEpoch.value ? 'epoch' : 'iter';
  const counted = (key: string, otherwise: number): Quantity =>
    understood(plan, CHECKPOINT_HOOK, key)
      ? quantity(section, key, unit, isRoot ? numberDefault(plan, key, otherwise) : undefined)
      : { ...blank<number>(section, key), unit };
  return { ...plan, byEpoch, interval: counted('interval', section.cfg ? -1 : 1), saveBegin: counted('save_begin', 0) };
}

/** MMEngine's own hook has `otherwise`, which is not the constructor's default where the runner gives the argument. */
function numberDefault({ type: { entry } }: HookPlan, key: string, otherwise: number): number | undefined {
  if (!entry?.source) return otherwise;
  const own = defaultOf(parameterOf(entry, key));
  return typeof own === 'number' ? own : undefined;
}

function readLogger(section: Section, plan: HookPlan, isRoot: boolean): LoggerPlan {
  const key = 'log_metric_by_epoch';
  const otherwise = switchDefault(plan.type.entry, { name: key, default: true });
  return {
    ...plan,
    logMetricByEpoch: understood(plan, LOGGER_HOOK, key)
      ? setting(section, key, truth, isRoot ? otherwise : undefined)
      : blank<boolean>(section, key),
  };
}

/** A fragment may leave the type to its base: the name in `default_hooks` then says which hook it is. */
function understood({ type, cfg }: HookPlan, hook: string, param: string): boolean {
  const { entry } = type;
  if (entry === undefined) return type.slot === undefined && !cfg?.open;
  return derives(entry, hook, isHookPoint) && handsOn(entry, hook, param);
}

function derives(entry: TypeEntry, ancestor: string, matters: (method: string) => boolean): boolean {
  return ancestry(entry).includes(ancestor) && behavesLike(entry, ancestor, matters);
}

function blank<T>(section: Section, key: string): Setting<T> {
  return { value: undefined, slot: section.cfg?.entries.get(key), keyPath: [...section.keyPath, key] };
}

/** The log processor, in a root also the one MMEngine makes by itself. */
export function readLogProcessor(
  config: Section,
  isRoot: boolean,
  scope: string | undefined,
  lookup: TypeLookup,
): LogProcessorPlan | undefined {
  const keyPath = ['log_processor'] as const;
  const value = config.cfg?.entries.get('log_processor')?.value;
  const absent = value === undefined || value.kind === 'none';
  if (absent ? !isRoot || config.cfg?.open !== undefined : value.kind !== 'dict') return undefined;
  const cfg = value?.kind === 'dict' ? value : undefined;
  const section: Section = { cfg, keyPath };
  const written = typeSetting({ cfg: cfg ?? dict(), keyPath }, 'logProcessor', scope, lookup);
  const type = written.slot ? written : defaultType('logProcessor', 'LogProcessor', keyPath);
  const { entry } = type;
  const known =
    entry &&
    (!entry.source || (derives(entry, LOG_PROCESSOR, () => true) && handsOn(entry, LOG_PROCESSOR, 'by_epoch')));
  const otherwise = switchDefault(entry, { name: 'by_epoch', default: true });
  return {
    keyPath,
    cfg,
    type,
    byEpoch: known
      ? setting(section, 'by_epoch', truth, isRoot ? otherwise : undefined)
      : blank<boolean>(section, 'by_epoch'),
  };
}

function defaultType(kind: 'hook' | 'logProcessor', name: string | undefined, keyPath: KeyPath): TypeSetting {
  const entry = name === undefined ? undefined : findType(kind, name, 'mmengine');
  return { value: name, slot: undefined, keyPath: [...keyPath, 'type'], qualified: name, entry };
}
