import type { TypeEntry } from './catalogue.ts';
import { ancestry, behavesLike } from './derived.ts';

/** Whether a sampler's pass over the data ever ends. A batch sampler `follows` the sampler it wraps. */
export type SamplerBehaviour = 'infinite' | 'finite' | 'follows';

/** Read from each class's `__iter__`: `while True` around the permutations, or one pass. */
const BEHAVIOUR: Readonly<Record<string, SamplerBehaviour>> = {
  'mmengine.dataset.sampler.DefaultSampler': 'finite',
  'mmengine.dataset.sampler.InfiniteSampler': 'infinite',
  'mmdet.datasets.samplers.batch_sampler.AspectRatioBatchSampler': 'follows',
  'mmdet.datasets.samplers.batch_sampler.TrackAspectRatioBatchSampler': 'follows',
  'mmdet.datasets.samplers.batch_sampler.MultiDataAspectRatioBatchSampler': 'follows',
  'mmdet.datasets.samplers.class_aware_sampler.ClassAwareSampler': 'finite',
  'mmdet.datasets.samplers.custom_sample_size_sampler.CustomSampleSizeSampler': 'finite',
  'mmdet.datasets.samplers.multi_data_sampler.MultiDataSampler': 'finite',
  'mmdet.datasets.samplers.multi_source_sampler.MultiSourceSampler': 'infinite',
  'mmdet.datasets.samplers.multi_source_sampler.GroupMultiSourceSampler': 'infinite',
  'mmdet.datasets.samplers.track_img_sampler.TrackImgSampler': 'finite',
  'mmpretrain.datasets.samplers.repeat_aug.RepeatAugSampler': 'finite',
  'mmpretrain.datasets.samplers.sequential.SequentialSampler': 'finite',
  'mmocr.datasets.samplers.batch_aug.BatchAugSampler': 'finite',
  'mmselfsup.datasets.samplers.deepcluster_sampler.DeepClusterSampler': 'finite',
  // The same class name as the infinite one of MMDetection.
  'mmpose.datasets.samplers.MultiSourceSampler': 'finite',
  'xtuner.dataset.samplers.length_grouped.LengthGroupedSampler': 'finite',
  'xtuner.dataset.samplers.intern_repo.InternRepoSampler': 'finite',
  'xtuner.dataset.samplers.intern_repo.InternlmRepoSampler': 'finite',
  'xtuner.parallel.sequence.sampler.SequenceParallelSampler': 'finite',
};

/** torch's own, used by their class in lazy configs. */
const TORCH: Readonly<Record<string, SamplerBehaviour>> = {
  BatchSampler: 'follows',
  RandomSampler: 'finite',
  SequentialSampler: 'finite',
  SubsetRandomSampler: 'finite',
  WeightedRandomSampler: 'finite',
  DistributedSampler: 'finite',
};

/**
 * What a known sampler does. A class that derives from one may iterate differently, so it is not known, unless its source
 * was read and leaves that alone.
 */
export function samplerBehaviour(entry: TypeEntry): SamplerBehaviour | undefined {
  const [own = '', ...bases] = ancestry(entry);
  if (own in BEHAVIOUR || !entry.source) return BEHAVIOUR[own];
  const nearest = bases.find((name) => name in BEHAVIOUR);
  return nearest !== undefined && behavesLike(entry, nearest, iterates) ? BEHAVIOUR[nearest] : undefined;
}

/** Any method may have a part in it, but for these. */
function iterates(method: string): boolean {
  return !['__len__', 'set_epoch', '__repr__', '__str__'].includes(method);
}

/** The same for a class of torch by its dotted name. */
export function torchSamplerBehaviour(qualified: string): SamplerBehaviour | undefined {
  const name = /^torch\.utils\.data\.(?:\w+\.)?(\w+)$/.exec(qualified)?.[1];
  return name === undefined ? undefined : TORCH[name];
}
