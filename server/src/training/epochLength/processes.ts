import { type DictValue, slotAt } from '../../config/values.ts';
import { grouped } from '../../text/numbers.ts';
import { basename } from '../../text/paths.ts';
import type { Part } from './result.ts';

/** The number of processes that share the data, one for each GPU. */
export interface Processes {
  readonly part: Part;
  /** Whole sentences about sources that contradict each other. */
  readonly remarks: readonly string[];
}

/** OpenMMLab's names say `8xb32`: 8 GPUs with 32 samples each. */
const IN_NAME = /(?:^|[^a-zA-Z0-9])(\d+)xb(\d+)(?![0-9])/;

/**
 * On how many GPUs a config is meant to be trained: by its name, else by the total batch size that its learning rate is
 * for, else on one.
 */
export function readProcesses(path: string, config: DictValue, batchSize: number): Processes {
  const name = basename(path);
  const [, inName, sizeInName] = IN_NAME.exec(name) ?? [];
  const total = totalBatchSize(config);
  const remarks: string[] = [];
  if (inName !== undefined && Number(inName) > 0) {
    const value = Number(inName);
    if (Number(sizeInName) !== batchSize)
      remarks.push(
        `The name of the file says ${sizeInName} samples on each GPU, but \`batch_size\` is ${grouped(batchSize)}. The setting counts.`,
      );
    if (total && total.value !== value * batchSize)
      remarks.push(
        `\`auto_scale_lr.base_batch_size\` of ${grouped(total.value)} is not the ${grouped(value)} GPUs of the file's name times \`batch_size\` ${grouped(batchSize)}. The name counts.`,
      );
    const origin = { text: `\`${inName}xb${sizeInName}\` in the name of the file` };
    return { part: { name: 'GPUs', value, certainty: 'exact', origin }, remarks };
  }
  if (total && total.value % batchSize === 0 && total.value > 0) {
    const text = `\`auto_scale_lr.base_batch_size\` ${grouped(total.value)} / \`batch_size\` ${grouped(batchSize)}`;
    const value = total.value / batchSize;
    return { part: { name: 'GPUs', value, certainty: 'exact', origin: { text, place: total.place } }, remarks };
  }
  const aside = total
    ? `\`auto_scale_lr.base_batch_size\` of ${grouped(total.value)} is no multiple of \`batch_size\` ${grouped(batchSize)}`
    : 'Nothing says on how many GPUs it trains';
  remarks.push(`${aside}; one is assumed. On N GPUs an epoch has an Nth of the iterations.`);
  return { part: { name: 'GPUs', value: 1, certainty: 'about', origin: { text: 'assumed' } }, remarks };
}

function totalBatchSize(config: DictValue) {
  const slot = slotAt(config, ['auto_scale_lr', 'base_batch_size']);
  if (slot?.value.kind !== 'int' || typeof slot.value.value !== 'number') return undefined;
  return { value: slot.value.value, place: slot.value.at ?? slot.at };
}
