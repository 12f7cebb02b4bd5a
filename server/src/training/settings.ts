import type { LoadedConfig } from '../config/result.ts';
import type { Slot } from '../config/values.ts';
import { LEGACY_NAMES, speaksMMEngine } from '../mmengine/legacy.ts';

/** Keys that plans and rules look into. */
export const SETTINGS: readonly string[] = [
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
/** Keys of which they look at these parts and no others. */
export const LOADERS = ['train_dataloader', 'val_dataloader', 'test_dataloader'] as const;
export const LOADER_PARTS = ['sampler', 'batch_sampler'] as const;
/** Keys of which they look at the kind of the value alone: whether it is there, and a dict. */
export const KINDS_ONLY = ['model', 'optim_wrapper', 'val_evaluator', 'test_evaluator'] as const;

/** Two configs have the same plan, and both have findings or neither has, when all of these are the same. */
export type InheritedSettings = readonly (Slot | string | boolean | undefined)[];

/**
 * All that plans and rules look at in a config that MMEngine loads and that takes it from its bases as it is, as most configs
 * do. Undefined for any other config.
 *
 * Two settings are the same when they are the same slot. What a file takes unchanged from its base is the base's own slot;
 * what it merges into, or reaches with `_base_`, becomes a slot of its own (`mergeChild`, `inheritedCopy`), and no slot of a
 * base is ever changed in place. Lazy configs copy all that they import, so that hardly two of them are ever alike.
 */
export function inheritedSettings({
  path,
  isConfig,
  style,
  config,
  refusals,
  notices,
}: LoadedConfig): InheritedSettings | undefined {
  const { entries, open } = config;
  if (!isConfig || (style !== 'classic' && style !== 'lazy')) return undefined;
  if (open || refusals.length > 0 || notices.length > 0) return undefined;
  const isInherited = (slot: Slot | undefined): boolean =>
    slot === undefined || (slot.at?.path !== path && slot.keyAt?.path !== path);

  const settings: InheritedSettings[number][] = [style, speaksMMEngine(config)];
  for (const key of SETTINGS) {
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
  for (const key of KINDS_ONLY) settings.push(entries.get(key)?.value.kind);
  return settings;
}

export function areSame(a: InheritedSettings, b: InheritedSettings): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
