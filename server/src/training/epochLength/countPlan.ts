import { basename } from '../../text/paths.ts';
import type { CocoFilter, CountRequest } from './counts.ts';
import { isOwnClass, type Reader, readerOf } from './readers.ts';
import type { Certainty } from './result.ts';
import type { Reason } from './section.ts';

/** A data set that wraps no other, as far as its number of samples depends on it. */
export interface Leaf {
  /** Package and class. */
  readonly type: string;
  /** With the data root before it; '' when there is none. */
  readonly annFile: string;
  /** The folder of images, likewise. */
  readonly images: string;
  /** Where MMPretrain looks for the list of a split. */
  readonly splitList: string | undefined;
  readonly split: string;
  /** What may be dropped; undefined when nothing is, for example while testing. */
  readonly filter: { readonly emptyGt: boolean; readonly minSize: number } | undefined;
  /** Undefined when `metainfo` does not name any. */
  readonly classes: readonly string[] | undefined;
  readonly imageSuffix: string | undefined;
  readonly extensions: readonly string[] | undefined;
  readonly withLabel: boolean;
  /** The files lie where only a storage backend gets at them. */
  readonly isRemote: boolean;
}

/** What to count, and what the count says about the samples. */
export interface CountPlan {
  readonly request: CountRequest;
  /** What to count when the file of `request` does not exist, as the class itself does. */
  readonly otherwise?: CountRequest;
  readonly certainty: Certainty;
  /** Why it is not certain: a whole sentence. */
  readonly remark?: string;
  /** What is counted: `images`, `lines`. */
  readonly what: string;
}

/** How the samples of a data set can be counted. */
export function planCount(leaf: Leaf): CountPlan | Reason {
  if (leaf.isRemote)
    return { unknown: 'The data lie in a storage that only `backend_args` reaches, so that they cannot be counted.' };
  const name = basename(leaf.type.replaceAll('.', '/'));
  const reader = readerOf(leaf.type);
  const plan = reader ? planFor(reader, leaf) : isOwnClass(name) ? guess(leaf, name) : undefined;
  return plan ?? { unknown: `How many samples \`${name}\` makes of its files is not known.` };
}

/** @returns undefined when the data set names no file */
function planFor(reader: Reader, leaf: Leaf): CountPlan | undefined {
  const { annFile } = leaf;
  if (reader.kind === 'segmentation') return segmentation(leaf.imageSuffix ?? reader.ending, leaf);
  if (reader.kind === 'classification') return classification(leaf);
  if (annFile === '') return undefined;
  switch (reader.kind) {
    case 'coco':
      return coco(reader, leaf);
    case 'dataList':
      return exactly({ kind: 'dataList', path: annFile }, 'entries');
    case 'lines':
      return filtered(exactly({ kind: 'lines', path: annFile }, 'lines'), reader.filters ? leaf.filter : undefined);
    case 'textFiles':
      return filtered(exactly(filesIn(annFile, ['.txt']), 'files'), leaf.filter);
  }
}

function coco(reader: Extract<Reader, { kind: 'coco' }>, leaf: Leaf): CountPlan {
  const named = leaf.classes ?? reader.classes;
  const classes = named === 'all' ? undefined : named;
  const filter: CocoFilter | undefined = leaf.filter && { ...leaf.filter, classes };
  const plan = exactly(
    { kind: 'coco', path: leaf.annFile, filter },
    filter?.emptyGt ? 'images with annotations' : 'images',
  );
  return filter?.emptyGt && (named === undefined || reader.dropsCrowds) ? filtered(plan, filter) : plan;
}

function segmentation(ending: string, { annFile, images }: Leaf): CountPlan | undefined {
  if (annFile !== '') return exactly({ kind: 'lines', path: annFile }, 'lines');
  return images === '' ? undefined : exactly(filesIn(images, [ending]), 'files');
}

const IMAGE_ENDINGS = ['.jpg', '.jpeg', '.png', '.ppm', '.bmp', '.pgm', '.tif'];

/** A split has its list in `meta`, when that exists. */
function classification({ annFile, images, splitList, extensions, withLabel }: Leaf): CountPlan | undefined {
  if (annFile !== '') return exactly({ kind: 'lines', path: annFile }, 'lines');
  if (images === '') return undefined;
  const endings = (extensions ?? IMAGE_ENDINGS).map((ending) => ending.toLowerCase());
  const files: CountRequest = { ...filesIn(images, endings), anyCase: true, inSubfolders: withLabel };
  if (splitList === undefined) return exactly(files, 'files');
  return { ...exactly({ kind: 'lines', path: splitList }, 'lines'), otherwise: files };
}

/** What somebody's own class most likely does with such a file. LabelMe writes one JSON file for each image. */
function guess(leaf: Leaf, name: string): CountPlan | undefined {
  const request = entriesOf(leaf);
  const remark = `How \`${name}\` reads its data is not known; one sample for each entry is assumed.`;
  return request && { request, certainty: 'about', remark, what: request.kind === 'coco' ? 'images' : request.kind };
}

function entriesOf({ annFile, images }: Leaf): CountRequest | undefined {
  if (annFile === '') return images === '' ? undefined : { ...filesIn(images, IMAGE_ENDINGS), anyCase: true };
  if (/\.json$/i.test(annFile)) return { kind: 'coco', path: annFile, filter: undefined };
  if (/\.(?:txt|csv|jsonl|odgt)$/i.test(annFile)) return { kind: 'lines', path: annFile };
  const isFolder = !/\.\w+$/.test(annFile);
  return isFolder ? { ...filesIn(annFile, ['.json', '.xml', '.txt']), anyCase: true } : undefined;
}

function filesIn(path: string, endings: readonly string[]): Extract<CountRequest, { kind: 'files' }> {
  return { kind: 'files', path, endings, anyCase: false, inSubfolders: false };
}

function exactly(request: CountRequest, what: string): CountPlan {
  return { request, what, certainty: 'exact' };
}

/** The count is only an upper bound when a filter may drop some of what is counted. */
function filtered(plan: CountPlan, filter: Leaf['filter']): CountPlan {
  const drops = filter && (filter.emptyGt || filter.minSize > 0);
  return drops ? { ...plan, certainty: 'at most', remark: MAY_DROP } : plan;
}

/** For a number that a filter has not been applied to. */
export const MAY_DROP = '`filter_cfg` may drop some of the samples, which makes an epoch shorter.';
