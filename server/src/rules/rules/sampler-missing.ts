import type { Finding, Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { loopUnit } from '../support/loop.ts';
import { putSampler, SAMPLER_OF } from '../support/samplers.ts';

/** A key that MMEngine reads without a default. */
export const rule: Rule = {
  id: 'sampler-missing',
  severity: 'error',
  summary: 'A data loader has no `sampler`.',
  docs: {
    what: 'A `train_dataloader`, `val_dataloader` or `test_dataloader` without the key `sampler`, in a config that can be trained (a warning for the last two, since training scripts can drop them).',
    why: "MMEngine has no default for it: building the data loader stops with `KeyError: 'sampler'`, for training and validation before training begins.",
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
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
  },
  *check(context) {
    for (const loader of LOADERS) if (lacksSampler(context, loader)) yield missing(context, loader);
  },
};

/** Each data loader with the dict that says which loop reads it. */
const LOADERS = [
  { key: 'train_dataloader', loop: 'train_cfg', when: 'before training begins' },
  { key: 'val_dataloader', loop: 'val_cfg', when: 'before training begins' },
  { key: 'test_dataloader', loop: 'test_cfg', when: 'when testing begins' },
] as const;

function lacksSampler(context: RuleContext, { key, loop }: (typeof LOADERS)[number]): boolean {
  const { isRoot, config, mode } = context.plan;
  const loader = config.entries.get(key)?.value;
  if (!isRoot || loader?.kind !== 'dict' || loader.open || loader.entries.has('sampler')) return false;
  // A loop of another kind may build its data loader in its own way.
  if (loop === 'train_cfg') return mode !== 'custom' && mode !== 'unknown';
  const cfg = config.entries.get(loop)?.value;
  return cfg?.kind === 'dict' && !cfg.open && !cfg.entries.has('type');
}

function missing(context: RuleContext, { key, when }: (typeof LOADERS)[number]): Finding {
  const unit = key === 'train_dataloader' ? (loopUnit(context) ?? 'epoch') : 'epoch';
  const shuffle = key === 'train_dataloader';
  const edits = context.edit(putSampler(context, key, unit, shuffle));
  return {
    message: `\`${key}\` has no \`sampler\`, and MMEngine has no default for it: the run stops with KeyError: 'sampler' ${when}. Add one, for example ${SAMPLER_OF[unit]}.`,
    keyPath: [key],
    place: context.locate([key]),
    // Training scripts have options that drop these (`--no-validate`).
    ...(shuffle ? {} : { severity: 'warning' as const }),
    ...(edits
      ? {
          fixes: [
            { title: `Add ${SAMPLER_OF[unit]} ${shuffle ? 'with' : 'without'} shuffling`, edits, preferred: true },
          ],
        }
      : {}),
  };
}
