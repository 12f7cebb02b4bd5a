import type { DictValue, Value } from '../../config/values.ts';
import { type Amount, joined, operand, product, single, sum } from './amount.ts';
import { pythonRound } from './arithmetic.ts';
import type { SampleCounts } from './counts.ts';
import { leafSamples } from './leaf.ts';
import { isReason, type Reason, Settings } from './section.ts';

/** What the number of samples depends on besides the data set's dict. */
export interface DatasetContext {
  /** The registry in which bare names are looked up first. */
  readonly scope: string | undefined;
  readonly counts: SampleCounts;
}

/** Wrappers never nest deeper in earnest; a dict that contains itself would. */
const MAX_DEPTH = 16;

/** `len(dataset)` of a data set's dict, as MMEngine would build it. */
export function samplesOf(value: Value | undefined, context: DatasetContext, depth = 0): Amount | Reason {
  if (value?.kind !== 'dict' || depth > MAX_DEPTH) return { unknown: 'The data set is not written as a dict.' };
  const type = value.entries.get('type')?.value;
  const qualified = type && classNamed(type);
  if (value.open || qualified === undefined)
    return { unknown: 'What the data set is cannot be known without running Python.' };
  const name = qualified.slice(qualified.lastIndexOf('.') + 1);
  const inner = (): Amount | Reason => samplesOf(value.entries.get('dataset')?.value, context, depth + 1);
  switch (name) {
    case 'RepeatDataset':
      return repeated(value, inner());
    case 'ConcatDataset':
    case 'CombinedDataset':
      return together(value, context, depth);
    case 'MultiImageMixDataset':
      return inner();
    case 'ClassBalancedDataset':
    case 'CBGSDataset':
      return {
        unknown: `\`${name}\` repeats a sample the more often the rarer its classes are, which only its annotations tell.`,
      };
    case 'KFoldDataset':
      return { unknown: 'How many samples a fold of `KFoldDataset` has depends on how it splits them.' };
    default:
      return leafSamples(value, classOf(qualified, name, value, context.scope), context.counts);
  }
}

/** As a string, or imported by a lazy config; a class that a script defines is in no package. */
function classNamed(type: Value): string | undefined {
  if (type.kind === 'lazy') return `${type.module}.${type.name}`;
  return type.kind === 'str' ? type.value : undefined;
}

/** `mmdet.CocoDataset`, whether it is written so, bare, or imported from a module of the package. */
function classOf(qualified: string, name: string, cfg: DictValue, scope: string | undefined): string {
  if (qualified !== name) return `${qualified.slice(0, qualified.indexOf('.'))}.${name}`;
  const own = cfg.entries.get('_scope_')?.value;
  const within = own?.kind === 'str' ? own.value : scope;
  return within === undefined ? name : `${within}.${name}`;
}

function repeated(cfg: DictValue, inner: Amount | Reason): Amount | Reason {
  if (isReason(inner)) return inner;
  const settings = new Settings(cfg);
  const times = settings.int('times');
  if (settings.reason) return settings.reason;
  if (times === undefined || times < 1) return { unknown: '`RepeatDataset` does not say how many times.' };
  const origin = { text: '`times` of RepeatDataset', place: settings.place('times') };
  return product(inner, single({ name: 'repeats', value: times, certainty: 'exact', origin }));
}

function together(cfg: DictValue, context: DatasetContext, depth: number): Amount | Reason {
  const settings = new Settings(cfg);
  const datasets = settings.items('datasets');
  const ratios = settings.items('sample_ratio_factor');
  if (settings.reason) return settings.reason;
  if (!datasets || datasets.length === 0) return { unknown: 'The joined data set has no `datasets`.' };
  const amounts: Amount[] = [];
  for (const [index, dataset] of datasets.entries()) {
    const amount = samplesOf(dataset, context, depth + 1);
    if (isReason(amount)) return amount;
    const scaled = ratios ? resampled(amount, ratios[index]) : amount;
    if (isReason(scaled)) return scaled;
    amounts.push(scaled);
  }
  return sum(amounts);
}

/** MMPose's `sample_ratio_factor`: a share of each data set, rounded. */
function resampled(amount: Amount, ratio: Value | undefined): Amount | Reason {
  if (ratio?.kind !== 'int' && ratio?.kind !== 'float')
    return { unknown: '`sample_ratio_factor` does not have a number for each data set.' };
  const factor = Number(ratio.value);
  const value = pythonRound(amount.value * factor);
  return { ...joined([amount]), value, text: `round(${operand(amount)} × ${factor})`, form: 'number' };
}
