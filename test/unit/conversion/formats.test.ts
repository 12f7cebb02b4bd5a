import { describe, expect, test } from 'vitest';
import { CONVERSION_STEPS } from '../../../server/src/conversion/convert.ts';
import { convert, type Files } from './support.ts';

const YAML = `train_cfg:
  type: EpochBasedTrainLoop
  max_epochs: 12  # 1x
  val_interval: 1
param_scheduler:
  - type: LinearLR
    by_epoch: false
    end: 50
  - type: MultiStepLR
    by_epoch: true
    milestones: [8, 11]
default_hooks:
  checkpoint: {type: CheckpointHook, interval: 1}
  logger:
    type: LoggerHook
train_dataloader:
  batch_size: 2
  sampler:
    type: DefaultSampler
    shuffle: true
    round_up: true
`;

const LAZY = `from mmengine.dataset.sampler import DefaultSampler
from mmengine.hooks import CheckpointHook, LoggerHook
from mmengine.optim.scheduler.lr_scheduler import MultiStepLR
from mmengine.runner.loops import EpochBasedTrainLoop, ValLoop

train_cfg = dict(type=EpochBasedTrainLoop, max_epochs=12, val_interval=1)
val_cfg = dict(type=ValLoop)
param_scheduler = [dict(type=MultiStepLR, milestones=[8, 11], by_epoch=True)]
default_hooks = dict(
    logger=dict(type=LoggerHook, interval=50),
    checkpoint=dict(type=CheckpointHook, interval=1))
log_processor = dict(window_size=50, by_epoch=True)
train_dataloader = dict(
    batch_size=2,
    sampler=dict(type=DefaultSampler, shuffle=True, round_up=True))
`;

const CASES: Readonly<Record<string, { readonly name: string; readonly files: Files }>> = {
  'a YAML config': { name: 'config.yaml', files: { 'config.yaml': YAML } },
  'a YAML config that inherits': {
    name: 'config.yaml',
    files: { 'base.yaml': YAML, 'config.yaml': '_base_: ./base.yaml\n# longer\ntrain_cfg:\n  max_epochs: 24  # 2x\n' },
  },
  'a YAML config without a last line end': {
    name: 'config.yaml',
    files: { 'config.yaml': YAML.trimEnd() },
  },
  'a JSON config': {
    name: 'config.json',
    files: {
      'config.json': `{
  "train_cfg": {"by_epoch": true, "max_epochs": 12},
  "param_scheduler": {
    "type": "MultiStepLR",
    "milestones": [8, 11]
  },
  "train_dataloader": {
    "batch_size": 2,
    "sampler": {"type": "DefaultSampler", "shuffle": true, "round_up": true}
  }
}
`,
    },
  },
  'a JSON config that only inherits': {
    name: 'config.json',
    files: { 'base.yaml': YAML, 'config.json': '{"_base_": "./base.yaml"}' },
  },
  'a lazy config': { name: 'config.py', files: { 'config.py': LAZY } },
  'a lazy config that only inherits': {
    name: 'config.py',
    files: {
      'base.py': LAZY,
      'config.py': 'from mmengine.config import read_base\n\nwith read_base():\n    from .base import *\n',
    },
  },
  'a lazy config that updates': {
    name: 'config.py',
    files: {
      'base.py': LAZY,
      'config.py': `from mmengine.config import read_base

with read_base():
    from .base import *

max_epochs = 300
train_cfg.update(
    dict(
        max_epochs=max_epochs,
        dynamic_intervals=[(max_epochs - 20, 1)]))
default_hooks.update(
    dict(
        checkpoint=dict(
            interval=10,
            max_keep_ckpts=3  # only keep latest 3 checkpoints
        )))
`,
    },
  },
};

describe.each(Object.entries(CASES))('%s', (_, { name, files }) => {
  const before = files[name] ?? '';
  const to = (text: string, unit: 'iter' | 'epoch' = 'iter', steps = CONVERSION_STEPS.map(({ id }) => id)) =>
    convert({ ...files, [name]: text }, { to: unit, itersPerEpoch: 100, steps }, name);

  test('is converted in its own way', () => {
    const { text, refusals } = to(before);
    expect(refusals).toEqual([]);
    expect(text).toMatchSnapshot();
    expect(to(text).edits).toEqual([]);
    expect(to(text, 'epoch').refusals).toEqual([]);
  });

  test('step by step, last one first', () => {
    const text = [...CONVERSION_STEPS].reverse().reduce((current, { id }) => to(current, 'iter', [id]).text, before);
    expect(text).toBe(to(before).text);
  });
});

test('a list of tuples has no notation in YAML', () => {
  const text = 'train_cfg: {by_epoch: true, max_epochs: 12, dynamic_intervals: [[10, 1]]}\n';
  expect(convert(text, { to: 'iter', itersPerEpoch: 10 }, 'config.yaml').refusals).toHaveLength(1);
});

test('a loop that counts iterations and takes its length in epochs becomes an epoch loop of that length', () => {
  const text = `from mmengine.hooks import CheckpointHook
from xtuner.engine.runner import TrainLoop

max_epochs = 3
train_cfg = dict(type=TrainLoop, max_epochs=max_epochs)
default_hooks = dict(checkpoint=dict(type=CheckpointHook, by_epoch=False, interval=200))
`;
  const { text: converted, refusals } = convert(text, { to: 'epoch', itersPerEpoch: 200, steps: ['train-cfg'] });
  expect(refusals).toEqual([]);
  expect(converted).toContain('from mmengine.runner import EpochBasedTrainLoop\n');
  expect(converted).toContain('train_cfg = dict(type=EpochBasedTrainLoop, max_epochs=max_epochs, val_interval=5)\n');
});

test('a loop that takes its length in epochs gets it in iterations: a sampler without end has other epochs on several GPUs', () => {
  const text = `from mmengine.dataset import DefaultSampler
from mmengine.optim import CosineAnnealingLR
from xtuner.engine.runner import TrainLoop

max_epochs = 3
train_cfg = dict(type=TrainLoop, max_epochs=max_epochs)
train_dataloader = dict(batch_size=1, sampler=dict(type=DefaultSampler, shuffle=True))
param_scheduler = [dict(type=CosineAnnealingLR, by_epoch=True, begin=0, end=max_epochs, convert_to_iter_based=True)]
`;
  const { text: converted, refusals } = convert(text, { to: 'iter', itersPerEpoch: 100 });
  expect(refusals).toEqual([]);
  expect(converted).toContain('max_iters = 300\ntrain_cfg = dict(type=TrainLoop, max_iters=max_iters)\n');
  expect(converted).toContain('InfiniteSampler');
  expect(convert(converted, { to: 'iter', itersPerEpoch: 100 }).edits).toEqual([]);
});

test('a config of MMCV is refused, whose settings MMEngine does not read', () => {
  const text =
    "data = dict(samples_per_gpu=2)\nlr_config = dict(step=[8])\nrunner = dict(type='EpochBasedRunner', max_epochs=12)\n";
  const { refusals } = convert(text, { to: 'iter', itersPerEpoch: 10 });
  expect(refusals).toHaveLength(1);
  expect(refusals[0]).toMatch(/MMCV/);
});
