import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type PlainDict, PythonFloat } from '../../../server/src/training/simulate/python.ts';
import { simulateSchedule, visitSchedule } from '../../../server/src/training/simulate/simulate.ts';

/** What real training runs recorded: the learning rate of every iteration, or the error. */
interface Recorded {
  readonly name: string;
  readonly train_cfg: { readonly by_epoch: boolean; readonly max_epochs?: number; readonly max_iters?: number };
  readonly param_scheduler: PlainDict | PlainDict[] | null;
  readonly base_lr: number;
  readonly iters_per_epoch: number;
  readonly lr?: readonly number[];
  readonly error?: string;
}

const recorded: readonly Recorded[] = JSON.parse(
  readFileSync(new URL('../../fixtures/lr_curves.json', import.meta.url), 'utf8'),
);

const epochs = (...schedulers: PlainDict[]) =>
  simulateSchedule({ loop: { kind: 'epoch', length: 10 }, schedulers, baseLr: 0.1, itersPerEpoch: 8 });
const iters = (...schedulers: PlainDict[]) =>
  simulateSchedule({ loop: { kind: 'iter', length: 80 }, schedulers, baseLr: 0.1, itersPerEpoch: 8 });

function curve(result: ReturnType<typeof simulateSchedule>): number[] {
  if (!('lr' in result)) throw new Error(JSON.stringify(result));
  return [...result.lr];
}

describe('recorded training runs', () => {
  test.each(recorded)('$name', ({ train_cfg, param_scheduler, base_lr, iters_per_epoch, lr, error }) => {
    const result = simulateSchedule({
      loop: train_cfg.by_epoch
        ? { kind: 'epoch', length: train_cfg.max_epochs ?? 0 }
        : { kind: 'iter', length: train_cfg.max_iters ?? 0 },
      schedulers: Array.isArray(param_scheduler) ? param_scheduler : param_scheduler ? [param_scheduler] : [],
      baseLr: base_lr,
      itersPerEpoch: iters_per_epoch,
    });
    if (error) {
      expect(result).toMatchObject({ error: { error: error.split(':')[0] } });
      return;
    }
    const simulated = curve(result);
    expect(simulated).toHaveLength(lr?.length ?? 0);
    for (const [index, value] of (lr ?? []).entries())
      expect(Math.abs((simulated[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value));
  });
});

describe('schedules', () => {
  test('begin and end bound what a scheduler does, and an absent end is the length of the run', () => {
    const lr = curve(epochs({ type: 'ExponentialLR', gamma: 0.5, begin: 2, end: 5 }));
    expect([0, 8, 16, 24, 32, 40, 79].map((at) => lr[at])).toEqual([0.1, 0.1, 0.1, 0.05, 0.025, 0.025, 0.025]);
    expect(curve(iters({ type: 'LinearLR', start_factor: 0.5, by_epoch: false })).at(-1)).toBeCloseTo(0.1, 12);
  });

  test('in an iteration loop a scheduler counted in epochs never steps', () => {
    expect(new Set(curve(iters({ type: 'MultiStepLR', milestones: [6, 8] })))).toEqual(new Set([0.1]));
  });

  test('convert_to_iter_based without an end stops after one pass over the data', () => {
    const converted = { type: 'MultiStepLR', milestones: [6, 8], convert_to_iter_based: true };
    expect(curve(iters(converted)).at(-1)).toBe(0.1);
    expect(curve(iters({ ...converted, end: 10 })).at(-1)).toBeCloseTo(0.001, 12);
    expect(iters({ ...converted, end: 10 })).toEqual(epochs({ type: 'MultiStepLR', milestones: [6, 8] }));
  });

  test('a converted warm-up shorter than an iteration is empty, and one of a single iteration never ends', () => {
    const warmup = { type: 'LinearLR', start_factor: 0.1, convert_to_iter_based: true };
    expect(epochs({ ...warmup, end: 0.09 })).toMatchObject({ error: { error: 'ValueError', iteration: undefined } });
    expect(new Set(curve(epochs({ ...warmup, end: 0.13 })))).toEqual(new Set([0.1 * 0.1]));
  });

  test('momentum schedulers leave the learning rate alone and are refused like the others', () => {
    expect(new Set(curve(epochs({ type: 'CosineAnnealingMomentum', T_max: 5 })))).toEqual(new Set([0.1]));
    expect(epochs({ type: 'StepMomentum', step_size: 2, begin: 10 })).toMatchObject({ error: { error: 'ValueError' } });
  });

  test.each([
    [{ type: 'MultiStepLR', milestones: [1], by_epoch: false, convert_to_iter_based: true }, 'AssertionError'],
    [{ type: 'MultiStepLR', milestones: [1], typo: 1 }, 'TypeError'],
    [{ type: 'MultiStepLR' }, 'TypeError'],
    [{ type: 'ReduceOnPlateauLR', by_epoch: false }, 'AssertionError'],
    [{ type: 'ReduceOnPlateauLR', convert_to_iter_based: true }, 'AttributeError'],
    [{ type: 'OneCycleLR', eta_max: 0.2, total_steps: new PythonFloat(20) }, 'ValueError'],
    [{ type: 'OneCycleLR', eta_max: 0.2, total_steps: 5, end: 20 }, 'ValueError'],
    [{ type: 'CosineAnnealingLR', eta_min: 0, eta_min_ratio: 0.1 }, 'AssertionError'],
    [{ type: 'StepLR', step_size: 0 }, 'ZeroDivisionError'],
    [{ step_size: 3 }, 'KeyError'],
  ] as [PlainDict, string][])('%j is a %s', (cfg, error) => {
    expect(epochs(cfg)).toMatchObject({ error: { error } });
  });

  test('what follows a metric or is not known is not guessed', () => {
    expect(epochs({ type: 'ReduceOnPlateauLR' })).toEqual({ unknown: expect.stringContaining('validation metric') });
    expect(epochs({ type: 'MyOwnLR' })).toEqual({ unknown: expect.stringContaining('MyOwnLR') });
  });

  test('classes of other packages are found by their scope', () => {
    const warmup = { type: 'mmdet.QuadraticWarmupLR', end: 16, by_epoch: false };
    expect(curve(epochs(warmup))[0]).toBeCloseTo(0.1 / 256, 15);
    expect(epochs({ ...warmup, type: 'QuadraticWarmupLR' })).toHaveProperty('unknown');
    const ratio = { type: 'PolyLRRatio', eta_min_ratio: 0.1, power: 1, by_epoch: false, end: 80 };
    const result = simulateSchedule({
      loop: { kind: 'iter', length: 81 },
      schedulers: [ratio],
      baseLr: 0.1,
      itersPerEpoch: 8,
      scope: 'mmseg',
    });
    expect(curve(result).at(-1)).toBeCloseTo(0.01, 12);
  });

  test('millions of iterations are visited in constant memory', () => {
    let last = 0;
    const end = visitSchedule(
      {
        loop: { kind: 'iter', length: 3_000_000 },
        schedulers: [{ type: 'PolyLR', power: 1, by_epoch: false }],
        baseLr: 0.1,
        itersPerEpoch: 1000,
      },
      (lr) => {
        last = lr;
      },
    );
    expect(end).toEqual({ kind: 'done', iterations: 3_000_000 });
    expect(last).toBe(0);
    const endless = { loop: { kind: 'iter', length: 1e10 }, schedulers: [], baseLr: 0.1, itersPerEpoch: 1 } as const;
    expect(simulateSchedule(endless)).toHaveProperty('unknown');
  });
});
