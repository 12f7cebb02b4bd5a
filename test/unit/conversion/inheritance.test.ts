import { expect, test } from 'vitest';
import { CONVERSION_STEPS } from '../../../server/src/conversion/convert.ts';
import { convert, type Files } from './support.ts';

const BASE = `train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12, val_interval=1)
param_scheduler = [
    dict(type='LinearLR', start_factor=0.001, by_epoch=False, begin=0, end=500),
    dict(type='MultiStepLR', begin=0, end=12, by_epoch=True, milestones=[8, 11])
]
default_hooks = dict(
    timer=dict(type='IterTimerHook'),
    logger=dict(type='LoggerHook', interval=50),
    checkpoint=dict(type='CheckpointHook', interval=1))
log_processor = dict(type='LogProcessor', window_size=50, by_epoch=True)
train_dataloader = dict(
    batch_size=2,
    sampler=dict(type='DefaultSampler', shuffle=True, round_up=True))
`;

const CHILDREN: Readonly<Record<string, string>> = {
  'nothing of its own': `_base_ = './base.py'\n`,
  'a longer schedule': `_base_ = './base.py'

# learning policy
max_epochs = 24
train_cfg = dict(max_epochs=max_epochs)  # 2x
param_scheduler = [
    dict(
        type='LinearLR', start_factor=0.001, by_epoch=False, begin=0, end=500),
    dict(
        type='MultiStepLR',
        begin=0,
        end=max_epochs,
        by_epoch=True,
        milestones=[
            16,  # first
            22,  # second
        ],
        gamma=0.1)
]
`,
  'changes through _base_': `_base_ = './base.py'
_base_.train_cfg.max_epochs = 20
_base_.default_hooks.checkpoint.interval = 2
_base_.param_scheduler[1].milestones = [16, 19]
`,
  'an update through _base_': `_base_ = './base.py'
_base_.train_cfg.update(dict(max_epochs=20, val_interval=2))
`,
  'the data loader by reference': `_base_ = './base.py'
train_dataloader = _base_.train_dataloader
train_dataloader.batch_size = 4
`,
  'a dict that the model shares': `_base_ = './base.py'
train_cfg = dict(max_epochs=60, val_interval=10)
model = dict(type='Distiller', train_cfg=train_cfg)
`,
  'displays in double quotes': `_base_ = "./base.py"
default_hooks = {
    "checkpoint": {"interval": 2, "max_keep_ckpts": 3},
}
train_cfg = {"max_epochs": 24}
`,
  'everything replaced': `_base_ = './base.py'
train_cfg = dict(_delete_=True, by_epoch=True, max_epochs=6)
param_scheduler = dict(_delete_=True, type='StepLR', step_size=2)
`,
};

for (const [title, child] of Object.entries(CHILDREN)) {
  const files: Files = { 'base.py': BASE, 'config.py': child };

  test(`${title}: converted, twice is once, step by step in any order is the same, and back`, () => {
    const whole = convert(files, { to: 'iter', itersPerEpoch: 100 });
    expect(whole.refusals).toEqual([]);
    expect(convert({ ...files, 'config.py': whole.text }, { to: 'iter', itersPerEpoch: 100 }).edits).toEqual([]);
    for (const order of [
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
    ]) {
      let text = child;
      for (const i of order) {
        const steps = CONVERSION_STEPS.slice(i, i + 1).map(({ id }) => id);
        text = convert({ ...files, 'config.py': text }, { to: 'iter', itersPerEpoch: 100, steps }).text;
      }
      expect(text).toBe(whole.text);
    }
    const back = convert({ ...files, 'config.py': whole.text }, { to: 'epoch', itersPerEpoch: 100 });
    expect(back.refusals).toEqual([]);
    expect(whole.text).toMatchSnapshot();
  });
}

test('a base that has replaced what it inherits is replaced all the same', () => {
  const files: Files = {
    'base.py': BASE,
    'middle.py': `_base_ = './base.py'\ntrain_cfg = dict(_delete_=True, type='EpochBasedTrainLoop', max_epochs=6)\n`,
    'config.py': `_base_ = './middle.py'\ntrain_cfg = dict(type='EpochBasedTrainLoop', max_epochs=9, val_interval=3)\n`,
  };
  const { text, refusals } = convert(files, { to: 'iter', itersPerEpoch: 10, steps: ['train-cfg'] });
  expect(refusals).toEqual([]);
  expect(text).toBe(
    `_base_ = './middle.py'\ntrain_cfg = dict(_delete_=True, type='IterBasedTrainLoop', max_iters=90, val_interval=30)\n`,
  );
  const yaml: Files = {
    'base.yaml': 'train_cfg: {by_epoch: true, max_epochs: 6}\n',
    'middle.yaml': '_base_: ./base.yaml\ntrain_cfg: {_delete_: true, by_epoch: true, max_epochs: 6}\n',
    'config.yaml': '_base_: ./middle.yaml\ntrain_cfg: {max_epochs: 9}\n',
  };
  const other = convert(yaml, { to: 'iter', itersPerEpoch: 10, steps: ['train-cfg'] }, 'config.yaml');
  expect(other.refusals).toEqual([]);
  expect(other.text).toContain('_delete_: true');
});

test('the parts of a conversion add up to the whole', () => {
  const { steps, edits } = convert(
    { 'base.py': BASE, 'config.py': (CHILDREN['a longer schedule'] ?? '').replaceAll('=max_epochs', '=24') },
    { to: 'iter', itersPerEpoch: 100 },
  );
  expect(steps.length).toBeGreaterThan(3);
  expect(steps.flatMap((step) => step.edits)).toHaveLength(edits.length);
});

test('line ends, tabs and a missing last line end stay', () => {
  const text =
    'train_cfg = dict(\r\n\tby_epoch=True,\r\n\tmax_epochs=12)\r\nparam_scheduler = dict(type="MultiStepLR", milestones=[8])';
  expect(convert(text, { to: 'iter', itersPerEpoch: 10 }).text).toBe(
    'train_cfg = dict(\r\n\tby_epoch=False,\r\n\tmax_iters=120,\r\n\tval_interval=10)\r\nparam_scheduler = dict(type="MultiStepLR", milestones=[80], by_epoch=False)',
  );
});

test('a byte order mark stays, and is said to be one too many in a config', () => {
  const config = '\uFEFFtrain_cfg = dict(by_epoch=True, max_epochs=3, val_interval=1)\n';
  const converted = '\uFEFFtrain_cfg = dict(by_epoch=False, max_iters=30, val_interval=10)\n';
  const { text, notes } = convert(config, { to: 'iter', itersPerEpoch: 10 });
  expect({ text, notes }).toMatchObject({ text: converted, notes: [expect.stringContaining('byte order mark')] });
  // Python itself, which runs a script, does not mind.
  const script = (cfg: string) => `${cfg}from mmengine.runner import Runner\nRunner(train_cfg=train_cfg).train()\n`;
  expect(convert(script(config), { to: 'iter', itersPerEpoch: 10, steps: ['train-cfg'] })).toMatchObject({
    text: script(converted),
    notes: [],
  });
});

test.each([
  ['a value that is not known', 'import os\ntrain_cfg = dict(by_epoch=True, max_epochs=int(os.environ["N"]))\n'],
  ['a loop of its own', "train_cfg = dict(type='MyLoop', max_epochs=3)\n"],
  ['broken code', 'train_cfg = dict(by_epoch=True max_epochs=3)\n'],
])('refuses %s, says why and changes nothing', (_, text) => {
  const { refusals, edits } = convert(text, { to: 'iter', itersPerEpoch: 10 });
  expect(refusals).toHaveLength(1);
  expect(edits).toEqual([]);
});
