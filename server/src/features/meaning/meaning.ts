import type { KeyPath } from '../../training/plan.ts';
import type { FeatureContext } from '../context.ts';
import { epochLengthMeaning } from '../epochLength.ts';
import { hookMeaning } from './hooks.ts';
import { logProcessorMeaning } from './logProcessor.ts';
import { samplerMeaning } from './sampler.ts';
import { schedulerMeaning } from './schedulers.ts';
import { trainCfgMeaning } from './trainCfg.ts';

/** What a key of the effective config means for the run: paragraphs of Markdown, none for a key that is not about training. */
export function meaningOf(context: FeatureContext, keyPath: KeyPath): string[] {
  return paragraphs(context, keyPath).filter((paragraph) => paragraph !== '');
}

function paragraphs(context: FeatureContext, keyPath: KeyPath): string[] {
  const [top, second, third] = keyPath;
  if (second === '_delete_' || third === '_delete_')
    return ['`_delete_=True` drops what the bases say about this dict; only what is written here remains.'];
  switch (top) {
    case 'train_cfg':
      if (keyPath.length > 2) return [];
      return [...trainCfgMeaning(context, second), ...(isLength(second) ? epochLengthMeaning(context) : [])];
    case 'param_scheduler':
      return schedulerMeaning(context, keyPath);
    case 'default_hooks':
    case 'custom_hooks':
      return hookMeaning(context, keyPath);
    case 'log_processor':
      return logProcessorMeaning(context, second);
    case 'train_dataloader':
      if (second === 'sampler') return samplerMeaning(context, third);
      return second === undefined || (keyPath.length === 2 && isLoading(second)) ? epochLengthMeaning(context) : [];
    default:
      return [];
  }
}

function isLength(key: string | number | undefined): boolean {
  return key === undefined || key === 'max_epochs' || key === 'max_iters';
}

/** Keys of the data loader that an epoch's length depends on. */
function isLoading(key: string | number): boolean {
  return key === 'batch_size' || key === 'dataset' || key === 'num_batch_per_epoch';
}
