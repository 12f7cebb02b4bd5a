import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countCocoImages } from '../../../../server/src/training/epochLength/cocoCount.ts';
import { SampleCounter } from '../../../../server/src/training/epochLength/counter.ts';
import type { CountRequest } from '../../../../server/src/training/epochLength/counts.ts';
import { JsonArrays } from '../../../../server/src/training/epochLength/jsonArrays.ts';
import { config, dataIn, lengthOf } from './support.ts';

/** The samples of a data set, with what is uncertain about them. */
async function samplesOf(dataset: string, data: Readonly<Record<string, string>>, scope = 'mmdet') {
  const length = await lengthOf(config({ dataset, batchSize: 1, scope }), data, 'toy_1xb1.py');
  const [samples] = length.parts;
  return 'value' in length ? [samples?.value, samples?.certainty] : length.unknown;
}

const coco = (content: object) => ({ '/work/train.json': JSON.stringify(content) });
const IMAGES = [
  { file_name: 'a.jpg', width: 64, height: 64, id: 1 },
  { file_name: '"}]b.jpg', width: 64, height: 20, id: 2 },
  { file_name: 'c.jpg', width: 64, height: 64, id: 3 },
];
const ANNOTATIONS = [
  { id: 7, segmentation: [[1, 2, 3]], image_id: 1, category_id: 5 },
  { id: 8, segmentation: { counts: 'x[y', size: [1, 2] }, image_id: 2, category_id: 5 },
  { id: 9, image_id: 3, category_id: 6 },
];
const CATEGORIES = [
  { name: 'person', id: 5 },
  { name: 'dragon', id: 6 },
];
const FILTER = 'filter_cfg=dict(filter_empty_gt=True, min_size=32)';

describe('samples that are counted', () => {
  test.each([
    ['', 3, 'exact'],
    [FILTER, 1, 'exact'],
    ['filter_cfg=dict(filter_empty_gt=True)', 2, 'exact'],
    ['filter_cfg=dict(min_size=32)', 2, 'exact'],
    [`${FILTER}, test_mode=True`, 3, 'exact'],
    [`${FILTER}, metainfo=dict(classes=('dragon', 'person'))`, 2, 'exact'],
    ['indices=2', 2, 'exact'],
    ['indices=-1', 1, 'exact'],
    ['indices=[0, 2]', 2, 'exact'],
  ])('CocoDataset with %s', async (arguments_, samples, certainty) => {
    const dataset = `dict(type='CocoDataset', ann_file='train.json', ${arguments_})`;
    for (const content of [
      { images: IMAGES, annotations: ANNOTATIONS, categories: CATEGORIES },
      { categories: CATEGORIES, annotations: ANNOTATIONS, info: { images: [{ id: 99 }] }, images: IMAGES },
    ])
      expect(await samplesOf(dataset, coco(content))).toEqual([samples, certainty]);
  });

  test('a class whose own classes are not known here gives an upper bound', async () => {
    const dataset = `dict(type='Objects365V1Dataset', ann_file='train.json', ${FILTER})`;
    const data = coco({ images: IMAGES, annotations: ANNOTATIONS, categories: CATEGORIES });
    expect(await samplesOf(dataset, data)).toEqual([2, 'at most']);
  });

  test.each([
    ['a\nb\nc\n', 3],
    ['a\r\nb', 2],
    ['a\n\nb\n', 3],
  ])('lines of %j', async (text, samples) => {
    const data = { '/work/VOC/list.txt': text };
    const voc = "dict(type='VOCDataset', data_root='VOC', ann_file='list.txt'";
    expect(await samplesOf(`${voc})`, data)).toEqual([samples, 'exact']);
    expect(await samplesOf(`${voc}, ${FILTER})`, data)).toEqual([samples, 'at most']);
  });

  test('images of a segmentation data set', async () => {
    const data = {
      '/work/d/img/a_leftImg8bit.png': '',
      '/work/d/img/x/b_leftImg8bit.png': '',
      '/work/d/img/c.png': '',
    };
    const dataset = "dict(type='CityscapesDataset', data_root='d', data_prefix=dict(img_path='img'))";
    expect(await samplesOf(dataset, data, 'mmseg')).toEqual([2, 'exact']);
    const other = "dict(type='CityscapesDataset', img_suffix='.png', data_root='d', data_prefix=dict(img_path='img'))";
    expect(await samplesOf(other, data, 'mmseg')).toEqual([3, 'exact']);
  });

  test('folders of classes, unless the split has a list', async () => {
    const images = {
      '/work/d/train/cat/1.JPEG': '',
      '/work/d/train/dog/deep/2.png': '',
      '/work/d/train/stray.png': '',
    };
    const dataset = "dict(type='ImageNet', data_root='d', split='train')";
    expect(await samplesOf(dataset, images, 'mmpretrain')).toEqual([2, 'exact']);
    const listed = { ...images, '/work/d/meta/train.txt': 'cat/1.JPEG 0\n' };
    expect(await samplesOf(dataset, listed, 'mmpretrain')).toEqual([1, 'exact']);
  });

  test("somebody's own class is taken to make one sample of each entry, and that is said", async () => {
    const labelMe = { '/work/labels/1.json': '{}', '/work/labels/2.json': '{}', '/work/labels/1.jpg': '' };
    expect(await samplesOf("dict(type='MyDataset', ann_file='labels')", labelMe)).toEqual([2, 'about']);
    const mine = "dict(type='MyDataset', ann_file='train.json')";
    expect(await samplesOf(mine, coco({ images: IMAGES }))).toEqual([3, 'about']);
    expect(await samplesOf("dict(type='MyDataset')", {})).toContain('MyDataset');
  });

  test('a released class that makes something else of its files is not guessed', async () => {
    const dataset = "dict(type='mmpose.CocoDataset', ann_file='train.json')";
    expect(await samplesOf(dataset, coco({ images: IMAGES }))).toContain('`CocoDataset`');
  });

  test('what cannot be reached has a reason', async () => {
    const data = coco({ images: IMAGES });
    const remote = "dict(type='CocoDataset', ann_file='train.json', backend_args=dict(backend='petrel'))";
    expect(await samplesOf(remote, data)).toContain('`backend_args`');
    expect(await samplesOf("dict(type='CocoDataset', ann_file='nowhere.json')", data)).toContain(
      '`nowhere.json` is not here',
    );
  });

  test('a file that is something else is not counted', async () => {
    for (const text of ['[1, 2]', '{"images": [{"id": 1}', '', '{"data": {}}'])
      expect(
        await samplesOf("dict(type='CocoDataset', ann_file='train.json')", { '/work/train.json': text }),
      ).toContain('no COCO annotation file');
  });
});

describe('counting', () => {
  const request: CountRequest = { kind: 'lines', path: 'train.txt' };
  const content = 'x\n'.repeat(100);

  test('is done once while the file stays the same, and again when it changes', async () => {
    const data: Record<string, string> = { '/work/train.txt': content };
    let pieces = 0;
    const files = dataIn(data);
    const counter = new SampleCounter(
      {
        ...files,
        read: (path) => {
          pieces++;
          return files.read(path);
        },
      },
      ['/work'],
    );
    const ask = async () => {
      counter.of(request);
      const isNew = await counter.count();
      return [isNew, counter.of(request)];
    };
    expect(counter.of(request)).toEqual({ pending: true });
    expect(await ask()).toEqual([true, { samples: 100, path: '/work/train.txt' }]);
    expect(await ask()).toEqual([false, { samples: 100, path: '/work/train.txt' }]);
    expect(pieces).toBe(1);
    data['/work/train.txt'] = 'x';
    expect(await ask()).toEqual([true, { samples: 1, path: '/work/train.txt' }]);
    delete data['/work/train.txt'];
    expect(await ask()).toEqual([true, { missing: true }]);
  });

  test('says how far it is, and stops when told', async () => {
    const counter = new SampleCounter(dataIn({ '/work/train.txt': content }, 50), ['/work']);
    const seen: number[] = [];
    counter.of(request);
    const isCancelled = () => seen.length === 2;
    expect(await counter.count({ isCancelled, onProgress: ({ done }) => seen.push(done) })).toBe(false);
    expect(seen).toEqual([50, 100]);
    expect(counter.of(request)).toEqual({ pending: true });
    expect(await counter.count()).toBe(true);
  });

  test('leaves large files for another time', async () => {
    const counter = new SampleCounter(dataIn({ '/work/train.txt': content }), ['/work']);
    counter.of(request);
    expect(await counter.count({ maxBytes: 10 })).toBe(false);
    expect(counter.of(request)).toEqual({ pending: true });
  });

  test('a file that cannot be read has a reason', async () => {
    const files = dataIn({ '/work/train.txt': content });
    const failing = {
      ...files,
      // biome-ignore lint/correctness/useYield: it fails before the first piece
      async *read(): AsyncIterable<Uint8Array> {
        throw new Error('permission denied');
      },
    };
    const counter = new SampleCounter(failing, ['/work']);
    counter.of(request);
    await counter.count();
    expect(counter.of(request)).toEqual({ unreadable: 'permission denied' });
    // Not told as new for ever.
    expect(await counter.count()).toBe(false);
  });
});

describe('JSON in pieces', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(null, true, false, '"', '\\', '{"images": ['),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('id', 'a', 'images', '"'), tie('any'), { maxKeys: 3 }),
    ),
  })).any;
  const elements = fc.array(fc.dictionary(fc.constantFrom('id', 'name', 'x', 'y"'), value, { maxKeys: 4 }), {
    maxLength: 4,
  });
  const scalars = (element: Record<string, unknown>) =>
    Object.fromEntries(
      ['id', 'name'].flatMap((key) =>
        typeof element[key] === 'object' && element[key] !== null ? [] : key in element ? [[key, element[key]]] : [],
      ),
    );

  test('the wanted scalars of the wanted arrays come out as JSON.parse reads them', () => {
    const document = fc.record({ before: value, images: elements, between: value, b: elements });
    fc.assert(
      fc.property(document, fc.integer({ min: 1, max: 20 }), fc.constantFrom(0, 2), (content, piece, indent) => {
        const read: Record<string, object[]> = { images: [], b: [] };
        const arrays = new JsonArrays({
          fieldsOf: (name) => (name === 'images' || name === 'b' ? ['id', 'name'] : undefined),
          element: (name, fields) => read[name]?.push(Object.fromEntries(fields)),
        });
        const bytes = new TextEncoder().encode(JSON.stringify(content, undefined, indent));
        for (let start = 0; start < bytes.length; start += piece) arrays.push(bytes.subarray(start, start + piece));
        const parsed = JSON.parse(JSON.stringify(content)) as typeof content;
        expect(arrays.isComplete).toBe(true);
        expect(read).toEqual({ images: parsed.images.map(scalars), b: parsed.b.map(scalars) });
      }),
    );
  });

  test('annotations far larger than a piece are passed over', async () => {
    const encoder = new TextEncoder();
    const head = encoder.encode('{"images": [{"id": 1}], "annotations": [');
    const annotation = encoder.encode(
      `{"segmentation": [[${'1.25, '.repeat(500)}0]], "image_id": 1, "category_id": 1},`,
    );
    const tail = encoder.encode('{"image_id": 1, "category_id": 1}]}');
    const count = await countCocoImages(
      async (consume) => {
        consume(head);
        for (let index = 0; index < 2000; index++) consume(annotation);
        consume(tail);
      },
      { emptyGt: true, minSize: 0, classes: undefined },
    );
    expect(count).toBe(1);
  });
});
