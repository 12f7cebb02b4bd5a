import type { Rule } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { loopUnit } from '../support/loop.ts';
import { trainLoop } from '../support/loops.ts';
import { standAgainstLoop } from '../support/place.ts';
import { changeSampler, TRAIN_SAMPLER } from '../support/samplers.ts';

/** A sampler that ends under a loop that counts iterations. */
export const rule: Rule = {
  id: 'finite-sampler-in-iter-loop',
  severity: 'info',
  summary: 'A finite sampler under an iteration-based loop: the workers restart at each end of the data.',
  docs: {
    what: 'A `train_dataloader` with `DefaultSampler`, or another sampler that stops after one pass, under `IterBasedTrainLoop`.',
    why: 'Training is right, only slower: at each end of the data MMEngine logs a warning, waits two seconds and, without `persistent_workers=True`, starts the workers anew.',
    bad: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=False, max_iters=10000)
default_hooks = dict(
    logger=dict(type='LoggerHook', log_metric_by_epoch=False),
    checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=2000))
log_processor = dict(by_epoch=False)
`,
      },
    ],
    good: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='InfiniteSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=False, max_iters=10000)
default_hooks = dict(
    logger=dict(type='LoggerHook', log_metric_by_epoch=False),
    checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=2000))
log_processor = dict(by_epoch=False)
`,
      },
    ],
  },
  *check(context) {
    const { sampler, loop: plan } = context.plan;
    const loop = trainLoop(context);
    if (sampler?.behaviour !== 'finite' || loopUnit(context) !== 'iter' || !loop?.plain) return;
    // One pass is enough for all of the training.
    if (context.itersPerEpoch !== undefined && (plan?.length.value ?? Infinity) <= context.itersPerEpoch) return;
    const name = sampler.type.value ?? 'The sampler';
    // Only DefaultSampler says nothing about the order but "shuffled".
    const replaceable = sampler.cfg && name === 'DefaultSampler';
    const edits = replaceable ? context.edit(changeSampler(context, sampler.cfg, 'iter')) : undefined;
    yield {
      message: `${name} stops after one pass over the data, and this config trains by iteration: at each end of the data the run pauses two seconds, and restarts its workers unless they are persistent. InfiniteSampler goes on without a break.`,
      ...standAgainstLoop(context, [...TRAIN_SAMPLER, 'type']),
      ...(edits ? { fixes: [{ title: 'Use InfiniteSampler', edits }] } : {}),
    };
  },
};
