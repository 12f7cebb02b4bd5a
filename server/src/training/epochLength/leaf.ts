import type { DictValue } from '../../config/values.ts';
import { grouped } from '../../text/numbers.ts';
import { isAbsolute, normalizePath } from '../../text/paths.ts';
import { type Amount, single } from './amount.ts';
import { type CountPlan, type Leaf, MAY_DROP, planCount } from './countPlan.ts';
import type { CountAnswer, CountRequest, SampleCounts } from './counts.ts';
import { type KnownDataset, knownDataset } from './known.ts';
import { mayFilter } from './readers.ts';
import type { Certainty, Part } from './result.ts';
import { isReason, type Reason, Settings } from './section.ts';

/** The samples of a data set that wraps no other: counted in its files, or published under its name. */
export function leafSamples(cfg: DictValue, type: string, counts: SampleCounts): Amount | Reason {
  const settings = new Settings(cfg);
  const leaf = readLeaf(settings, type, cfg);
  const indices = indicesOf(settings, cfg);
  if (settings.reason) return settings.reason;
  const found = samplesOf(leaf, counts);
  return isReason(found) || indices === undefined ? found : picked(found, indices);
}

function readLeaf(settings: Settings, type: string, cfg: DictValue): Leaf {
  const root = settings.string('data_root') ?? '';
  const annFile = settings.string('ann_file') ?? '';
  const split = settings.string('split') ?? '';
  const prefix = imagePrefix(settings, cfg);
  const filter = settings.within('filter_cfg', (given) => ({
    emptyGt: given.bool('filter_empty_gt') ?? false,
    minSize: given.int('min_size') ?? 0,
  }));
  const hasPrefix = prefix !== undefined && prefix !== '';
  return {
    type,
    annFile: annFile === '' ? '' : joined(root, annFile),
    images: joined(root, hasPrefix ? prefix : split),
    splitList: split === '' ? undefined : joined(root, `meta/${split}.txt`),
    split,
    filter: settings.bool('test_mode') || !mayFilter(type) ? undefined : filter,
    classes: settings.within('metainfo', (given) => given.strings('classes')),
    imageSuffix: settings.string('img_suffix'),
    extensions: settings.strings('extensions'),
    withLabel: settings.bool('with_label') ?? true,
    isRemote: (settings.dict('backend_args')?.entries.size ?? 0) > 0,
  };
}

/** `data_prefix=dict(img_path=…)`, in MMPretrain also a string. */
function imagePrefix(settings: Settings, cfg: DictValue): string | undefined {
  if (cfg.entries.get('data_prefix')?.value.kind === 'str') return settings.string('data_prefix');
  return settings.within('data_prefix', (given) => given.string('img_path'));
}

/** As `BaseDataset._join_prefix` does. */
function joined(root: string, path: string): string {
  return normalizePath(root === '' || isAbsolute(path) ? path : `${root}/${path}`);
}

/** How many samples `indices` picks: a list, the first ones, or the last ones by a negative number. */
function indicesOf(settings: Settings, cfg: DictValue): number | undefined {
  const { kind } = cfg.entries.get('indices')?.value ?? {};
  if (kind === 'list' || kind === 'tuple') return settings.items('indices')?.length;
  const count = settings.int('indices');
  return count === undefined ? undefined : Math.abs(count);
}

function picked(amount: Amount, indices: number): Amount {
  const [part] = amount.parts;
  if (!part || indices >= amount.value) return amount;
  const text = `\`indices\` out of ${grouped(part.value)} ${part.origin.text}`;
  return single({ ...part, value: indices, origin: { ...part.origin, text } }, amount.remarks);
}

function samplesOf(leaf: Leaf, counts: SampleCounts): Amount | Reason {
  // With other classes it is another data set in the same files.
  const known = leaf.classes === undefined ? knownOf(leaf) : undefined;
  const plan = planCount(leaf);
  if (isReason(plan)) return known ? published(known, leaf) : plan;
  const [request, answer] = ask(plan, counts);
  if ('samples' in answer) return counted(plan, request, answer, known);
  const why = whyNot(request, answer);
  if (!known) return { unknown: why };
  const amount = published(known, leaf);
  return 'missing' in answer ? amount : { ...amount, remarks: [...amount.remarks, why] };
}

function ask({ request, otherwise }: CountPlan, counts: SampleCounts): readonly [CountRequest, CountAnswer] {
  const answer = counts.of(request);
  return otherwise && 'missing' in answer ? [otherwise, counts.of(otherwise)] : [request, answer];
}

function counted(
  { certainty, remark, what }: CountPlan,
  request: CountRequest,
  { samples, path }: { readonly samples: number; readonly path: string },
  known: KnownDataset | undefined,
): Amount {
  const remarks = remark === undefined ? [] : [remark];
  if (known && !known.varies && samples !== known.samples && samples !== known.nonEmpty)
    remarks.push(
      `\`${request.path}\` has ${grouped(samples)} samples here, but ${known.name} has ${grouped(known.samples)} (${known.source}). The file counts.`,
    );
  const text = `${request.kind === 'files' ? 'files' : what} in \`${request.path}\`, counted`;
  return single({ name: 'samples', value: samples, certainty, origin: { text, path } }, remarks);
}

function whyNot({ path }: CountRequest, answer: Exclude<CountAnswer, { samples: number }>): string {
  if ('missing' in answer) return `\`${path}\` is not here, so that its samples cannot be counted.`;
  if ('pending' in answer) return `\`${path}\` has not been counted yet.`;
  return `\`${path}\` cannot be counted: ${answer.unreadable}.`;
}

function knownOf({ type, annFile, images, split }: Leaf): KnownDataset | undefined {
  return knownDataset(type, annFile === '' ? images : annFile, split);
}

function published(known: KnownDataset, { filter }: Leaf): Amount {
  const { samples, nonEmpty, minSide = 0, varies } = known;
  const drops = filter?.emptyGt === true;
  const isFilterCounted = !filter || ((!drops || nonEmpty !== undefined) && filter.minSize <= minSide);
  const certainty: Certainty = varies ? 'about' : isFilterCounted ? 'exact' : 'at most';
  const text = drops && nonEmpty !== undefined ? `images with annotations in ${known.name}` : known.name;
  const value = drops ? (nonEmpty ?? samples) : samples;
  const part: Part = { name: 'samples', value, certainty, origin: { text, url: known.source } };
  return single(part, certainty === 'at most' ? [MAY_DROP] : []);
}
