import { expect, test } from 'vitest';
import { check } from './support.ts';

/* What looks like a fault at first sight, and is none in the run: each was tried with MMEngine's own Runner. */

const root = (trainCfg: string, more: string) => `model = dict(type='A')
train_dataloader = dict(batch_size=2, dataset=dict(type='CIFAR10'), sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.1))
val_dataloader = dict(batch_size=2, dataset=dict(type='CIFAR10'), sampler=dict(type='DefaultSampler', shuffle=False))
val_cfg = dict()
val_evaluator = dict(type='Accuracy')
train_cfg = dict(${trainCfg})
${more}
`;
const EPOCHS = 'by_epoch=True, max_epochs=12';
const found = (code: string, rule: string, others: Readonly<Record<string, string>> = {}) =>
  check({ 'config.py': code, ...others }).findings.filter((finding) => finding.rule === rule);

test.each([
  "dict(type='LinearLR', start_factor=0, begin=0, end=1)",
  "dict(type='LinearLR', start_factor=0, by_epoch=False, begin=100000, end=100500)",
  "dict(type='OneCycleLR', eta_max=0.1, pct_start=0.001, by_epoch=False)",
  "dict(type='LinearLR', start_factor=0.1), dict(type='MultiStepLR', milestones=[8, 11], last_step=0)",
  "dict(type='MultiStepLR', milestones=[20], gamma='0.1')",
  "dict(type='StepLR', step_size=20, gamma=None)",
])('a scheduler that MMEngine takes: %s', (schedulers) => {
  expect(found(root(EPOCHS, `param_scheduler = [${schedulers}]`), 'scheduler-refused')).toEqual([]);
});

test.each([
  "dict(type='PolyLR', power=0.9, eta_min='1e-4')",
  "dict(type='CosineAnnealingLR', T_max='12')",
  "dict(type='ExponentialLR', gamma='0.9', by_epoch=False)",
  "dict(type='StepLR', step_size='20')",
  "dict(type='LinearLR', start_factor='0.1', end=3)",
])('a text where each step computes with a number: %s', (scheduler) => {
  expect(found(root(EPOCHS, `param_scheduler = ${scheduler}`), 'scheduler-refused')).toHaveLength(1);
  // It makes no second step.
  expect(
    found(root('by_epoch=True, max_epochs=1', `param_scheduler = ${scheduler}`), 'scheduler-refused'),
  ).toHaveLength(scheduler.includes('by_epoch=False') ? 1 : 0);
});

test('a fragment may leave an argument to a lazy config that changes it', () => {
  expect(found("param_scheduler = [dict(type='StepLR', gamma=0.1)]\n", 'scheduler-refused')).toEqual([]);
});

test.each([
  'by_epoch=True, max_epochs=100, dynamic_intervals=[(300, 0)]',
  'by_epoch=True, max_epochs=100, val_begin=200, dynamic_intervals=[(30, 0)]',
  'by_epoch=True, max_epochs=100, dynamic_intervals=[(10, 0), (10, 5)]',
  'by_epoch=True, max_epochs=12, val_begin=13, val_interval=-1',
  'by_epoch=True, max_epochs=12, val_interval=-1000',
])('an interval that never holds: %s', (trainCfg) => {
  expect(found(root(trainCfg, ''), 'train-cfg-bad-value')).toEqual([]);
});

test('an interval that holds for a short while', () => {
  const trainCfg = 'by_epoch=False, max_iters=90000, val_begin=89990, val_interval=10000, dynamic_intervals=[(280, 1)]';
  expect(found(root(trainCfg, ''), 'interval-unit-suspect')).toEqual([]);
});

test.each(['dict(_delete_=True)', "dict(a=dict(type='EMAHook'))", 'dict()'])(
  'custom_hooks = %s is no single hook',
  (hooks) => {
    expect(found(root(EPOCHS, `custom_hooks = ${hooks}`), 'not-a-list')).toEqual([]);
  },
);

test('a moment at the very end is a way to say never, and chance where another file moves the end', () => {
  const hook = "custom_hooks = [dict(type='PipelineSwitchHook', switch_epoch=12, switch_pipeline=[])]";
  const whole = root(EPOCHS, `default_scope = 'mmdet'\n${hook}`);
  expect(found(whole, 'hook-never-reached')).toEqual([]);
  const shorter = (epochs: number) =>
    found(`_base_ = 'base.py'\ntrain_cfg = dict(max_epochs=${epochs})\n`, 'hook-never-reached', {
      'base.py': whole.replace(EPOCHS, 'by_epoch=True, max_epochs=20'),
    });
  expect([13, 12, 11].map((epochs) => shorter(epochs).length)).toEqual([0, 1, 1]);
});
