import { expect, test } from 'vitest';
import { convert } from './support.ts';

/** The guide's example (docs/en/common_usage/epoch_to_iter.md of MMEngine) with its two missing commas put in. */
const GUIDE = `param_scheduler = dict(
    type='MultiStepLR',
    milestones=[6, 8],
    by_epoch=True  # by_epoch is True by default
)

default_hooks = dict(
    logger=dict(type='LoggerHook', log_metric_by_epoch=True),  # log_metric_by_epoch is True by default
    checkpoint=dict(type='CheckpointHook', interval=2, by_epoch=True),  # by_epoch is True by default
)

train_cfg = dict(
    by_epoch=True,  # set by_epoch=True or type='EpochBasedTrainLoop'
    max_epochs=10,
    val_interval=2
)

log_processor = dict(
    by_epoch=True
)  # This is the default configuration, and just set it here for comparison.

runner = Runner(
    model=ResNet18(),
    work_dir='./work_dir',
    # Assuming train_dataloader is configured with an epoch-based sampler
    train_dataloader=train_dataloader_cfg,
    optim_wrapper=dict(optimizer=dict(type='SGD', lr=0.001, momentum=0.9)),
    param_scheduler=param_scheduler,
    default_hooks=default_hooks,
    log_processor=log_processor,
    train_cfg=train_cfg,
    resume=True,
)
`;

const CONVERTED = GUIDE.replace('[6, 8]', '[6000, 8000]')
  .replace('by_epoch=True  # by_epoch', 'by_epoch=False  # by_epoch')
  .replace('log_metric_by_epoch=True)', 'log_metric_by_epoch=False)')
  .replace('interval=2, by_epoch=True', 'interval=2000, by_epoch=False')
  .replace('by_epoch=True,  # set', 'by_epoch=False,  # set')
  .replace('max_epochs=10', 'max_iters=10000')
  .replace('val_interval=2\n', 'val_interval=2000\n')
  .replace('log_processor = dict(\n    by_epoch=True', 'log_processor = dict(\n    by_epoch=False');

test("the guide's example becomes the guide's own values, comments and all", () => {
  const { text, refusals, notes, steps } = convert(GUIDE, { to: 'iter', itersPerEpoch: 1000 });
  expect(refusals).toEqual([]);
  expect(notes).toEqual([]);
  expect(text).toBe(CONVERTED);
  expect(steps.map(({ id }) => id)).toEqual(['train-cfg', 'default-hooks', 'param-scheduler', 'log-processor']);
});

test('a second conversion changes nothing', () => {
  expect(convert(CONVERTED, { to: 'iter', itersPerEpoch: 1000 }).edits).toEqual([]);
});

test('converted back, it is the same file again', () => {
  expect(convert(CONVERTED, { to: 'epoch', itersPerEpoch: 1000 }).text).toBe(GUIDE);
});

/** The complete training script of the guide's table, left column, mended; its call forgets `param_scheduler`. */
const SCRIPT = `import torchvision.transforms as transforms
from torch.utils.data import DataLoader
from torch.optim import SGD
from mmengine.evaluator import BaseMetric
from mmengine.runner import Runner

train_dataloader = DataLoader(batch_size=32, shuffle=True, dataset=None)
val_dataloader = DataLoader(batch_size=32, shuffle=False, dataset=None)


class Accuracy(BaseMetric):
    def process(self, data_batch, data_samples):
        self.results.append(data_batch)


default_hooks = dict(
    logger=dict(type='LoggerHook', log_metric_by_epoch=True),
    checkpoint=dict(type='CheckpointHook', interval=2, by_epoch=True),
)
param_scheduler = dict(
    type='MultiStepLR',
    milestones=[6, 8],
    by_epoch=True
)
# The default configuration of log_processor is used for epoch based training.
# Defining it here additionally is for building runner with the same way.
log_processor = dict(by_epoch=True)
train_cfg = dict(
    by_epoch=True,
    max_epochs=10,
    val_interval=2
)
runner = Runner(
    model=MMResNet50(),
    work_dir='./work_dir',
    train_dataloader=train_dataloader,
    optim_wrapper=dict(optimizer=dict(type=SGD, lr=0.001, momentum=0.9)),
    train_cfg=train_cfg,
    log_processor=log_processor,
    default_hooks=default_hooks,
    val_dataloader=val_dataloader,
    val_cfg=dict(),
    val_evaluator=dict(type=Accuracy),
)
runner.train()
`;

test("the guide's training script gets the right column's values", () => {
  const { text, refusals } = convert(SCRIPT, { to: 'iter', itersPerEpoch: 1000 });
  expect(refusals).toEqual([]);
  expect(text).toContain("logger=dict(type='LoggerHook', log_metric_by_epoch=False),");
  expect(text).toContain("checkpoint=dict(type='CheckpointHook', interval=2000, by_epoch=False),");
  expect(text).toContain('log_processor = dict(by_epoch=False)');
  expect(text).toContain('    by_epoch=False,\n    max_iters=10000,\n    val_interval=2000\n');
  expect(text).toContain('milestones=[6000, 8000],\n    by_epoch=False\n');
});
