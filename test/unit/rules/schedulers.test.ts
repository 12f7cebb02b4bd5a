import { describe, expect, it, test } from 'vitest';
import { check, fixed } from './support.ts';

const ROOT = `train_dataloader = dict(
    batch_size=2, dataset=dict(type='CocoDataset'), sampler=dict(type='InfiniteSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
default_hooks = dict(
    logger=dict(type='LoggerHook', log_metric_by_epoch=False),
    checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=1000))
log_processor = dict(by_epoch=False)
`;
const ITER = `${ROOT}train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\n`;
const EPOCH = `${ROOT.replace('InfiniteSampler', 'DefaultSampler').replace('default_hooks', 'unused').replace('log_processor', 'unused_too')}train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12)\n`;

function found(code: string, itersPerEpoch?: number): string[] {
  return check({ 'config.py': code }, 'config.py', itersPerEpoch)
    .findings.filter(({ rule }) => /^(scheduler|plateau)/.test(rule))
    .map(({ rule, severity }) => `${rule} ${severity}`);
}

/** The schedule after the first fix of the only finding. */
function mended(before: string, scheduler: string, itersPerEpoch?: number): string | undefined {
  const files = { 'config.py': `${before}${scheduler}\n` };
  const findings = check(files, 'config.py', itersPerEpoch).findings.filter(({ rule }) => rule.startsWith('scheduler'));
  expect(findings).toHaveLength(1);
  const [finding] = findings;
  if (!finding?.fixes?.length) return undefined;
  const after = fixed(files, 'config.py', finding)['config.py'] ?? '';
  expect(found(after, itersPerEpoch)).toEqual([]);
  // Where the editor breaks lines is its own business.
  return after.slice(before.length).trimEnd().replace(/\s+/g, ' ');
}

describe('one cause makes one finding', () => {
  it.each([
    ["dict(type='MultiStepLR', milestones=[8, 11])", 'scheduler-by-epoch-mismatch warning'],
    ["dict(type='CosineAnnealingLR', begin=1)", 'scheduler-empty-range error'],
    ["dict(type='CosineAnnealingLR', begin=1, end=12, T_max=5)", 'scheduler-by-epoch-mismatch warning'],
    ["dict(type='CosineAnnealingLR', begin=1, T_max=11, convert_to_iter_based=True)", 'scheduler-empty-range error'],
    [
      "dict(type='MultiStepLR', milestones=[8, 11], convert_to_iter_based=True)",
      'scheduler-convert-without-end warning',
    ],
    ["dict(type='MultiStepLR', milestones=[8, 11], by_epoch=False)", 'scheduler-unit-suspect warning'],
    ["dict(type='LinearLR', end=5, by_epoch=False)", 'scheduler-unit-suspect warning'],
    ["dict(type='MultiStepLR', milestones=[60000, 90000], by_epoch=False)", 'scheduler-never-reached warning'],
    ["dict(type='PolyLR', end=160000, by_epoch=False)", 'scheduler-never-reached warning'],
    ["dict(type='PolyLR', end=100000, by_epoch=False)", 'scheduler-never-reached hint'],
    ["dict(type='CosineAnnealingLR', T_max=45000, by_epoch=False)", 'scheduler-span-mismatch hint'],
    ["dict(type='OneCycleLR', eta_max=1.0, total_steps=45000, by_epoch=False)", 'scheduler-span-mismatch error'],
    [
      "dict(type='LinearLR', end=500, by_epoch=False, convert_to_iter_based=True)",
      'scheduler-convert-not-by-epoch error',
    ],
    ["dict(type='ReduceOnPlateauLR', by_epoch=False, convert_to_iter_based=True)", 'plateau-by-iteration error'],
    ["dict(type='ReduceOnPlateauLR', begin=2, end=10)", 'scheduler-by-epoch-mismatch warning'],
    ["dict(type='MultiStepMomentum', milestones=[8, 11])", 'scheduler-by-epoch-mismatch warning'],
    ["dict(type='mmengine.MultiStepLR', milestones=[8, 11])", 'scheduler-by-epoch-mismatch warning'],
  ])('%s under an iteration-based loop', (scheduler, expected) => {
    expect(found(`${ITER}param_scheduler = ${scheduler}\n`)).toEqual([expected]);
  });

  it.each([
    ["dict(type='MultiStepLR', milestones=[60000, 80000])", 'scheduler-unit-suspect warning'],
    ["dict(type='LinearLR', start_factor=0.001, end=500)", 'scheduler-unit-suspect warning'],
    ["dict(type='CosineAnnealingLR', end=12, by_epoch=False)", 'scheduler-unit-suspect warning'],
    ["dict(type='LinearLR', end=12, by_epoch=False)", 'scheduler-unit-suspect warning'],
    ["dict(type='MultiStepLR', milestones=[8, 11], by_epoch=False)", 'scheduler-unit-suspect warning'],
    ["dict(type='MultiStepLR', milestones=[16, 22])", 'scheduler-never-reached warning'],
    ["dict(type='MultiStepLR', milestones=[8, 11], begin=4)", 'scheduler-never-reached warning'],
    ["dict(type='MultiStepLR', milestones=[8, 11], end=6)", 'scheduler-never-reached warning'],
    ["dict(type='StepLR', step_size=100000, end=80, by_epoch=False)", 'scheduler-never-reached warning'],
    ["dict(type='CosineAnnealingLR', begin=12)", 'scheduler-empty-range error'],
    ["dict(type='CosineAnnealingLR', begin=12, end=24)", 'scheduler-never-reached warning'],
    ["dict(type='ExponentialLR', gamma=0.9, convert_to_iter_based=True)", 'scheduler-exponential-convert warning'],
    ["dict(type='CosineAnnealingLR', T_max=6)", 'scheduler-span-mismatch hint'],
  ])('%s under an epoch-based loop', (scheduler, expected) => {
    expect(found(`${EPOCH}param_scheduler = ${scheduler}\n`)).toEqual([expected]);
  });
});

describe('what is well stays quiet', () => {
  it.each([
    "dict(type='PolyLR', power=0.9, by_epoch=False)",
    "dict(type='LinearLR', start_factor=0.001, end=500, by_epoch=False)",
    "dict(type='MultiStepLR', milestones=[60000, 80000], end=90000, by_epoch=False)",
    "dict(type='MultiStepLR', milestones=[8, 11], end=12, convert_to_iter_based=True)",
    "dict(type='ReduceOnPlateauLR', monitor='loss')",
    "dict(type='MyScheduler', milestones=[8, 11])",
    "dict(type='StepLR', step_size=1, gamma=0.9999, by_epoch=False)",
  ])('%s under an iteration-based loop', (scheduler) => {
    expect(found(`${ITER}param_scheduler = ${scheduler}\n`)).toEqual([]);
  });

  it.each([
    "dict(type='LinearLR', start_factor=0.001, end=500, by_epoch=False)",
    "dict(type='LinearLR', start_factor=0.001, end=30, by_epoch=False)",
    "dict(type='ConstantLR', factor=0.1, begin=9, end=1000)",
    "dict(type='ConstantLR', factor=1, begin=9, end=12)",
    "dict(type='MultiStepLR', milestones=[8, 11], end=1000)",
    "dict(type='CosineAnnealingLR', begin=6, end=12, T_max=6, convert_to_iter_based=True)",
    "dict(type='PolyLR', begin=5000, by_epoch=False)",
  ])('%s under an epoch-based loop', (scheduler) => {
    expect(found(`${EPOCH}param_scheduler = ${scheduler}\n`)).toEqual([]);
  });

  it('says nothing about a unit that cannot be known', () => {
    const prelude = 'import torch\nflag = torch.cuda.device_count() > 1\n';
    expect(
      found(`${prelude}${ITER}param_scheduler = dict(type='MultiStepLR', milestones=[8, 11], by_epoch=flag)\n`),
    ).toEqual([]);
  });

  it('says nothing about numbers that cannot be known', () => {
    const prelude = 'import torch\nn = torch.cuda.device_count()\n';
    expect(found(`${prelude}${EPOCH}param_scheduler = dict(type='MultiStepLR', milestones=[n, 90], end=n)\n`)).toEqual(
      [],
    );
  });

  it('says nothing where no loop is known', () => {
    const schedule = "param_scheduler = dict(type='MultiStepLR', milestones=[8, 11])\n";
    expect(found(schedule)).toEqual([]);
    expect(found(`train_cfg = dict(type='MyLoop', max_iters=90000)\n${schedule}`)).toEqual([]);
  });

  it('leaves the defaults of a fragment to the config that inherits it', () => {
    const fragment =
      "train_cfg = dict(by_epoch=False, max_iters=90000)\nparam_scheduler = dict(type='PolyLR', power=0.9)\n";
    expect(found(fragment)).toEqual([]);
  });
});

describe('the ways to write schedulers', () => {
  it('finds one finding for each of a list, and in a dict for each optimizer', () => {
    const schedule = `param_scheduler = dict(
    generator=[dict(type='LinearLR', end=500, by_epoch=False), dict(type='MultiStepLR', milestones=[8, 11])],
    discriminator=dict(type='MultiStepLR', milestones=[8, 11]))
`;
    const { findings } = check({ 'config.py': `${ITER}${schedule}` });
    expect(findings.filter(({ rule }) => rule === 'scheduler-by-epoch-mismatch').map(({ keyPath }) => keyPath)).toEqual(
      [
        ['param_scheduler', 'generator', 1, 'by_epoch'],
        ['param_scheduler', 'discriminator', 'by_epoch'],
      ],
    );
  });

  it('knows classes that a lazy config imports', () => {
    const code = `from mmengine.optim import MultiStepLR
from mmengine.runner import IterBasedTrainLoop
train_cfg = dict(type=IterBasedTrainLoop, max_iters=90000)
param_scheduler = [dict(type=MultiStepLR, by_epoch=True, milestones=[8, 11])]
`;
    expect(found(code)).toEqual(['scheduler-by-epoch-mismatch warning']);
  });

  it('reads YAML', () => {
    const code =
      'train_cfg: {by_epoch: false, max_iters: 90000}\nparam_scheduler: {type: MultiStepLR, by_epoch: true, milestones: [8, 11]}\n';
    const { findings } = check({ 'config.yaml': code }, 'config.yaml');
    expect(findings.map(({ rule }) => rule)).toContain('scheduler-by-epoch-mismatch');
  });

  it('stands where this file makes an inherited schedule wrong', () => {
    const files = {
      'schedule.py':
        "train_cfg = dict(by_epoch=True, max_epochs=12)\nparam_scheduler = [dict(type='MultiStepLR', by_epoch=True, milestones=[8, 11])]\n",
      'config.py': "_base_ = './schedule.py'\ntrain_cfg = dict(_delete_=True, by_epoch=False, max_iters=90000)\n",
    };
    const { loaded, findings } = check(files);
    const [finding] = findings.filter(({ rule }) => rule === 'scheduler-by-epoch-mismatch');
    expect(finding && loaded.source.slice(finding.place)).toBe('by_epoch');
    expect(finding?.related?.map(({ place }) => place.path)).toEqual(['/configs/schedule.py']);
  });
});

test('a plateau scheduler is never told to count iterations', () => {
  for (const scheduler of [
    "dict(type='ReduceOnPlateauLR', begin=2, end=10)",
    "dict(type='ReduceOnPlateauLR', begin=2)",
  ]) {
    const [finding] = check({ 'config.py': `${ITER}param_scheduler = ${scheduler}\n` }).findings;
    expect(finding?.message).not.toContain('by_epoch=False');
    expect(finding?.message).toContain('take `begin` out');
  }
});

describe('fixes', () => {
  it.each([
    [
      "param_scheduler = dict(type='PolyLR', power=0.9)",
      undefined,
      "param_scheduler = dict(type='PolyLR', power=0.9, by_epoch=False)",
    ],
    [
      "param_scheduler = dict(type='MultiStepLR', milestones=[60000, 80000], by_epoch=True)",
      undefined,
      "param_scheduler = dict(type='MultiStepLR', milestones=[60000, 80000], by_epoch=False)",
    ],
    [
      "param_scheduler = dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True)",
      7500,
      "param_scheduler = dict(type='MultiStepLR', milestones=[60000, 82500], by_epoch=False)",
    ],
    [
      "param_scheduler = dict(type='MultiStepLR', milestones=[8, 11])",
      undefined,
      "param_scheduler = dict(type='MultiStepLR', milestones=[8, 11], end=12, convert_to_iter_based=True)",
    ],
    [
      "param_scheduler = dict(type='ExponentialLR', gamma=0.9)",
      7500,
      "param_scheduler = dict(type='StepLR', gamma=0.9, step_size=7500, by_epoch=False)",
    ],
    [
      "param_scheduler = dict(type='MultiStepLR', milestones=[8, 11], convert_to_iter_based=True)",
      undefined,
      "param_scheduler = dict(type='MultiStepLR', milestones=[8, 11], convert_to_iter_based=True, end=12)",
    ],
    [
      "param_scheduler = dict(type='CosineAnnealingLR', T_max=12, convert_to_iter_based=True)",
      7500,
      "param_scheduler = dict(type='CosineAnnealingLR', T_max=12, convert_to_iter_based=True, end=12)",
    ],
    [
      "param_scheduler = dict(type='PolyLR', end=160000, by_epoch=False)",
      undefined,
      "param_scheduler = dict(type='PolyLR', end=90000, by_epoch=False)",
    ],
  ] as const)('mends %s (%s iterations an epoch)', (before, itersPerEpoch, after) => {
    expect(mended(ITER, before, itersPerEpoch)).toBe(after);
  });

  it.each([
    ["param_scheduler = dict(type='CosineAnnealingLR', T_max=12)", undefined],
    ["param_scheduler = dict(type='MultiStepLR', milestones=[16, 22])", 7500],
    ["param_scheduler = dict(type='CosineAnnealingLR', T_max=12, convert_to_iter_based=True)", undefined],
    ["param_scheduler = dict(type='MultiStepLR', milestones=[60000, 90000], by_epoch=False)", undefined],
    // Numbers that make sense in neither unit.
    ["param_scheduler = dict(type='OneCycleLR', eta_max=1.0, total_steps=200000, end=12)", undefined],
    ["param_scheduler = dict(type='LinearLR', end=0, by_epoch=False, convert_to_iter_based=True)", undefined],
    // Less than the one epoch after which the first drop would come.
    ["param_scheduler = dict(type='ExponentialLR', gamma=0.9)", 100000],
    ["param_scheduler = dict(type='ReduceOnPlateauLR', begin=2, end=10)", 7500],
  ] as const)('offers none for %s (%s iterations an epoch), where none is sure', (code, itersPerEpoch) => {
    expect(mended(ITER, code, itersPerEpoch)).toBeUndefined();
  });
});
