import type { LoadedConfig } from '../../config/result.ts';
import { grouped } from '../../text/numbers.ts';
import type { TrainingPlan } from '../plan.ts';
import { type Amount, operand } from './amount.ts';
import { type Batching, batchesOf } from './arithmetic.ts';
import type { SampleCounts } from './counts.ts';
import { samplesOf } from './dataset.ts';
import { readLoading } from './loader.ts';
import { readProcesses } from './processes.ts';
import { type EpochLength, leastCertain, type Part } from './result.ts';
import { isReason, Settings } from './section.ts';

/**
 * How many iterations one pass over a config's training data has, worked out from its data set, its batch size and the
 * GPUs it is meant for; with everything that went into it, so that a person can judge it.
 */
export function epochLength(loaded: LoadedConfig, plan: TrainingPlan, counts: SampleCounts): EpochLength {
  const unknown = (reason: string, parts: readonly Part[] = [], remarks: readonly string[] = []): EpochLength => ({
    unknown: reason,
    parts,
    remarks,
  });
  const loader = plan.config.entries.get('train_dataloader')?.value;
  if (loader?.kind !== 'dict') return unknown('It has no `train_dataloader` that says what it trains on.');
  const loading = readLoading(loader, plan);
  if (isReason(loading)) return unknown(loading.unknown);
  const settings = new Settings(loader);
  const { batchSize, batchesPerEpoch } = loading;
  const batch: Part = {
    name: 'batch size',
    value: batchSize,
    certainty: 'exact',
    origin: loader.entries.has('batch_size')
      ? { text: '`batch_size`', place: settings.place('batch_size') }
      : { text: 'the default of `batch_size`' },
  };
  const gpus = readProcesses(loaded.path, loaded.config, batchSize);
  if (batchesPerEpoch !== undefined) {
    const origin = { text: '`num_batch_per_epoch`', place: settings.place('num_batch_per_epoch') };
    const part: Part = { name: 'batches', value: batchesPerEpoch, certainty: 'exact', origin };
    const value = batchesOf({ ...loading, samples: 0, processes: gpus.part.value });
    if (value === batchesPerEpoch)
      return { value, certainty: 'exact', formula: `${grouped(value)}`, parts: [part], remarks: [] };
    const formula = `${grouped(batchesPerEpoch)} × ${grouped(gpus.part.value)} = ${grouped(value)}`;
    return { value, certainty: gpus.part.certainty, formula, parts: [part, gpus.part], remarks: gpus.remarks };
  }
  const samples = samplesOf(loader.entries.get('dataset')?.value, { scope: plan.scope, counts });
  if (isReason(samples)) return unknown(samples.unknown, [batch, gpus.part], gpus.remarks);
  const batching = { ...loading, samples: samples.value, processes: gpus.part.value };
  const value = batchesOf(batching);
  if (value < 1) return unknown('There are fewer samples than one batch takes.', [...samples.parts, batch, gpus.part]);
  return {
    value,
    certainty: leastCertain([samples.certainty, gpus.part.certainty]),
    formula: `${quotient(samples, batching)} = ${grouped(value)}`,
    parts: [...samples.parts, batch, gpus.part],
    remarks: [...samples.remarks, ...gpus.remarks],
  };
}

/** The division, with no more brackets than it needs. Rounding up twice is rounding up once. */
function quotient(samples: Amount, { batchSize, processes, dropLast, shared }: Batching): string {
  const divided = operand(samples);
  if (processes === 1 || !shared) return `${dropLast ? 'floor' : 'ceil'}(${divided} / ${grouped(batchSize)})`;
  if (dropLast) return `floor(ceil(${divided} / ${grouped(processes)}) / ${grouped(batchSize)})`;
  return `ceil(${divided} / (${grouped(batchSize)} × ${grouped(processes)}))`;
}
