import type { Finding, Rule, RuleContext } from '../rule.ts';
import { foreignArgumentFindings } from '../support/foreignArguments.ts';
import { catalogued } from '../support/types.ts';

const LOADERS = ['train_dataloader', 'val_dataloader', 'test_dataloader'];

/** An argument that the sampler does not take. */
export const rule: Rule = {
  id: 'sampler-foreign-argument',
  severity: 'error',
  summary: 'A sampler gets an argument that it does not take.',
  docs: {
    what: 'A `sampler` or `batch_sampler` with an argument that its class does not have. The usual cause is inheritance: a child changes the `type` and keeps the arguments of the sampler in its base.',
    why: 'Building the data loader stops with `TypeError: … got an unexpected keyword argument`. `InfiniteSampler`, for one, takes `shuffle` and `seed`, but no `round_up`.',
    bad: [
      {
        code: `_base_ = './data.py'
train_dataloader = dict(sampler=dict(type='InfiniteSampler'))
`,
        others: {
          'data.py': `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True, round_up=True))
`,
        },
      },
    ],
    good: [
      {
        code: `_base_ = './data.py'
train_dataloader = dict(
    sampler=dict(_delete_=True, type='InfiniteSampler', shuffle=True))
`,
        others: {
          'data.py': `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True, round_up=True))
`,
        },
      },
    ],
  },
  *check(context) {
    for (const loader of LOADERS)
      for (const key of ['sampler', 'batch_sampler']) yield* foreignArguments(context, loader, key);
  },
};

function foreignArguments(context: RuleContext, loaderKey: string, key: string): Iterable<Finding> {
  const loader = context.plan.config.entries.get(loaderKey)?.value;
  const cfg = loader?.kind === 'dict' ? loader.entries.get(key)?.value : undefined;
  const entry = cfg?.kind === 'dict' ? catalogued(context, 'sampler', cfg) : undefined;
  if (cfg?.kind !== 'dict' || !entry) return [];
  const when = loaderKey === 'test_dataloader' ? 'when testing begins' : 'before training begins';
  const part = { cfg, type: { value: entry.name, entry }, keyPath: [loaderKey, key] };
  return foreignArgumentFindings(context, part, [], when);
}
