import type { LoadedConfig } from '../config/result.ts';
import type { DictValue } from '../config/values.ts';
import { type KnownTypes, releasedTypes, type TypeLookup } from '../mmengine/types.ts';
import { readHooks, readLogProcessor } from './hooks.ts';
import { readLoop } from './loop.ts';
import type { TrainingMode, TrainingPlan } from './plan.ts';
import type { Section } from './read.ts';
import { readSampler } from './sampler.ts';
import { type RunFacts, readSchedulers } from './schedulers.ts';

/**
 * Reads an effective config as a training plan.
 * @param types what type names stand for; those of released packages unless told otherwise
 */
export function buildPlan(loaded: LoadedConfig, types: KnownTypes = releasedTypes(loaded.config)): TrainingPlan {
  const { config } = loaded;
  const lookup = types.find;
  const isRoot = canBeTrained(loaded);
  const scope = scopeOf(config, isRoot);
  const section: Section = { cfg: config, keyPath: [] };
  const { loop, mode } = readTraining(config, isRoot, scope, lookup);
  const run: RunFacts = { mode, loop, isRoot, scope, lookup };
  const schedulers = config.entries.get('param_scheduler')?.value;
  const loader = config.entries.get('train_dataloader')?.value;
  const { hooks, checkpoint, logger } = readHooks(section, isRoot, scope, lookup);
  return {
    config,
    types,
    scope,
    mode,
    isRoot,
    loop,
    schedulers: schedulers ? readSchedulers(schedulers, ['param_scheduler'], run) : [],
    checkpoint,
    logger,
    hooks,
    logProcessor: readLogProcessor(section, isRoot, scope, lookup),
    sampler: loader?.kind === 'dict' ? readSampler(loader, scope, lookup) : undefined,
  };
}

/** A script hands its `Runner` a data loader that was made before, which is no config and still trains. */
function canBeTrained({ config, style }: LoadedConfig): boolean {
  const given = (key: string) => {
    const value = config.entries.get(key)?.value;
    return value !== undefined && value.kind !== 'none' && (value.kind !== 'unknown' || style === 'script');
  };
  return given('train_cfg') && given('train_dataloader');
}

function readTraining(
  config: DictValue,
  isRoot: boolean,
  scope: string | undefined,
  lookup: TypeLookup,
): { readonly loop: ReturnType<typeof readLoop>['loop'] | undefined; readonly mode: TrainingMode } {
  const value = config.entries.get('train_cfg')?.value;
  if (value?.kind === 'dict') return readLoop(value, isRoot, scope, lookup);
  const silent = value === undefined ? config.open === undefined : value.kind === 'none';
  return { loop: undefined, mode: silent ? 'none' : 'unknown' };
}

function scopeOf(config: DictValue, isRoot: boolean): string | undefined {
  const value = config.entries.get('default_scope')?.value;
  if (value?.kind === 'str') return value.value;
  const absent = value === undefined ? config.open === undefined : value.kind === 'none';
  return absent && isRoot ? 'mmengine' : undefined;
}
