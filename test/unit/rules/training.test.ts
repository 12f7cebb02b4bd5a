import { describe, expect, it } from 'vitest';
import { check, fixed, markedText } from './support.ts';

const DATA = `train_dataloader = dict(
    batch_size=32, dataset=dict(type='CIFAR10'), sampler=dict(type='DefaultSampler', shuffle=True, round_up=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
`;
const LAZY = `from mmengine.dataset import InfiniteSampler
from mmengine.runner import EpochBasedTrainLoop, IterBasedTrainLoop
train_dataloader = dict(batch_size=2, dataset=dict(type='X'), sampler=dict(type=InfiniteSampler, shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.1))
`;
const INHERIT_LAZY = `from mmengine.config import read_base

with read_base():
    from .base import *

`;

interface Case {
  readonly title: string;
  readonly rule: string;
  readonly config: string;
  readonly base?: string;
  readonly others?: Readonly<Record<string, string>>;
  readonly file?: string;
  readonly itersPerEpoch?: number;
  /** The text that is marked. */
  readonly at: string;
  /** What the first fix makes of the file; absent when there is none. */
  readonly becomes?: string;
}

const inheriting = (child: string) => `_base_ = './base.py'\n${child}\n`;

const cases: readonly Case[] = [
  {
    title: 'the local flag wins over an inherited type',
    rule: 'train-cfg-type-and-by-epoch',
    config: inheriting('train_cfg = dict(by_epoch=False, max_iters=90000)'),
    base: `${DATA}train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12, val_interval=1)\n`,
    at: 'by_epoch',
    becomes: inheriting('train_cfg = dict(_delete_=True, by_epoch=False, max_iters=90000)'),
  },
  {
    title: 'the length is worked out where it can be',
    rule: 'train-cfg-type-and-by-epoch',
    config: inheriting('train_cfg = dict(by_epoch=False)'),
    base: `${DATA}train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12, val_interval=1)\n`,
    itersPerEpoch: 1000,
    at: 'by_epoch',
    becomes: inheriting('train_cfg = dict(_delete_=True, by_epoch=False, max_iters=12000)'),
  },
  {
    title: 'the local type wins over an inherited flag',
    rule: 'train-cfg-type-and-by-epoch',
    config: inheriting("train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)"),
    base: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)\n`,
    at: 'type',
    becomes: inheriting("train_cfg = dict(_delete_=True, type='IterBasedTrainLoop', max_iters=90000)"),
  },
  {
    title: 'lazy configs bind the name anew',
    rule: 'train-cfg-type-and-by-epoch',
    config: `${INHERIT_LAZY}train_cfg.update(by_epoch=False, max_iters=9000)\n`,
    base: `${LAZY}train_cfg = dict(type=EpochBasedTrainLoop, max_epochs=12, val_interval=1)\n`,
    at: 'by_epoch',
    becomes: `${INHERIT_LAZY}train_cfg = dict(by_epoch=False, max_iters=9000)\n`,
  },
  {
    title: 'an inherited length of the other unit is dropped',
    rule: 'train-cfg-foreign-key',
    config: inheriting('train_cfg = dict(by_epoch=False, max_iters=90000)'),
    base: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)\n`,
    at: 'by_epoch',
    becomes: inheriting('train_cfg = dict(_delete_=True, by_epoch=False, max_iters=90000)'),
  },
  {
    title: 'a local length of the other unit changes the loop',
    rule: 'train-cfg-foreign-key',
    config: inheriting('train_cfg = dict(max_iters=9000)'),
    base: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)\n`,
    at: 'max_iters',
    becomes: inheriting('train_cfg = dict(_delete_=True, max_iters=9000, by_epoch=False)'),
  },
  {
    title: 'a `_delete_` without a base is a key like any other',
    rule: 'train-cfg-foreign-key',
    config: `${DATA}train_cfg = dict(_delete_=True, by_epoch=True, max_epochs=12)\n`,
    at: '_delete_',
    becomes: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\n`,
  },
  {
    title: 'JSON has the same rules',
    rule: 'train-cfg-foreign-key',
    file: 'config.json',
    config: '{"train_cfg": {"by_epoch": true, "max_iters": 10}}',
    at: '"max_iters"',
    becomes: '{"train_cfg": {"by_epoch": false, "max_iters": 10}}',
  },
  {
    title: 'a length that is missing altogether',
    rule: 'train-cfg-bad-value',
    config: `${DATA}train_cfg = dict(by_epoch=False)\n`,
    at: 'train_cfg',
  },
  {
    title: 'YAML has no tuples',
    rule: 'train-cfg-bad-value',
    file: 'config.yaml',
    config: 'train_cfg:\n  by_epoch: true\n  max_epochs: 12\n  dynamic_intervals: [[10, 1]]\n',
    at: 'dynamic_intervals',
  },
  {
    title: 'imported types are replaced by imported types',
    rule: 'infinite-sampler-in-epoch-loop',
    config: `${LAZY}train_cfg = dict(type=EpochBasedTrainLoop, max_epochs=12)\n`,
    at: 'type',
    becomes: `${LAZY}train_cfg = dict(type=EpochBasedTrainLoop, max_epochs=12)\n`
      .replace('import InfiniteSampler', 'import DefaultSampler')
      .replace('type=InfiniteSampler', 'type=DefaultSampler'),
  },
  {
    title: 'the choice of the loop is to blame for an inherited sampler',
    rule: 'finite-sampler-in-iter-loop',
    config: inheriting('train_cfg = dict(_delete_=True, by_epoch=False, max_iters=9000)'),
    base: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\n`,
    at: 'by_epoch',
    becomes: inheriting(
      "train_dataloader = dict(\n    sampler=dict(_delete_=True, type='InfiniteSampler', shuffle=True))\ntrain_cfg = dict(_delete_=True, by_epoch=False, max_iters=9000)",
    ),
  },
  {
    title: "the guide's own advice, over an inherited sampler",
    rule: 'sampler-none',
    config: inheriting('train_dataloader = dict(sampler=None)'),
    base: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\n`,
    at: 'sampler',
    becomes: inheriting("train_dataloader = dict(sampler=dict(_delete_=True, type='DefaultSampler', shuffle=True))"),
  },
  {
    title: 'a stray comma in the fragment that has it',
    rule: 'not-a-dict',
    config: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12),  # twelve\n`,
    at: 'train_cfg',
    becomes: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)  # twelve\n`,
  },
  {
    title: 'the base has replaced what it inherits itself',
    rule: 'train-cfg-foreign-key',
    config: inheriting('train_cfg = dict(by_epoch=False, max_iters=90000)'),
    base: "_base_ = './runtime.py'\ntrain_cfg = dict(_delete_=True, by_epoch=True, max_epochs=12)\n",
    others: { 'runtime.py': `${DATA}train_cfg = dict(by_epoch=True, max_epochs=1)\n` },
    at: 'by_epoch',
    becomes: inheriting('train_cfg = dict(_delete_=True, by_epoch=False, max_iters=90000)'),
  },
  {
    title: 'a `_delete_` that the base could not obey goes with the rest',
    rule: 'train-cfg-foreign-key',
    config: inheriting('train_cfg = dict(by_epoch=False, max_iters=90000)'),
    base: `${DATA}train_cfg = dict(_delete_=True, by_epoch=True, max_epochs=12)\n`,
    at: 'by_epoch',
    becomes: inheriting('train_cfg = dict(_delete_=True, by_epoch=False, max_iters=90000)'),
  },
  {
    title: 'what a new type leaves over goes at once',
    rule: 'sampler-foreign-argument',
    config: inheriting("train_dataloader = dict(sampler=dict(type='InfiniteSampler'))"),
    base: "train_dataloader = dict(batch_size=2, sampler=dict(type='mmdet.ClassAwareSampler', num_sample_class=1, seed=0, round_up=True))\n",
    at: 'type',
    becomes: inheriting("train_dataloader = dict(sampler=dict(_delete_=True, type='InfiniteSampler', seed=0))"),
  },
  {
    title: 'a leftover from the time when the interval stood there',
    rule: 'loop-foreign-key',
    config: inheriting("work_dir = 'runs'"),
    base: "val_dataloader = dict(dataset=dict(type='X'))\nval_cfg = dict(interval=2)\n",
    at: "'./base.py'",
    becomes: inheriting("work_dir = 'runs'\nval_cfg = dict(_delete_=True)"),
  },
  {
    title: 'numbers that variables give',
    rule: 'interval-unit-suspect',
    config: `interval = 2000\n${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\ndefault_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=interval))\n`,
    itersPerEpoch: 1000,
    at: 'interval',
    becomes: `interval = 2000\n${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\ndefault_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=2))\n`,
  },
  {
    title: 'a misspelt hook',
    rule: 'type-unknown',
    config: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\ndefault_hooks = dict(checkpoint=dict(type='CheckPointHook'))\n`,
    at: 'type',
    becomes: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\ndefault_hooks = dict(checkpoint=dict(type='CheckpointHook'))\n`,
  },
  {
    title: 'an override that has nothing to override',
    rule: 'type-missing',
    config: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\ndefault_hooks = dict(checkpoint=dict(interval=1))\n`,
    at: 'checkpoint',
    becomes: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\ndefault_hooks = dict(checkpoint=dict(interval=1, type='CheckpointHook'))\n`,
  },
  {
    title: 'a scheduler of no kind',
    rule: 'type-missing',
    config: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\nparam_scheduler = [dict(begin=0, end=5)]\n`,
    at: 'dict(begin=0, end=5)',
  },
  {
    title: 'JSON has its own words',
    rule: 'train-cfg-without-mode',
    file: 'config.json',
    config:
      '{"train_cfg": {"max_epochs": 12}, "train_dataloader": {"sampler": {"type": "DefaultSampler"}}, "optim_wrapper": {}}',
    at: '"train_cfg"',
    becomes:
      '{"train_cfg": {"max_epochs": 12, "by_epoch": true}, "train_dataloader": {"sampler": {"type": "DefaultSampler"}}, "optim_wrapper": {}}',
  },
  {
    title: 'a resumption that will not happen',
    rule: 'legacy-mmcv-key',
    config: `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\nresume_from = 'epoch_3.pth'\n`,
    at: 'resume_from',
  },
];

describe.each(cases)('$rule: $title', (one) => {
  const { rule, config, base, others, file = 'config.py', itersPerEpoch, at, becomes } = one;
  const files = { [file]: config, ...others, ...(base === undefined ? {} : { 'base.py': base }) };
  const checked = check(files, file, itersPerEpoch);
  const finding = checked.findings.find((found) => found.rule === rule);

  it('stands where it can be mended', () => {
    expect(finding && markedText(checked, finding)).toBe(at);
  });

  it('is mended', () => {
    expect(finding?.fixes?.length ? fixed(files, file, finding)[file] : undefined).toBe(becomes);
  });
});

describe('silence', () => {
  const quiet = (config: string, others: Readonly<Record<string, string>> = {}) =>
    check({ 'config.py': config, ...others })
      .findings.filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ rule }) => rule);

  it('a fragment may leave open what its children give', () => {
    expect(quiet('train_cfg = dict(max_epochs=12, val_interval=1)\n')).toEqual([]);
    expect(quiet("train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=None)\n")).toEqual([]);
    expect(quiet("train_dataloader = dict(batch_size=2, dataset=dict(type='X'))\n")).toEqual([]);
    expect(quiet("model = dict(type='X')\ntrain_cfg = dict(by_epoch=True, max_epochs=3)\n")).toEqual([]);
  });

  it('a type that custom imports may bring is none of ours', () => {
    const typo = `${DATA}train_cfg = dict(type='EpochBasedTrainLop', max_epochs=12)\n`;
    expect(quiet(typo)).toEqual(['type-unknown']);
    expect(quiet(`custom_imports = dict(imports=['my_loops'])\n${typo}`)).toEqual([]);
    expect(quiet(`default_scope = 'mylab'\n${typo}`)).toEqual([]);
  });

  it('a data set that is a stream takes no sampler', () => {
    const stream = "train_dataloader = dict(batch_size=2, dataset=dict(type='StreamingText'), sampler=None)\n";
    expect(quiet(stream)).toEqual([]);
  });

  it('a variable of an old name that the file itself reads has its reader', () => {
    const used = `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)
evaluation = dict(interval=2)
default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=evaluation['interval']))
`;
    expect(quiet(used)).toEqual([]);
  });

  it('an interval of a few iterations in a short trial is meant', () => {
    expect(quiet('train_cfg = dict(by_epoch=False, max_iters=200, val_interval=1)\n')).toEqual([]);
    expect(quiet('train_cfg = dict(by_epoch=False, max_iters=3000, val_interval=10)\n')).toEqual([]);
  });
});

describe('an inherited entry is wrong because of what this file says', () => {
  const base = `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=4)
val_dataloader = dict(dataset=dict(type='X'), sampler=dict(type='DefaultSampler', shuffle=False))
val_evaluator = dict(type='X')
val_cfg = dict()
param_scheduler = [dict(type='MultiStepLR', milestones=[8, 11])]
default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=1))
custom_hooks = [dict(type='EMAHook', begin_epoch=5)]
`;

  it.each([
    ['train_cfg = dict(max_epochs=3)', 'scheduler-never-reached', 'max_epochs'],
    ['train_cfg = dict(max_epochs=3)', 'val-only-at-end', 'max_epochs'],
    ['train_cfg = dict(max_epochs=3)', 'ema-begin-mismatch', 'max_epochs'],
    ['default_hooks = dict(checkpoint=dict(by_epoch=False))', 'interval-unit-suspect', 'by_epoch'],
  ])('%s: %s', (config, rule, at) => {
    const checked = check({ 'config.py': inheriting(config), 'base.py': base });
    const finding = checked.findings.find((found) => found.rule === rule);
    expect(finding && markedText(checked, finding)).toBe(at);
    expect(finding?.related?.map(({ place }) => place.path)).toEqual(['/configs/base.py']);
  });
});

describe('one cause makes one finding', () => {
  const found = (config: string, base: string) =>
    check({ 'config.py': inheriting(config), 'base.py': base }).findings.map(({ rule }) => rule);

  it('a length of the other unit alone leaves open which loop is meant', () => {
    const base = `${DATA}train_cfg = dict(by_epoch=True, max_epochs=12)\n`;
    expect(found('train_cfg = dict(by_epoch=False)', base)).toEqual(['train-cfg-foreign-key']);
  });

  it('what a new type leaves over', () => {
    const base = "custom_hooks = []\ndefault_hooks = dict(logger=dict(type='LoggerHook', a=1, b=2))\n";
    expect(found("default_hooks = dict(logger=dict(type='IterTimerHook'))", base)).toEqual(['hook-foreign-argument']);
  });
});
