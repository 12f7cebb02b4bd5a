import type { CocoFilter } from './counts.ts';
import { type ArrayReader, type Fields, JsonArrays, type Scalar } from './jsonArrays.ts';

/** Bytes of a file from its beginning, each time anew. */
export type Reading = (consume: (bytes: Uint8Array) => 'more' | 'enough') => Promise<void>;

/**
 * The images of a COCO annotation file that MMDetection's CocoDataset trains on. Of each image and of nothing else its
 * id is kept.
 * https://github.com/open-mmlab/mmdetection/blob/v3.3.0/mmdet/datasets/coco.py#L166
 * @returns undefined when it is no such file
 */
export async function countCocoImages(read: Reading, filter: CocoFilter | undefined): Promise<number | undefined> {
  const kept = filter?.classes && filter.emptyGt ? await categoriesNamed(read, new Set(filter.classes)) : undefined;
  const images = new Set<Scalar>();
  const small = new Set<Scalar>();
  const annotated = new Set<Scalar>();
  let isCoco = false;
  const found = await readArrays(read, {
    fieldsOf: (array) => {
      if (array === 'images') {
        isCoco = true;
        return ['id', 'width', 'height'];
      }
      return array === 'annotations' && filter?.emptyGt ? ['image_id', 'category_id'] : undefined;
    },
    element: (array, fields) => {
      if (array === 'images') {
        const id = fields.get('id');
        if (id === undefined) return;
        images.add(id);
        if (filter && sideOf(fields) < filter.minSize) small.add(id);
      } else {
        const image = fields.get('image_id');
        const category = fields.get('category_id');
        if (image !== undefined && category !== undefined && (!kept || kept.has(category))) annotated.add(image);
      }
    },
  });
  if (!found || !isCoco) return undefined;
  let count = 0;
  for (const image of images) if (!small.has(image) && (!filter?.emptyGt || annotated.has(image))) count++;
  return count;
}

/** Entries of `data_list`. @returns undefined when there is no such list */
export async function countDataList(read: Reading): Promise<number | undefined> {
  let count: number | undefined;
  const found = await readArrays(read, {
    fieldsOf: (array) => {
      if (array !== 'data_list') return undefined;
      count = 0;
      return [];
    },
    element: () => {
      if (count !== undefined) count++;
    },
    end: (array) => array === 'data_list',
  });
  return found ? count : undefined;
}

/** A pass of its own: COCO's own files list their categories behind the annotations. */
async function categoriesNamed(read: Reading, names: ReadonlySet<Scalar>): Promise<ReadonlySet<Scalar>> {
  const ids = new Set<Scalar>();
  await readArrays(read, {
    fieldsOf: (array) => (array === 'categories' ? ['id', 'name'] : undefined),
    element: (_, fields) => {
      const id = fields.get('id');
      const name = fields.get('name');
      if (id !== undefined && name !== undefined && names.has(name)) ids.add(id);
    },
    end: (array) => array === 'categories',
  });
  return ids;
}

async function readArrays(read: Reading, reader: ArrayReader): Promise<boolean> {
  const arrays = new JsonArrays(reader);
  await read((bytes) => {
    arrays.push(bytes);
    return arrays.done ? 'enough' : 'more';
  });
  return arrays.done || arrays.isComplete;
}

function sideOf(fields: Fields): number {
  const width = fields.get('width');
  const height = fields.get('height');
  // The class itself would stop at an image without a size.
  return typeof width === 'number' && typeof height === 'number' ? Math.min(width, height) : Number.POSITIVE_INFINITY;
}
