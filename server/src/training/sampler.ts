import type { DictValue, Slot } from '../config/values.ts';
import { type SamplerBehaviour, samplerBehaviour, torchSamplerBehaviour } from '../mmengine/samplers.ts';
import type { TypeLookup } from '../mmengine/types.ts';
import type { SamplerPlan, TypeSetting } from './plan.ts';
import { type Section, typeSetting } from './read.ts';

/** What the training data loader draws its samples with. */
export function readSampler(loader: DictValue, scope: string | undefined, lookup: TypeLookup): SamplerPlan {
  const keyPath = ['train_dataloader', 'sampler'] as const;
  const slot = loader.entries.get('sampler');
  const section: Section = { cfg: slot?.value.kind === 'dict' ? slot.value : undefined, keyPath };
  const type = typeSetting(section, 'sampler', scope, lookup);
  const own = loader.open ? undefined : behaviourOf(type);
  const wrapped = wraps(loader.entries.get('batch_sampler'), scope, lookup);
  return {
    keyPath,
    state: stateOf(slot, loader),
    cfg: section.cfg,
    type,
    slot,
    behaviour: wrapped && (own === 'infinite' || own === 'finite') ? own : 'unknown',
  };
}

function stateOf(slot: Slot | undefined, loader: DictValue): SamplerPlan['state'] {
  if (slot === undefined) return loader.open ? 'other' : 'missing';
  return slot.value.kind === 'none' || slot.value.kind === 'dict' ? slot.value.kind : 'other';
}

/** No batch sampler, or one that ends when its sampler does. */
function wraps(slot: Slot | undefined, scope: string | undefined, lookup: TypeLookup): boolean {
  if (slot === undefined || slot.value.kind === 'none') return true;
  if (slot.value.kind !== 'dict') return false;
  const section: Section = { cfg: slot.value, keyPath: ['train_dataloader', 'batch_sampler'] };
  return behaviourOf(typeSetting(section, 'sampler', scope, lookup)) === 'follows';
}

function behaviourOf({ entry, qualified, slot }: TypeSetting): SamplerBehaviour | undefined {
  if (entry) return samplerBehaviour(entry);
  return qualified !== undefined && slot?.value.kind === 'lazy' ? torchSamplerBehaviour(qualified) : undefined;
}
