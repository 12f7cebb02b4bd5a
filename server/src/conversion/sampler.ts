import { valueAt } from '../config/values.ts';
import { findType } from '../mmengine/catalogue.ts';
import type { Unit } from '../training/plan.ts';
import type { ConversionStep, StepWork } from './step.ts';

const SAMPLERS: Readonly<Record<Unit, string>> = { epoch: 'DefaultSampler', iter: 'InfiniteSampler' };

/** A sampler that ends with the data for an epoch loop, one that never ends for an iteration loop. */
export const samplerStep: ConversionStep = {
  id: 'sampler',
  title: (to) =>
    to === 'iter'
      ? 'Sample without end (`train_dataloader.sampler`)'
      : 'Sample epoch by epoch (`train_dataloader.sampler`)',
  convert(work) {
    const { sampler } = work.plan;
    if (!sampler || (sampler.state !== 'dict' && sampler.state !== 'none')) return;
    if (sampler.state === 'none') {
      const isAlone = !valueAt(work.plan.config, ['train_dataloader', 'batch_sampler']);
      work.note(
        `\`train_dataloader.sampler\` is None and is kept${isAlone ? ': the data are read in order, without shuffling, under either loop' : ''}.`,
      );
      return;
    }
    const from: Unit = work.to === 'iter' ? 'epoch' : 'iter';
    const { type, cfg } = sampler;
    if (cfg?.open || type.value === undefined) {
      work.refuse('`train_dataloader.sampler` depends on a value that is not known here, so it cannot be converted.');
      return;
    }
    const isStandard = type.entry?.package === 'mmengine';
    if (isStandard && type.value === SAMPLERS[work.to]) {
      dropForeignArguments(work);
      return;
    }
    if (isStandard && type.value === SAMPLERS[from]) replaceSampler(work);
    else keepSampler(work, type.value);
  },
};

function replaceSampler(work: StepWork): void {
  const { sampler } = work.plan;
  if (!sampler) return;
  const name = SAMPLERS[work.to];
  work.setType([...sampler.keyPath, 'type'], sampler.type, 'mmengine.dataset', name);
  dropForeignArguments(work);
}

/** What another sampler left over would stop the run. */
function dropForeignArguments(work: StepWork): void {
  const { sampler } = work.plan;
  if (!sampler) return;
  const name = SAMPLERS[work.to];
  const accepted = new Set([
    'type',
    '_scope_',
    ...(findType('sampler', name, 'mmengine')?.params ?? []).map((param) => param.name),
  ]);
  for (const key of sampler.cfg?.entries.keys() ?? []) if (!accepted.has(key)) work.remove([...sampler.keyPath, key]);
}

function keepSampler(work: StepWork, type: string): void {
  const { behaviour } = work.plan.sampler ?? {};
  if (work.to === 'epoch') {
    if (behaviour === 'infinite')
      work.refuse(
        `\`train_dataloader.sampler\` is a ${type}, which never ends: the first epoch would not end either, and it has no counterpart. Choose a sampler that ends by hand.`,
      );
    else if (behaviour === 'unknown')
      work.note(
        `\`train_dataloader.sampler\` (${type}) is kept: make sure that it ends with the data, or the first epoch never ends.`,
      );
  } else if (behaviour === 'finite')
    work.note(
      `\`train_dataloader.sampler\` (${type}) is kept: it ends with the data, so MMEngine starts the workers anew and waits 2 seconds after each pass.`,
    );
  else if (behaviour === 'unknown')
    work.note(
      `\`train_dataloader.sampler\` (${type}) is kept: if it ends with the data, MMEngine starts the workers anew after each pass.`,
    );
}
