import { valueAt } from '../../config/values.ts';
import { samplerBehaviour } from '../../mmengine/samplers.ts';
import { linkTo } from '../links.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { loopUnit } from '../support/loop.ts';
import type { LoopUnit } from '../support/loops.ts';
import { putSampler, SAMPLER_OF, TRAIN_SAMPLER } from '../support/samplers.ts';
import { catalogued, typeName } from '../support/types.ts';

/** No sampler, hence no shuffling. */
export const rule: Rule = {
  id: 'sampler-none',
  severity: 'warning',
  summary: '`sampler=None` in `train_dataloader`: the data is not shuffled.',
  docs: {
    what: "A `train_dataloader` with `sampler=None`. MMEngine's guide says that MMEngine then chooses a sampler that suits the loop. It does not.",
    why: 'MMEngine builds a sampler only from a dict. `None` goes straight to PyTorch, which reads samples 0, 1, 2, … in order, in every epoch and on every GPU alike. Nothing is said about it. Where there is a `batch_sampler` of MMDetection, which takes its samples from the sampler, building the data loader stops with a `TypeError`: then this is an error.',
    bad: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=None)
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
      {
        code: `default_scope = 'mmdet'
train_dataloader = dict(
    batch_size=2,
    dataset=dict(type='CocoDataset'),
    sampler=None,
    batch_sampler=dict(type='AspectRatioBatchSampler'))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=12)
`,
      },
    ],
    good: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
  },
  *check(context) {
    const { sampler } = context.plan;
    const loop = loopUnit(context);
    if (sampler?.state !== 'none') return;
    // A loop of another kind may build its data loader in its own way.
    const wrapping = loop && wrappingSampler(context);
    if (!wrapping && shufflesOtherwise(context)) return;
    const place = context.locate(TRAIN_SAMPLER);
    const units: readonly LoopUnit[] = loop === undefined ? ['epoch', 'iter'] : [loop];
    const fixes = units.flatMap((unit) => {
      const edits = context.edit(putSampler(context, 'train_dataloader', unit, true));
      return edits ? [{ title: `Use ${SAMPLER_OF[unit]} with shuffling`, edits, preferred: units.length === 1 }] : [];
    });
    yield {
      ...(wrapping && { severity: 'error' }),
      message: wrapping
        ? `\`sampler=None\` gives ${wrapping} nothing to take samples from: MMEngine chooses no sampler, whatever its guide says, and stops with a TypeError when it builds the data loader. Name a sampler: DefaultSampler for training by epoch, InfiniteSampler by iteration.`
        : `With \`sampler=None\` MMEngine chooses no sampler, whatever its guide says: PyTorch reads the samples in order, without shuffling, and every GPU reads the same ones. Name a sampler: DefaultSampler for training by epoch, InfiniteSampler by iteration.`,
      keyPath: TRAIN_SAMPLER,
      place,
      related: linkTo(sampler.slot, place, '`sampler` is set here'),
      fixes,
    };
  },
};

/** The batch sampler of MMDetection that takes its samples from the sampler, and refuses to do without. */
function wrappingSampler(context: RuleContext): string | undefined {
  const batchSampler = valueAt(context.plan.config, ['train_dataloader', 'batch_sampler']);
  const entry = batchSampler?.kind === 'dict' ? catalogued(context, 'sampler', batchSampler) : undefined;
  return entry?.package === 'mmdet' && samplerBehaviour(entry) === 'follows' ? entry.name : undefined;
}

/** PyTorch's own `shuffle`, a batch sampler, or a data set that is a stream and takes no sampler. */
function shufflesOtherwise({ plan }: RuleContext): boolean {
  const loader = plan.config.entries.get('train_dataloader')?.value;
  if (loader?.kind !== 'dict' || loader.open) return true;
  const batchSampler = loader.entries.get('batch_sampler');
  if (loader.entries.has('shuffle') || (batchSampler && batchSampler.value.kind !== 'none')) return true;
  const dataset = loader.entries.get('dataset')?.value;
  return dataset?.kind === 'dict' && /iter(able)?|stream/i.test(typeName(dataset.entries.get('type')?.value) ?? '');
}
