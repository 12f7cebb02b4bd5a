import type { LoadedConfig } from '../config/result.ts';
import type { Slot } from '../config/values.ts';
import { LEGACY_NAMES, speaksMMEngine } from '../mmengine/legacy.ts';

/** What plans and rules look into; of MMCV's keys they also ask whether they stand in a config of MMEngine. */
export const WHOLE: readonly string[] = [
  // What differs most often comes first.
  'train_cfg',
  'param_scheduler',
  'val_cfg',
  'test_cfg',
  'default_scope',
  'custom_imports',
  'default_hooks',
  'custom_hooks',
  'log_processor',
  ...LEGACY_NAMES,
];
/** The same, where they look at no more of it than {@link LOADER_PARTS}. */
export const LOADERS = ['train_dataloader', 'val_dataloader', 'test_dataloader'] as const;
export const LOADER_PARTS = ['sampler', 'batch_sampler'] as const;
/** What they look no further at than whether it is there, and a dict. */
export const PLAIN = ['model', 'optim_wrapper', 'val_evaluator', 'test_evaluator'] as const;

/** Two configs have the same plan, and both have findings or neither has, when all of these are the same. */
export type Settings = readonly (Slot | string | boolean | undefined)[];

/**
 * All that plans and rules look at in a config that MMEngine loads and that changes nothing of it: most configs take it as it
 * is from their bases. Undefined for any other config.
 */
export function inheritedSettings({
  path,
  isConfig,
  style,
  config,
  refusals,
  notices,
}: LoadedConfig): Settings | undefined {
  const { entries, open } = config;
  if (!isConfig || (style !== 'classic' && style !== 'lazy')) return undefined;
  if (open || refusals.length > 0 || notices.length > 0) return undefined;
  const isInherited = (slot: Slot | undefined): boolean =>
    slot === undefined || (slot.at?.path !== path && slot.keyAt?.path !== path);

  const settings: Settings[number][] = [style, speaksMMEngine(config)];
  for (const key of WHOLE) {
    const slot = entries.get(key);
    if (!isInherited(slot)) return undefined;
    settings.push(slot);
  }
  for (const key of LOADERS) {
    const loader = entries.get(key)?.value;
    settings.push(loader?.kind);
    if (loader === undefined || loader.kind === 'none') continue;
    // Without a sampler, rules look for it elsewhere.
    if (loader.kind !== 'dict' || loader.open || loader.entries.get('sampler')?.value.kind !== 'dict') return undefined;
    for (const part of LOADER_PARTS) {
      const slot = loader.entries.get(part);
      if (!isInherited(slot)) return undefined;
      settings.push(slot);
    }
  }
  for (const key of PLAIN) settings.push(entries.get(key)?.value.kind);
  return settings;
}

export function sameSettings(a: Settings, b: Settings): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
