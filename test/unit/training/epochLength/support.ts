import { buildPlan } from '../../../../server/src/training/build.ts';
import { type DataFiles, SampleCounter } from '../../../../server/src/training/epochLength/counter.ts';
import { epochLength } from '../../../../server/src/training/epochLength/epochLength.ts';
import type { EpochLength } from '../../../../server/src/training/epochLength/result.ts';
import { loadConfig } from '../../../support/memory.ts';

/** Data in memory, by absolute path, handed out in small pieces. */
export function dataIn(data: Readonly<Record<string, string>>, pieceBytes = 7): DataFiles {
  const below = (folder: string) => Object.keys(data).filter((path) => path.startsWith(`${folder}/`));
  return {
    async stat(path) {
      const text = data[path];
      if (text !== undefined) return { kind: 'file', bytes: Buffer.byteLength(text), version: text };
      return below(path).length > 0 ? { kind: 'folder', version: '1' } : undefined;
    },
    async *read(path) {
      const bytes = Buffer.from(data[path] ?? '');
      for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes);
    },
    async list(path) {
      const names = below(path).map((file) => file.slice(path.length + 1));
      const folders = names.flatMap((name) => (name.includes('/') ? [name.slice(0, name.indexOf('/'))] : []));
      return [
        ...names.filter((name) => !name.includes('/')).map((name) => ({ name, isFolder: false })),
        ...[...new Set(folders)].map((name) => ({ name, isFolder: true })),
      ];
    },
  };
}

/** What is worked out for a config once everything that it asks for is counted; data lie in `/work`. */
export async function lengthOf(
  text: string,
  data: Readonly<Record<string, string>> = {},
  name = 'config.py',
): Promise<EpochLength> {
  const loaded = loadConfig(text, name);
  const plan = buildPlan(loaded);
  const counter = new SampleCounter(dataIn(data), ['/elsewhere', '/work']);
  let length = epochLength(loaded, plan, counter);
  while (await counter.count()) length = epochLength(loaded, plan, counter);
  return length;
}

export interface Loader {
  readonly dataset: string;
  readonly batchSize?: number | string;
  readonly sampler?: string;
  /** Further arguments of the data loader. */
  readonly loader?: string;
  /** Further settings of the config. */
  readonly config?: string;
  readonly scope?: string;
}

/** A config that can be trained. */
export function config({ dataset, batchSize = 2, sampler = "dict(type='DefaultSampler')", ...more }: Loader): string {
  return [
    `default_scope = '${more.scope ?? 'mmdet'}'`,
    'train_cfg = dict(by_epoch=True, max_epochs=12)',
    `train_dataloader = dict(batch_size=${batchSize}, sampler=${sampler}, ${more.loader ?? ''}dataset=${dataset})`,
    more.config ?? '',
  ].join('\n');
}
