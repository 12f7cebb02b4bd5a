import { describe, expect, test } from 'vitest';
import type { Unit } from '../../../server/src/training/plan.ts';
import { convert } from './support.ts';

const N = 10;
const EPOCHS = 'train_cfg = dict(by_epoch=True, max_epochs=12)\n';
const ITERS = 'train_cfg = dict(by_epoch=False, max_iters=120, val_interval=10)\n';

function scheduler(to: Unit, before: string, train = to === 'iter' ? EPOCHS : ITERS) {
  const { text, refusals, notes } = convert(`${train}param_scheduler = ${before}\n`, {
    to,
    itersPerEpoch: N,
    steps: ['param-scheduler'],
  });
  const source = /param_scheduler = (.*)\n/s.exec(text)?.[1]?.replace(/,\n +/g, ', ');
  return { source, refusals, notes };
}

describe('to iterations', () => {
  test.each([
    [
      "dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True)",
      "dict(type='MultiStepLR', milestones=[80, 110], by_epoch=False)",
    ],
    ["dict(type='StepLR', step_size=2)", "dict(type='StepLR', step_size=20, by_epoch=False)"],
    ["dict(type='LinearLR', begin=0, end=5)", "dict(type='LinearLR', begin=0, end=50, by_epoch=False)"],
    ["dict(type='LinearLR', by_epoch=False, end=500)", "dict(type='LinearLR', by_epoch=False, end=500)"],
    ["dict(type='LinearLR', end=0.25)", "dict(type='LinearLR', end=2, by_epoch=False)"],
    [
      "dict(type='CosineAnnealingLR', T_max=7, begin=5, end=12)",
      "dict(type='CosineAnnealingLR', T_max=70, begin=50, end=120, by_epoch=False)",
    ],
    ["dict(type='CosineAnnealingMomentum', by_epoch=True)", "dict(type='CosineAnnealingMomentum', by_epoch=False)"],
    [
      "dict(type='OneCycleLR', eta_max=1, total_steps=12)",
      "dict(type='OneCycleLR', eta_max=1, total_steps=120, by_epoch=False)",
    ],
    [
      "dict(type='CosineRestartLR', periods=[4, 8], restart_weights=[1, 1])",
      "dict(type='CosineRestartLR', periods=[40, 80], restart_weights=[1, 1], by_epoch=False)",
    ],
    ["dict(type='PolyLR', end=1000000000)", "dict(type='PolyLR', end=1000000000, by_epoch=False)"],
    [
      "dict(type='PolyLR', begin=2, end=12, by_epoch=True, convert_to_iter_based=True)",
      "dict(type='PolyLR', begin=20, end=120, by_epoch=False, convert_to_iter_based=False)",
    ],
  ])('%s', (before, after) => {
    expect(scheduler('iter', before).source).toBe(after);
  });

  test('an exponential decay keeps its value at the end of each epoch', () => {
    const gamma = Number(
      /gamma=([\d.e-]+)/.exec(scheduler('iter', "dict(type='ExponentialLR', gamma=0.9)").source ?? '')?.[1],
    );
    expect(gamma ** N).toBeCloseTo(0.9, 14);
    expect(scheduler('iter', "dict(type='ExponentialLR', gamma=0.9, end=6)").source).toContain('end=51');
  });

  test('keeps and names what follows the validation, and what is not known', () => {
    for (const type of ['ReduceOnPlateauLR', 'MyLR']) {
      const { source, notes, refusals } = scheduler('iter', `dict(type='${type}', begin=1)`);
      expect(source).toBe(`dict(type='${type}', begin=1)`);
      expect(refusals).toEqual([]);
      expect(notes).toHaveLength(1);
    }
  });

  test('refuses a range that has no iteration', () => {
    expect(scheduler('iter', "dict(type='LinearLR', end=0.05)").refusals).toHaveLength(1);
  });

  test('one list for each optimizer', () => {
    expect(scheduler('iter', "dict(g=[dict(type='StepLR', step_size=2)], d=dict(type='StepLR'))").source).toBe(
      "dict(g=[dict(type='StepLR', step_size=20, by_epoch=False)], d=dict(type='StepLR', by_epoch=False))",
    );
  });
});

describe('to epochs', () => {
  test.each([
    [
      "dict(type='MultiStepLR', milestones=[80, 110], by_epoch=False)",
      "dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True)",
    ],
    // Not whole: an epoch loop runs iterations just the same.
    [
      "dict(type='MultiStepLR', milestones=[85, 110], by_epoch=False)",
      "dict(type='MultiStepLR', milestones=[85, 110], by_epoch=False)",
    ],
    ["dict(type='LinearLR', by_epoch=False, end=25)", "dict(type='LinearLR', by_epoch=False, end=25)"],
    [
      "dict(type='LinearLR', by_epoch=False, end=50)",
      "dict(type='LinearLR', by_epoch=True, end=5, convert_to_iter_based=True)",
    ],
    ["dict(type='PolyLR', by_epoch=False, begin=0, end=120)", "dict(type='PolyLR', by_epoch=True, begin=0, end=12)"],
    // One epoch is no curve.
    ["dict(type='PolyLR', by_epoch=False, begin=0, end=10)", "dict(type='PolyLR', by_epoch=False, begin=0, end=10)"],
    [
      "dict(type='PolyLR', begin=20, end=120, by_epoch=False, convert_to_iter_based=False)",
      "dict(type='PolyLR', begin=2, end=12, by_epoch=True, convert_to_iter_based=True)",
    ],
  ])('%s', (before, after) => {
    expect(scheduler('epoch', before).source).toBe(after);
  });

  test('an exponential decay gets its short rate back', () => {
    const there = scheduler('iter', "dict(type='ExponentialLR', gamma=0.95, end=6)").source ?? '';
    expect(scheduler('epoch', there).source).toBe("dict(type='ExponentialLR', gamma=0.95, end=6, by_epoch=True)");
  });

  test('a curve up to the end of a training that is rounded keeps its end', () => {
    const text = `train_cfg = dict(by_epoch=False, max_iters=124, val_interval=10)
train_dataloader = dict(sampler=dict(type='InfiniteSampler'))
param_scheduler = dict(type='PolyLR', by_epoch=False)
`;
    const { text: converted, notes } = convert(text, { to: 'epoch', itersPerEpoch: N });
    expect(converted).toContain('max_epochs=12');
    expect(converted).toContain("dict(type='PolyLR', by_epoch=False, end=124)");
    expect(notes.join()).toContain('124 iterations');
  });
});
