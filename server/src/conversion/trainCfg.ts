import { isPlainLoop } from '../mmengine/loops.ts';
import type { LoopPlan, Unit } from '../training/plan.ts';
import { convertLoopQuantities } from './defaultHooks.ts';
import { convertInterval } from './intervals.ts';
import type { Literal } from './literal.ts';
import { pinEnds } from './schedulerEnds.ts';
import { type ConversionStep, describePath, type StepWork } from './step.ts';
import { firstEpochFrom, milestoneToEpochs, milestoneToIters, toWholeEpochs } from './units.ts';

const LOOPS: Readonly<Record<Unit, string>> = { epoch: 'EpochBasedTrainLoop', iter: 'IterBasedTrainLoop' };
const LENGTHS: Readonly<Record<Unit, string>> = { epoch: 'max_epochs', iter: 'max_iters' };
/** MMEngine's own `val_interval` (mmengine/runner/loops.py). */
const VAL_INTERVALS: Readonly<Record<Unit, number>> = { epoch: 1, iter: 1000 };

/** The kind of loop, its length and when it validates. */
export const trainCfgStep: ConversionStep = {
  id: 'train-cfg',
  title: (to) =>
    to === 'iter' ? 'Count training in iterations (`train_cfg`)' : 'Count training in epochs (`train_cfg`)',
  convert(work) {
    const { loop, mode } = work.plan;
    const from: Unit = work.to === 'iter' ? 'epoch' : 'iter';
    if (loop?.type.entry && isPlainLoop(loop.type.entry) && mode === work.to) {
      dropLeftover(work, loop, from);
      if (work.to === 'iter') countLength(work, loop);
    }
    if (!loop || mode !== from) return;
    const isKnown = loop.type.entry ? isPlainLoop(loop.type.entry) : loop.type.slot === undefined;
    if (!isKnown) {
      work.refuse(
        `\`train_cfg\` uses \`${loop.type.value}\`, a loop of its own that has no counterpart counted in ${work.to === 'iter' ? 'iterations' : 'epochs'}. Choose the loop by hand first.`,
      );
      return;
    }
    convertLoop(work, loop, from);
  },
};

/** A length in the other unit beside the right one, mostly an inherited one: the loop does not take it, and the run would stop. */
function dropLeftover(work: StepWork, { cfg, keyPath }: LoopPlan, from: Unit): void {
  if (!cfg.entries.has(LENGTHS[from]) || !cfg.entries.has(LENGTHS[work.to])) return;
  const path = [...keyPath, LENGTHS[from]];
  const { style, path: file } = work.loaded;
  // To take an inherited key out means to write the rest of the dict, which YAML and JSON cannot always do.
  if ((style === 'yaml' || style === 'json') && cfg.entries.get(LENGTHS[from])?.at?.path !== file)
    work.note(
      `\`${describePath(path)}\` is inherited, and the loop does not take it: the run stops with a TypeError. Take it out where it is set.`,
    );
  else work.remove(path);
}

/**
 * A loop that counts iterations and takes its length in epochs, as XTuner's does, multiplies them by the length of its data
 * loader. With a sampler without end that is one pass on one GPU, however many there are.
 */
function countLength(work: StepWork, { cfg, length, keyPath }: LoopPlan): void {
  if (length.unit !== 'epoch' || !length.slot || length.value === undefined) return;
  const iters = length.value * work.n;
  if (cfg.entries.has(LENGTHS.iter)) {
    work.remove(length.keyPath);
    work.set([...keyPath, LENGTHS.iter], iters);
  } else work.rename(length.keyPath, LENGTHS.iter, iters);
}

function convertLoop(work: StepWork, loop: LoopPlan, from: Unit): void {
  const { to, n } = work;
  const length = loop.length.value;
  // A loop may count iterations and take its length in epochs.
  const isInWanted = loop.length.unit === to;
  if (length === undefined || (loop.length.unit !== from && !isInWanted)) {
    work.refuse(
      `The length of training, \`${describePath(loop.length.keyPath)}\`, is not known here, so it cannot be converted.`,
    );
    return;
  }
  const path = loop.keyPath;
  if (loop.type.slot) {
    work.setType([...path, 'type'], loop.type, 'mmengine.runner', LOOPS[to]);
    // MMEngine refuses both together.
    if (loop.byEpoch.slot) work.remove([...path, 'by_epoch']);
  } else work.set([...path, 'by_epoch'], to === 'epoch');
  const iters = isInWanted ? length * n : length;
  const converted = to === 'iter' ? length * n : toWholeEpochs(iters, n);
  if (isInWanted) {
    if (converted !== length) work.set([...path, LENGTHS[to]], converted);
  } else if (loop.cfg.entries.has(LENGTHS[to])) {
    work.remove([...path, LENGTHS[from]]);
    work.set([...path, LENGTHS[to]], converted);
  } else work.rename([...path, LENGTHS[from]], LENGTHS[to], converted);
  if (to === 'epoch' && converted * n !== iters)
    work.note(
      `Training was ${iters} iterations long, which is no whole number of epochs: ${converted} ${converted === 1 ? 'epoch is' : 'epochs are'} ${converted * n} iterations.`,
    );
  convertValidation(work, loop, from);
  convertLoopQuantities(work);
  if (to === 'epoch') pinEnds(work);
}

function convertValidation(work: StepWork, loop: LoopPlan, from: Unit): void {
  const { to, n } = work;
  const path = loop.keyPath;
  const begin = loop.valBegin;
  if (begin.slot && begin.value !== undefined) {
    const value = to === 'iter' ? begin.value * n : firstEpochFrom(begin.value, n);
    work.set(begin.keyPath, value);
  } else if (begin.slot) refuseUnknown(work, begin.keyPath);

  const interval = loop.valInterval;
  if (interval.slot && interval.value === undefined) refuseUnknown(work, interval.keyPath);
  else {
    // Python divides by a negative one as by the positive one.
    const every = interval.slot ? Math.abs(interval.value ?? 0) : VAL_INTERVALS[from];
    const converted = convertInterval(work, every, describePath(interval.keyPath));
    if (interval.slot || to === 'iter' || converted !== VAL_INTERVALS[to])
      work.set([...path, 'val_interval'], converted);
  }

  const dynamic = loop.dynamicIntervals;
  if (!dynamic.slot || dynamic.slot.value.kind === 'none') return;
  if (dynamic.value === undefined) {
    refuseUnknown(work, dynamic.keyPath);
    return;
  }
  const milestone = to === 'iter' ? milestoneToIters : milestoneToEpochs;
  const pairs = dynamic.value.map(
    ([at, every], i): Literal => ({
      tuple: [milestone(at, n), convertInterval(work, every, `${describePath(dynamic.keyPath)}[${i}]`)],
    }),
  );
  work.set(dynamic.keyPath, { list: pairs });
}

function refuseUnknown(work: StepWork, path: readonly (string | number)[]): void {
  work.refuse(`The value of \`${describePath(path)}\` is not known here, so it cannot be converted.`);
}
