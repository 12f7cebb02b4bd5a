import { expect, test } from 'vitest';
import { convert } from './support.ts';

const CONFIG = `train_cfg = dict(by_epoch=True, max_epochs=10, val_interval=1)
param_scheduler = [
    dict(type='LinearLR', start_factor=0.001, by_epoch=False, begin=0, end=500),
    dict(type='MultiStepLR', milestones=[6, 8]),  # drops
    dict(type='CosineAnnealingLR', T_max=4, begin=1, end=5, by_epoch=True),
]
`;
const options = { to: 'iter', itersPerEpoch: 100, schedulers: 'convert-to-iter-based' } as const;

test('schedulers keep their epochs, get the end that MMEngine needs, and twice is once', () => {
  const { text } = convert(CONFIG, options);
  expect(text).toBe(`train_cfg = dict(by_epoch=False, max_iters=1000, val_interval=100)
param_scheduler = [
    dict(type='LinearLR', start_factor=0.001, by_epoch=False, begin=0, end=500),
    dict(type='MultiStepLR', milestones=[6, 8], end=10,
         convert_to_iter_based=True),  # drops
    dict(type='CosineAnnealingLR', T_max=4, begin=1, end=5, by_epoch=True,
         convert_to_iter_based=True),
]
`);
  expect(convert(text, options).edits).toEqual([]);
  // The order of steps makes no difference.
  const looped = convert(CONFIG, { ...options, steps: ['train-cfg'] }).text;
  expect(convert(looped, { ...options, steps: ['param-scheduler'] }).text).toBe(text);
  // Back, MMEngine converts them under the epoch loop as well.
  expect(convert(text, { to: 'epoch', itersPerEpoch: 100 }).text).toContain('milestones=[6, 8], end=10');
});

test('a rate per step, which MMEngine does not convert, is converted here', () => {
  const { text, notes } = convert(
    "train_cfg = dict(by_epoch=True, max_epochs=10)\nparam_scheduler = dict(type='ExponentialLR', gamma=0.5, end=10)\n",
    { ...options, steps: ['param-scheduler'] },
  );
  expect(text).toContain('end=1000, by_epoch=False');
  expect(notes).toEqual([expect.stringContaining('`gamma` at every iteration')]);
});

test('says what comes of it on several GPUs', () => {
  const sampler = "train_dataloader = dict(batch_size=2, sampler=dict(type='DefaultSampler', shuffle=True))\n";
  expect(convert(sampler + CONFIG, options).notes).toEqual([expect.stringContaining('on several GPUs')]);
});
