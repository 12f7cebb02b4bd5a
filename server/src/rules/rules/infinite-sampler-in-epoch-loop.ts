import type { Rule } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { loopUnit } from '../support/loop.ts';
import { trainLoop } from '../support/loops.ts';
import { standAgainstLoop } from '../support/place.ts';
import { changeSampler, TRAIN_SAMPLER } from '../support/samplers.ts';

/** An epoch that never ends. */
export const rule: Rule = {
  id: 'infinite-sampler-in-epoch-loop',
  severity: 'error',
  summary: 'An infinite sampler under an epoch-based loop: the first epoch never ends.',
  docs: {
    what: "A `train_dataloader` whose sampler never stops (`InfiniteSampler`, and MMDetection's `MultiSourceSampler` and `GroupMultiSourceSampler`) under `EpochBasedTrainLoop`. Often left behind by an iteration-based base config.",
    why: 'The loop waits for the end of the data, and the data has none. The run goes on in its first epoch for ever, and what waits for its end never happens: no validation, no checkpoint, no learning rate step that is counted in epochs. No error is raised.',
    bad: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='InfiniteSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
      {
        code: `_base_ = './iterations.py'
train_cfg = dict(_delete_=True, by_epoch=True, max_epochs=10)
default_hooks = dict(checkpoint=dict(interval=1))
`,
        others: {
          'iterations.py': `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='InfiniteSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=False, max_iters=10000, val_interval=2000)
`,
        },
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
    const sampler = context.plan.sampler;
    const loop = trainLoop(context);
    // A loop derived from MMEngine's may end its epochs in a way of its own.
    if (sampler?.behaviour !== 'infinite' || loopUnit(context) !== 'epoch' || !loop?.plain) return;
    const name = sampler.type.value ?? 'The sampler';
    const cfg = sampler.cfg;
    const replaceable = cfg && sampler.type.entry?.package === 'mmengine';
    const edits = replaceable ? context.edit(changeSampler(context, cfg, 'epoch')) : undefined;
    yield {
      message: `${name} never stops, and this config trains by epoch: the first epoch never ends, without any error. Nothing that waits for its end will happen: no validation, no checkpoint, no learning rate step. Use DefaultSampler, or train by iteration.`,
      ...standAgainstLoop(context, [...TRAIN_SAMPLER, 'type']),
      ...(edits ? { fixes: [{ title: 'Use DefaultSampler', edits, preferred: true }] } : {}),
    };
  },
};
