/** What decides how many batches a training data loader hands out in one pass, on each process. */
export interface Batching {
  /** `len(dataset)`. */
  readonly samples: number;
  readonly batchSize: number;
  readonly processes: number;
  /** A batch that would not be full is left out. */
  readonly dropLast: boolean;
  /** The sampler gives each process its share; torch's own give all of the data to each. */
  readonly shared: boolean;
  /** `num_batch_per_epoch`, which makes the data set pretend to another length. */
  readonly batchesPerEpoch?: number | undefined;
}

/**
 * `len(train_dataloader)` on the first process: MMEngine's samplers round a process's share up, torch's DataLoader and
 * MMDetection's AspectRatioBatchSampler cut that into batches.
 * https://github.com/open-mmlab/mmengine/blob/v0.10.7/mmengine/dataset/sampler.py
 */
export function batchesOf(batching: Batching): number {
  const { batchSize, processes, dropLast, shared } = batching;
  const share = Math.ceil(samplesOf(batching) / (shared ? processes : 1));
  return dropLast ? Math.floor(share / batchSize) : Math.ceil(share / batchSize);
}

/** https://github.com/open-mmlab/mmengine/blob/v0.10.7/mmengine/runner/runner.py#L1377 */
function samplesOf({ samples, batchSize, processes, batchesPerEpoch }: Batching): number {
  return batchesPerEpoch === undefined ? samples : batchesPerEpoch * batchSize * processes;
}

/** Python's `round`: halves go to the even neighbour. */
export function pythonRound(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
