import { describe, expect, test } from 'vitest';
import { config, lengthOf } from './support.ts';

const COCO =
  "dict(type='CocoDataset', data_root='data/coco/', ann_file='annotations/instances_train2017.json', filter_cfg=dict(filter_empty_gt=True, min_size=32))";
const LIST = "dict(type='mmocr.RecogTextDataset', ann_file='train.txt')";
const GPUS = 'auto_scale_lr = dict(enable=False, base_batch_size=16)';

/** A list with so many lines. */
const lines = (count: number) => ({ '/work/train.txt': 'a b\n'.repeat(count) });

describe('the length of an epoch', () => {
  test('COCO on 8 GPUs is the 7,330 that every log of MMDetection shows', async () => {
    const length = await lengthOf(config({ dataset: COCO, config: GPUS }));
    expect(length).toMatchObject({
      value: 7330,
      certainty: 'exact',
      formula: 'ceil(117,266 / (2 × 8)) = 7,330',
      remarks: [],
    });
    expect(length.parts.map(({ name, value }) => [name, value])).toEqual([
      ['samples', 117_266],
      ['batch size', 2],
      ['GPUs', 8],
    ]);
    const [samples, batch, gpus] = length.parts;
    expect(samples?.origin.url).toMatch(/^https:/);
    expect(batch?.origin.place).toMatchObject({ path: '/config.py' });
    expect(gpus?.origin.text).toContain('base_batch_size');
  });

  test('without the filter all images count, with other classes it is another data set', async () => {
    const dataset = COCO.replace(/, filter_cfg=.*/, ')');
    expect(await lengthOf(config({ dataset, config: GPUS }))).toMatchObject({ value: Math.ceil(118_287 / 16) });
    const other = COCO.replace("'CocoDataset', ", "'CocoDataset', metainfo=dict(classes=('cat', )), ");
    expect(await lengthOf(config({ dataset: other, config: GPUS }))).toMatchObject({
      unknown: '`data/coco/annotations/instances_train2017.json` is not here, so that its samples cannot be counted.',
    });
    const large = COCO.replace('min_size=32', 'min_size=400');
    expect(await lengthOf(config({ dataset: large, config: GPUS }))).toMatchObject({ certainty: 'at most' });
  });

  test('a file that looks like COCO somewhere else is not taken for COCO', async () => {
    const dataset = COCO.replace('data/coco/', 'data/mine/');
    expect(await lengthOf(config({ dataset }))).toHaveProperty('unknown');
  });

  test('a file that is there counts, and says so when it is not what is published', async () => {
    const images = [1, 2, 3].map((id) => ({ id, width: 64, height: 64 }));
    const annotations = [1, 3, 3].map((image_id) => ({ image_id, category_id: 1 }));
    const text = JSON.stringify({ images, annotations, categories: [{ id: 1, name: 'person' }] });
    const path = '/work/data/coco/annotations/instances_train2017.json';
    const length = await lengthOf(config({ dataset: COCO, batchSize: 1 }), { [path]: text });
    expect(length).toMatchObject({ value: 2, formula: 'ceil(2 / 1) = 2' });
    expect(length.parts[0]?.origin.path).toBe(path);
    expect(length.remarks.join(' ')).toContain('COCO train2017 has 118,287');
  });

  test('GPUs by the name of the file, against the other sources', async () => {
    const text = config({ dataset: LIST, batchSize: 4, config: GPUS });
    const length = await lengthOf(text, lines(100), 'toy_8xb2-1x.py');
    expect(length).toMatchObject({ value: 4, formula: 'ceil(100 / (4 × 8)) = 4', certainty: 'exact' });
    expect(length.remarks).toHaveLength(2);
    expect(length.remarks[0]).toContain('`batch_size` is 4');
    expect(length.remarks[1]).toContain('`auto_scale_lr.base_batch_size` of 16');
    const agreeing = config({ dataset: LIST, batchSize: 2, config: GPUS });
    expect((await lengthOf(agreeing, lines(100), 'toy_8xb2.py')).remarks).toEqual([]);
  });

  test('nothing about GPUs is one GPU, and an assumption', async () => {
    for (const more of ['', 'auto_scale_lr = dict(base_batch_size=15)']) {
      const length = await lengthOf(config({ dataset: LIST, config: more }), lines(99), 'resnet50_8x2.py');
      expect(length).toMatchObject({ value: 50, formula: 'ceil(99 / 2) = 50', certainty: 'about' });
      expect(length.remarks.join(' ')).toContain('one is assumed');
    }
  });

  test.each([
    ['drop_last=True, ', 'floor(ceil(101 / 8) / 4) = 3', 3],
    ['drop_last=False, ', 'ceil(101 / (4 × 8)) = 4', 4],
    ['num_batch_per_epoch=500, ', '500', 500],
    ["batch_sampler=dict(type='AspectRatioBatchSampler', drop_last=True), ", 'floor(ceil(101 / 8) / 4) = 3', 3],
    ["batch_sampler=dict(type='AspectRatioBatchSampler'), ", 'ceil(101 / (4 × 8)) = 4', 4],
  ])('%s', async (loader, formula, value) => {
    const text = config({ dataset: LIST, batchSize: 4, loader });
    expect(await lengthOf(text, lines(101), 'toy_8xb4.py')).toMatchObject({ value, formula, certainty: 'exact' });
  });

  test('without a sampler every process reads all of the data', async () => {
    const text = config({ dataset: LIST, batchSize: 4, sampler: 'None' });
    expect(await lengthOf(text, lines(100), 'toy_8xb4.py')).toMatchObject({ value: 25, formula: 'ceil(100 / 4) = 25' });
  });

  test('one pass of an infinite sampler is counted like any other', async () => {
    const text = config({ dataset: LIST, sampler: "dict(type='InfiniteSampler', shuffle=True)" });
    expect(await lengthOf(text, lines(100), 'toy_4xb2.py')).toMatchObject({ value: 13 });
  });

  test.each([
    ['a sampler that nobody knows', config({ dataset: LIST, sampler: "dict(type='MySampler')" }), 'MySampler'],
    [
      'samples drawn as often as asked',
      config({ dataset: LIST, sampler: "dict(type='mmocr.BatchAugSampler')" }),
      'BatchAug',
    ],
    ['a batch sampler of its own', config({ dataset: LIST, loader: "batch_sampler=dict(type='Mine'), " }), 'Mine'],
    [
      'two ways to drop',
      config({ dataset: LIST, loader: "drop_last=True, batch_sampler=dict(type='AspectRatioBatchSampler'), " }),
      'exclude each other',
    ],
    [
      'a batch size from outside',
      `import os\n${config({ dataset: LIST, batchSize: 'int(os.urandom(1)[0])' })}`,
      'batch_size',
    ],
    ['no training data', 'train_cfg = dict(by_epoch=True, max_epochs=1)', 'train_dataloader'],
    [
      'fewer samples than a batch',
      config({ dataset: LIST, batchSize: 500, loader: 'drop_last=True, ' }),
      'fewer samples',
    ],
  ])('%s: unknown, with the reason', async (_, text, reason) => {
    const length = await lengthOf(text, lines(100));
    expect(length).toMatchObject({ unknown: expect.stringContaining(reason) });
  });
});

describe('data sets that wrap others', () => {
  const sum = `dict(type='ConcatDataset', datasets=[${LIST}, ${LIST}])`;

  test.each([
    [`dict(type='RepeatDataset', times=3, dataset=${LIST})`, 'ceil(10 × 3 / 2) = 15'],
    [`dict(type='RepeatDataset', times=3, dataset=${sum})`, 'ceil((10 + 10) × 3 / 2) = 30'],
    [sum, 'ceil((10 + 10) / 2) = 10'],
    [`dict(type='MultiImageMixDataset', dataset=${sum}, pipeline=[])`, 'ceil((10 + 10) / 2) = 10'],
    [
      `dict(type='mmpose.CombinedDataset', datasets=[${LIST}, ${LIST}], sample_ratio_factor=[0.25, 1])`,
      'ceil((round(10 × 0.25) + round(10 × 1)) / 2) = 6',
    ],
  ])('%s', async (dataset, formula) => {
    expect(await lengthOf(config({ dataset }), lines(10), 'toy_1xb2.py')).toMatchObject({
      formula,
      certainty: 'exact',
    });
  });

  test.each(['ClassBalancedDataset', 'CBGSDataset', 'KFoldDataset'])('%s is not guessed', async (type) => {
    const dataset = `dict(type='${type}', oversample_thr=1e-3, dataset=${LIST})`;
    expect(await lengthOf(config({ dataset }), lines(10))).toMatchObject({ unknown: expect.stringContaining(type) });
  });

  test('a dict that contains itself ends', async () => {
    const text = `${config({ dataset: "dict(type='RepeatDataset', times=2)" })}\ntrain_dataloader['dataset']['dataset'] = train_dataloader['dataset']\n`;
    expect(await lengthOf(text)).toHaveProperty('unknown');
  });
});
