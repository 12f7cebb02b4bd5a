import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigLoader } from '../../server/src/config/loader.ts';
import { dataFiles } from '../../server/src/node/dataFiles.ts';
import { disk } from '../../server/src/node/disk.ts';
import { buildPlan } from '../../server/src/training/build.ts';
import { SampleCounter } from '../../server/src/training/epochLength/counter.ts';
import { epochLength } from '../../server/src/training/epochLength/epochLength.ts';
import type { EpochLength } from '../../server/src/training/epochLength/result.ts';
import { memoryHost } from '../support/memory.ts';
import { prepared, trainingPython } from './support/environment.ts';
import { succeed } from './support/run.ts';

const CONFIGS = Number(process.env.MMLENS_EPOCHS ?? 300);

/** A data set's dict as Python writes it, and the files that it reads. */
interface Data {
  readonly dict: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Every data set has a folder of its own. */
let folders = 0;

const count = fc.integer({ min: 1, max: 40 });

const dataList: fc.Arbitrary<Data> = count.map((samples) => {
  const path = `data/${folders++}/train.json`;
  const entries = Array.from({ length: samples }, (_, index) => ({ img_path: `${index}.jpg`, note: ['}', '"'] }));
  return {
    dict: `dict(type='mmpretrain.MultiLabelDataset', ann_file='${path}')`,
    files: { [path]: JSON.stringify({ metainfo: { classes: ['data_list'] }, data_list: entries }) },
  };
});

const NAMES = ['person', 'cat', 'unicorn', 'dragon'];

const coco: fc.Arbitrary<Data> = fc
  .record({
    images: fc.array(fc.record({ width: fc.integer({ min: 20, max: 50 }), height: fc.constantFrom(20, 32, 50) }), {
      minLength: 1,
      maxLength: 30,
    }),
    annotations: fc.array(
      fc.record({ image: fc.nat({ max: 40 }), category: fc.nat({ max: 3 }), crowd: fc.boolean() }),
      {
        maxLength: 30,
      },
    ),
    emptyGt: fc.constantFrom('', 'filter_empty_gt=True', 'filter_empty_gt=False'),
    minSize: fc.constantFrom('', 'min_size=32'),
    metainfo: fc.constantFrom('', "metainfo=dict(classes=('unicorn', 'cat')), ", "metainfo=dict(classes=['person']), "),
    testMode: fc.constantFrom('', '', 'test_mode=True, '),
    indices: fc.constantFrom('', '', 'indices=5, ', 'indices=-3, ', 'indices=[0, 2], '),
    categoriesFirst: fc.boolean(),
  })
  .map(({ images, annotations, emptyGt, minSize, metainfo, testMode, indices, categoriesFirst }) => {
    const root = `data/${folders++}`;
    const filter = [emptyGt, minSize].filter(Boolean).join(', ');
    const categories = NAMES.map((name, id) => ({ name, id: id + 1, supercategory: 'thing' }));
    const content = {
      info: { description: 'images' },
      ...(categoriesFirst && { categories }),
      images: images.map((size, id) => ({ file_name: `a "${id}".jpg`, ...size, id, tags: [{ id: -1 }] })),
      annotations: annotations.map(({ image, category, crowd }, id) => ({
        id,
        image_id: image % images.length,
        category_id: category + 1,
        bbox: [0, 0, 10, 10],
        area: 100,
        iscrowd: Number(crowd),
        segmentation: [[1, 2, 3, 4]],
      })),
      ...(!categoriesFirst && { categories }),
    };
    return {
      dict: `dict(type='mmdet.CocoDataset', data_root='${root}/', ann_file='annotations/train.json', ${metainfo}${testMode}${indices}data_prefix=dict(img='train/')${filter === '' ? '' : `, filter_cfg=dict(${filter})`})`,
      files: { [`${root}/annotations/train.json`]: JSON.stringify(content, undefined, categoriesFirst ? 1 : 0) },
    };
  })
  // Two of one image that has fewer are an error for MMEngine.
  .filter(({ dict }) => !dict.includes('indices=[') || !dict.includes('filter_cfg'));

const name = fc.constantFrom('a.jpg', 'b.JPG', 'c.png', '.hidden.jpg', 'notes.txt');
const tree = fc.uniqueArray(
  fc.tuple(fc.constantFrom('x', 'y', 'y/deep', '.z'), name).map(([folder, file]) => `${folder}/${file}`),
  { minLength: 1, maxLength: 12 },
);

const segmentation: fc.Arbitrary<Data> = fc
  .tuple(tree, fc.constantFrom('list', 'folder'), fc.boolean())
  .map(([names, kind, newline]) => {
    const root = `data/${folders++}`;
    const images = Object.fromEntries([...names, 'x/always.jpg'].map((path) => [`${root}/img/${path}`, '']));
    const list = names.join('\n') + (newline ? '\n' : '');
    return {
      dict: `dict(type='mmseg.BaseSegDataset', data_root='${root}', data_prefix=dict(img_path='img', seg_map_path='ann')${kind === 'list' ? ", ann_file='train.txt'" : ''})`,
      files: { ...images, ...(kind === 'list' && { [`${root}/train.txt`]: list }) },
    };
  });

const classification: fc.Arbitrary<Data> = fc
  .tuple(tree, fc.constantFrom('list', 'meta', 'classes', 'flat'), fc.constantFrom('CustomDataset', 'ImageNet'))
  .map(([names, kind, type]) => {
    const root = `data/${folders++}`;
    const images = Object.fromEntries(
      [...names, 'x/always.jpg', 'stray.jpg'].map((path) => [`${root}/train/${path}`, '']),
    );
    const list = names.map((path) => `${path} 0\n`).join('');
    const where = kind === 'meta' ? "split='train'" : "data_prefix='train'";
    const how = { list: ", ann_file='list.txt'", meta: '', classes: '', flat: ', with_label=False' }[kind];
    const files =
      kind === 'list' ? { [`${root}/list.txt`]: list } : kind === 'meta' ? { [`${root}/meta/train.txt`]: list } : {};
    const made = kind === 'meta' || kind === 'flat' ? 'ImageNet' : type;
    // As many classes as there are folders.
    const classes = kind === 'classes' ? ', metainfo=dict(classes=None)' : '';
    return {
      dict: `dict(type='mmpretrain.${made}', data_root='${root}', ${where}${how}${classes})`,
      files: { ...images, ...files },
    };
  })
  .filter(({ dict }) => !(dict.includes('classes=None') && dict.includes('ImageNet')));

const { data } = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 2 },
    dataList,
    coco,
    segmentation,
    classification,
    fc.tuple(tie('data'), fc.integer({ min: 1, max: 5 })).map(
      ([inner, times]): Data => ({
        dict: `dict(type='RepeatDataset', times=${times}, dataset=${inner.dict})`,
        files: inner.files,
      }),
    ),
    fc.array(dataList, { minLength: 1, maxLength: 3 }).map(
      (parts): Data => ({
        dict: `dict(type='ConcatDataset', datasets=[${parts.map(({ dict }) => dict).join(', ')}])`,
        files: Object.assign({}, ...parts.map(({ files }) => files)),
      }),
    ),
  ),
}));

const loader = fc
  .record({
    batchSize: fc.integer({ min: 1, max: 9 }),
    processes: fc.constantFrom(1, 1, 2, 3, 8),
    sampler: fc.constantFrom(
      "dict(type='DefaultSampler', shuffle=True)",
      "dict(type='DefaultSampler', shuffle=False, round_up=False)",
      "dict(type='mmpretrain.RepeatAugSampler')",
      'None',
    ),
    dropLast: fc.constantFrom('', 'drop_last=True, ', 'drop_last=False, '),
    batches: fc.constantFrom('', '', '', 'num_batch_per_epoch=3, '),
    data,
  })
  .map(({ batchSize, processes, sampler, dropLast, batches, data: { dict, files } }) => ({
    files,
    processes,
    name: `toy_${processes}xb${batchSize}.py`,
    text: `train_cfg = dict(by_epoch=True, max_epochs=1)\ntrain_dataloader = dict(\n    batch_size=${batchSize}, num_workers=0, ${dropLast}${batches}sampler=${sampler},\n    dataset=${dict})\n`,
  }));

async function lengthOf(path: string): Promise<EpochLength> {
  const host = { ...memoryHost(new Map()), files: disk };
  const loaded = new ConfigLoader(host).load(path);
  const plan = buildPlan(loaded);
  const counter = new SampleCounter(dataFiles, [dirname(path)]);
  let length = epochLength(loaded, plan, counter);
  while (await counter.count()) length = epochLength(loaded, plan, counter);
  return length;
}

test(`${CONFIGS} random configs have as many batches as MMEngine's data loaders`, async () => {
  const seed = Number(process.env.MMLENS_SEED ?? Date.now() % 2 ** 31);
  const root = mkdtempSync(join(tmpdir(), 'mmlens-epochs-'));
  try {
    const jobs = fc.sample(loader, { numRuns: CONFIGS, seed }).map(({ files, processes, name: file, text }, index) => {
      const folder = join(root, String(index));
      for (const [path, content] of Object.entries({ ...files, [file]: text })) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      return { config: join(folder, file), processes, text };
    });
    const lines = await succeed(trainingPython(), ['scripts/oracle/epoch_length.py', prepared('packages')], {
      input: jobs.map((job) => JSON.stringify(job)).join('\n'),
    });
    const judged = lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(judged).toHaveLength(jobs.length);
    const wrong: string[] = [];
    let compared = 0;
    for (const [index, { config, text }] of jobs.entries()) {
      const { length, batches, error } = judged[index] ?? {};
      const ours = await lengthOf(config);
      if (error !== undefined) continue;
      compared++;
      // A loader without batches has no epoch to speak of.
      if (length === 0 && 'unknown' in ours) continue;
      if (!('value' in ours) || ours.value !== length || ours.value !== batches || ours.certainty !== 'exact')
        wrong.push(`MMEngine: ${length} (${batches}); ours: ${JSON.stringify(ours)}\n${text}`);
    }
    const errors = new Map<string, number>();
    for (const { error } of judged)
      if (error) errors.set(error.slice(0, 90), (errors.get(error.slice(0, 90)) ?? 0) + 1);
    console.log(`seed ${seed}: ${compared} of ${jobs.length} configs compared, ${wrong.length} differ`, errors);
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(compared).toBeGreaterThan(jobs.length * 0.8);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
