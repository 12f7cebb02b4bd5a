import type { Rule } from '../rule.ts';
import { trainLoop } from '../support/loops.ts';
import { putSampler, SAMPLER_OF } from '../support/samplers.ts';

/** A key that MMEngine reads without a default. */
export const rule: Rule = {
  id: 'sampler-missing',
  severity: 'error',
  summary: '`train_dataloader` has no `sampler`.',
  docs: {
    what: 'The `train_dataloader` of a config that can be trained, without the key `sampler`.',
    why: "MMEngine has no default for it: building the data loader stops with `KeyError: 'sampler'` before training begins.",
    bad: [
      {
        code: `train_dataloader = dict(batch_size=32, dataset=dict(type='CIFAR10'))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
    good: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
  },
  *check(context) {
    const { sampler, isRoot, config } = context.plan;
    const loader = config.entries.get('train_dataloader')?.value;
    if (!isRoot || sampler?.state !== 'missing' || loader?.kind !== 'dict' || loader.open) return;
    // A loop of another kind may build its data loader in its own way.
    const loop = trainLoop(context);
    if (context.plan.mode === 'custom' || context.plan.mode === 'unknown') return;
    const unit = loop?.unit ?? 'epoch';
    const edits = context.edit(putSampler(context, unit));
    yield {
      message: `\`train_dataloader\` has no \`sampler\`, and MMEngine has no default for it: the run stops with KeyError: 'sampler' before training begins. Add one, for example ${SAMPLER_OF[unit]}.`,
      keyPath: ['train_dataloader'],
      place: context.locate(['train_dataloader']),
      ...(edits
        ? { fixes: [{ title: `Add ${SAMPLER_OF[unit]} with shuffling`, edits, preferred: loop !== undefined }] }
        : {}),
    };
  },
};
