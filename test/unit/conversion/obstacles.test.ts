import { expect, test } from 'vitest';
import { convert } from './support.ts';

const RUNNER = `Runner(
    model=dict(type='A'),
    work_dir='work',
    train_dataloader=dict(batch_size=2, dataset=dict(type='CIFAR10'), sampler=dict(type='DefaultSampler', shuffle=True)),
    optim_wrapper=dict(optimizer=dict(type='SGD', lr=0.1)),
    train_cfg=dict(by_epoch=True, max_epochs=3))
`;
const toIter = { to: 'iter', itersPerEpoch: 8 } as const;

test('a script with hooks that its Runner never gets is left alone, with the reason', () => {
  for (const name of ['default_hooks', 'log_processor']) {
    const script = `from mmengine.runner import Runner\n${name} = dict()\nrunner = ${RUNNER}`;
    const { refusals, edits } = convert(script, toIter);
    expect(edits).toEqual([]);
    expect(refusals).toEqual([
      expect.stringContaining(`\`${name}\` is set here, but \`Runner(...)\` is never given it`),
    ]);
  }
});

test('a script with several Runner calls is left alone', () => {
  const { refusals, edits } = convert(`from mmengine.runner import Runner\na = ${RUNNER}b = ${RUNNER}`, toIter);
  expect(edits).toEqual([]);
  expect(refusals).toEqual([expect.stringContaining('2 `Runner(...)` calls')]);
});

test('an inherited length in epochs beside one in iterations goes, lest the loop refuse it', () => {
  const files = {
    'base.py': "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12, val_interval=1)\n",
    'config.py':
      "_base_ = './base.py'\ntrain_cfg = dict(type='IterBasedTrainLoop', max_iters=90000, val_interval=10000)\n",
  };
  const { text, refusals } = convert(files, toIter);
  expect(refusals).toEqual([]);
  expect(text).toContain(
    "train_cfg = dict(_delete_=True, type='IterBasedTrainLoop', max_iters=90000, val_interval=10000)",
  );
  expect(convert({ ...files, 'config.py': text }, toIter).edits).toEqual([]);
});

test('a variable with a new name is named, for the files that take it from this one', () => {
  const files = {
    'base.py': 'max_epochs = 300\n',
    'config.py': "_base_ = './base.py'\nmax_epochs = 3\ntrain_cfg = dict(by_epoch=True, max_epochs=max_epochs)\n",
  };
  expect(convert(files, toIter).notes).toContainEqual(
    expect.stringContaining('Renamed after the new unit: `max_epochs` (now `max_iters`).'),
  );
  const several = `warmup_epochs = 1
max_epochs = 3
interval = 1
train_cfg = dict(by_epoch=True, max_epochs=max_epochs, val_interval=interval)
param_scheduler = dict(type='LinearLR', end=warmup_epochs)
`;
  expect(convert(several, { ...toIter, numbers: 'expressions' }).notes).toContainEqual(
    expect.stringContaining(
      '`warmup_epochs` (now `warmup_iters`), `max_epochs` (now `max_iters`), `interval` (now `interval_iters`). A file',
    ),
  );
  const kept = convert(files, { ...toIter, kept: new Set(['max_epochs']) });
  expect(kept.notes.filter((note) => note.startsWith('Renamed'))).toEqual([]);
});

test('contradicting switches are called by their names', () => {
  const { refusals } = convert("train_cfg = dict(type='IterBasedTrainLoop', by_epoch=True, max_epochs=3)\n", toIter);
  expect(refusals).toEqual([expect.stringContaining('both `type` and `by_epoch`')]);
});

test('syntax errors are said before anything else', () => {
  expect(convert('train_cfg = dict(by_epoch=True max_epochs=3)\n', toIter).refusals).toEqual([
    'The file has a syntax error. A comma is missing after `train_cfg = dict(by_epoch=True`.',
  ]);
});

test('towards epochs, it is said of a scheduler when it does not act as before', () => {
  const config = (scheduler: string) =>
    `train_dataloader = dict(batch_size=2, dataset=dict(type='CIFAR10'), sampler=dict(type='InfiniteSampler', shuffle=True))
train_cfg = dict(type='IterBasedTrainLoop', max_iters=160)
param_scheduler = [${scheduler}]
`;
  const notes = (scheduler: string) => convert(config(scheduler), { to: 'epoch', itersPerEpoch: 8 }).notes;
  expect(notes("dict(type='MultiStepLR', milestones=[10, 15])")).toContainEqual(
    expect.stringContaining('never made a step, under the epoch loop it will'),
  );
  expect(notes("dict(type='ExponentialLR', gamma=0.99, by_epoch=False)")).toContainEqual(
    expect.stringContaining('in one step at its end'),
  );
  expect(notes("dict(type='MultiStepLR', milestones=[80, 120], by_epoch=False)")).toEqual([]);
});

test('imported classes that are exchanged are no variables', () => {
  const { notes, refusals } = convert(
    `from mmengine.runner import EpochBasedTrainLoop
train_cfg = dict(type=EpochBasedTrainLoop, max_epochs=3, val_interval=1)
`,
    toIter,
  );
  expect(refusals).toEqual([]);
  expect(notes.filter((note) => note.startsWith('Renamed'))).toEqual([]);
});

test('a YAML config says of an inherited length that it has to go, and is converted', () => {
  const files = {
    'base.py': "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12, dynamic_intervals=[(8, 1)])\n",
    'config.yaml': '_base_: base.py\ntrain_cfg:\n  type: IterBasedTrainLoop\n  max_iters: 1200\n',
  };
  const { refusals, notes } = convert(files, toIter, 'config.yaml');
  expect(refusals).toEqual([]);
  expect(notes).toContainEqual(expect.stringContaining('`train_cfg.max_epochs` is inherited'));
});
