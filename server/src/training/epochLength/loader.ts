import type { DictValue } from '../../config/values.ts';
import type { TypeEntry } from '../../mmengine/catalogue.ts';
import { findType } from '../../mmengine/catalogue.ts';
import type { TrainingPlan } from '../plan.ts';
import { typeSetting } from '../read.ts';
import type { Batching } from './arithmetic.ts';
import { type Reason, Settings } from './section.ts';

/** How the training data loader cuts its samples into batches. */
export type Loading = Pick<Batching, 'batchSize' | 'dropLast' | 'shared' | 'batchesPerEpoch'>;

/** Samplers that give each process `ceil(len(dataset) / world_size)` samples in one pass; the infinite one is taken by passes. */
const SHARING: ReadonlySet<string> = new Set([
  'mmengine.dataset.sampler.DefaultSampler',
  'mmengine.dataset.sampler.InfiniteSampler',
  'mmdet.datasets.samplers.class_aware_sampler.ClassAwareSampler',
  'mmdet.datasets.samplers.multi_data_sampler.MultiDataSampler',
  'mmpretrain.datasets.samplers.repeat_aug.RepeatAugSampler',
  'mmpretrain.datasets.samplers.sequential.SequentialSampler',
]);

const ASPECT_RATIO = 'mmdet.datasets.samplers.batch_sampler.AspectRatioBatchSampler';

export function readLoading(loader: DictValue, plan: TrainingPlan): Loading | Reason {
  const settings = new Settings(loader);
  const batchSize = settings.int('batch_size') ?? 1;
  const dropLast = settings.bool('drop_last') ?? false;
  const batchesPerEpoch = settings.int('num_batch_per_epoch');
  const batches = settings.within('batch_sampler', (given) => given.bool('drop_last') ?? false);
  if (settings.reason) return settings.reason;
  if (batchSize < 1) return { unknown: '`batch_size` has to be at least 1.' };
  if (batchesPerEpoch !== undefined && batchesPerEpoch < 1)
    return { unknown: '`num_batch_per_epoch` has to be at least 1.' };
  const { sampler, scope } = plan;
  const shared = sampler?.state === 'dict' && isIn(SHARING, sampler.type.entry);
  if (!shared && sampler?.state !== 'none')
    return { unknown: `How many samples ${named(sampler?.type.value, 'the sampler')} takes in one pass is not known.` };
  const cfg = settings.dict('batch_sampler');
  if (cfg && batches !== undefined) {
    const type = typeSetting({ cfg, keyPath: ['train_dataloader', 'batch_sampler'] }, 'sampler', scope, findType);
    if (!isIn(new Set([ASPECT_RATIO]), type.entry))
      return { unknown: `How many batches ${named(type.value, 'the batch sampler')} makes is not known.` };
    if (dropLast) return { unknown: '`drop_last` and a `batch_sampler` exclude each other in a DataLoader.' };
    return { batchSize, dropLast: batches, shared, batchesPerEpoch };
  }
  return { batchSize, dropLast, shared, batchesPerEpoch };
}

function isIn(classes: ReadonlySet<string>, entry: TypeEntry | undefined): boolean {
  return entry !== undefined && classes.has(`${entry.module}.${entry.name}`);
}

function named(name: string | undefined, otherwise: string): string {
  return name === undefined ? otherwise : `\`${name}\``;
}
