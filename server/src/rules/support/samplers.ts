import type { LoadedConfig } from '../../config/result.ts';
import { type DictValue, history, type Slot, slotAt } from '../../config/values.ts';
import type { ConfigEditor } from '../../editing/editor.ts';
import { findType } from '../../mmengine/catalogue.ts';
import type { KeyPath } from '../../training/plan.ts';
import type { RuleContext } from '../rule.ts';
import type { LoopUnit } from './loops.ts';
import { notation } from './notation.ts';

/** MMEngine's own sampler for a loop. */
export const SAMPLER_OF: Readonly<Record<LoopUnit, string>> = { epoch: 'DefaultSampler', iter: 'InfiniteSampler' };

export const TRAIN_SAMPLER: KeyPath = ['train_dataloader', 'sampler'];

/** Where a config names types by importing them, its fixes do so too. */
function importsTypes({ loaded, plan }: RuleContext): boolean {
  if (loaded.style !== 'lazy') return false;
  const loader = plan.config.entries.get('train_dataloader')?.value;
  const sampler = loader?.kind === 'dict' ? loader.entries.get('sampler')?.value : undefined;
  return sampler?.kind !== 'dict' || sampler.entries.get('type')?.value.kind !== 'str';
}

/** A data loader's sampler as a whole becomes MMEngine's own for the unit. */
export function putSampler(
  context: RuleContext,
  loader: string,
  unit: LoopUnit,
  shuffle: boolean,
): (editor: ConfigEditor) => boolean {
  const { loaded, plan } = context;
  const name = SAMPLER_OF[unit];
  const keyPath = [loader, 'sampler'];
  const replaced = replacesInherited(loaded, slotAt(plan.config, keyPath)) ? { _delete_: true } : {};
  return (editor) => {
    if (!importsTypes(context)) return editor.set(keyPath, notation(loaded, { ...replaced, type: name, shuffle }));
    const source = `dict(type=${name}, shuffle=${shuffle ? 'True' : 'False'})`;
    return editor.require('mmengine.dataset', name) && editor.set(keyPath, source);
  };
}

/** A dict over an inherited value merges into it, or is refused when that is no dict, unless it says `_delete_`. */
function replacesInherited({ style, path }: LoadedConfig, slot: Slot | undefined): boolean {
  if (!slot || style === 'lazy' || style === 'script') return false;
  return history(slot).some((entry) => entry.at !== undefined && entry.at.path !== path);
}

/** The training sampler's type becomes MMEngine's own for the unit; arguments that it does not take go. */
export function changeSampler(context: RuleContext, cfg: DictValue, unit: LoopUnit): (editor: ConfigEditor) => boolean {
  const name = SAMPLER_OF[unit];
  const taken = new Set(findType('sampler', name, 'mmengine')?.params.map((parameter) => parameter.name));
  const leftovers = [...cfg.entries.keys()].filter((key) => key !== 'type' && key !== '_scope_' && !taken.has(key));
  return (editor) => {
    const lazy = importsTypes(context);
    if (lazy && !editor.require('mmengine.dataset', name)) return false;
    if (!editor.set([...TRAIN_SAMPLER, 'type'], lazy ? name : notation(context.loaded, name))) return false;
    return leftovers.every((key) => editor.remove([...TRAIN_SAMPLER, key]));
  };
}
