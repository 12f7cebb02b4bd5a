import { describe, expect, test } from 'vitest';
import { buildPlan } from '../../../server/src/training/build.ts';
import { imported, loadedConfig, type Made, NOT_KNOWN, open, python } from './made.ts';

type Entries = Record<string, Made>;
const loader = { batch_size: 4, sampler: { type: 'DefaultSampler', shuffle: true } };
const root = (entries: Entries) => buildPlan(loadedConfig({ train_dataloader: loader, ...entries }));
const fragment = (entries: Entries) => buildPlan(loadedConfig(entries));
const epochs = { by_epoch: true, max_epochs: 12 };
const iters = { by_epoch: false, max_iters: 90000 };

describe('mode', () => {
  test.each<[string, Made | undefined, string]>([
    ['by_epoch=True', epochs, 'epoch'],
    ['by_epoch=False', iters, 'iter'],
    ['by_epoch=1', { by_epoch: 1, max_epochs: 2 }, 'epoch'],
    ['by_epoch=0', { by_epoch: 0, max_iters: 2 }, 'iter'],
    ['by_epoch=None', { by_epoch: null, max_iters: 2 }, 'iter'],
    ['a type', { type: 'IterBasedTrainLoop', max_iters: 10 }, 'iter'],
    ['a type with scope', { type: 'mmengine.EpochBasedTrainLoop', max_epochs: 10 }, 'epoch'],
    ['a type with module', { type: 'mmengine.runner.EpochBasedTrainLoop', max_epochs: 10 }, 'epoch'],
    ['an imported type', { type: imported('mmengine.runner.loops', 'EpochBasedTrainLoop'), max_epochs: 10 }, 'epoch'],
    ['an imported type by its package', { type: imported('mmengine.runner', 'IterBasedTrainLoop') }, 'iter'],
    ['a derived loop', { type: imported('xtuner.engine.runner', 'TrainLoop'), max_epochs: 3 }, 'iter'],
    ['a derived loop by scope', { type: 'mmrazor.QATEpochBasedLoop', max_epochs: 3 }, 'epoch'],
    ['a search', { type: 'mmrazor.EvolutionSearchLoop', max_epochs: 3 }, 'custom'],
    ['a loop of the user', { type: 'MyLoop', max_epochs: 3 }, 'custom'],
    ['type and by_epoch in agreement', { type: 'EpochBasedTrainLoop', ...epochs }, 'epoch'],
    ['type and by_epoch at odds', { type: 'EpochBasedTrainLoop', ...iters }, 'unknown'],
    ['neither', { max_epochs: 12 }, 'none'],
    ['an unknown type', { type: NOT_KNOWN }, 'unknown'],
    ['an unknown by_epoch', { by_epoch: NOT_KNOWN }, 'unknown'],
    ['a dict with unknown parts', open(epochs), 'unknown'],
    ['an unknown train_cfg', NOT_KNOWN, 'unknown'],
    ['a tuple', python.tuple(epochs), 'unknown'],
    ['None', null, 'none'],
  ])('%s', (_name, train_cfg, mode) => {
    expect(root({ train_cfg: train_cfg ?? null }).mode).toBe(mode);
  });

  test('without train_cfg nothing says how to train', () => {
    expect(fragment({ model: {} })).toMatchObject({ mode: 'none', loop: undefined, isRoot: false });
  });
});

describe('loop', () => {
  test('lengths and intervals have the unit of the loop, and its defaults in a root', () => {
    expect(root({ train_cfg: { ...epochs, val_begin: 3 } }).loop).toMatchObject({
      type: { value: undefined, entry: { name: 'EpochBasedTrainLoop' } },
      length: { value: 12, unit: 'epoch', keyPath: ['train_cfg', 'max_epochs'] },
      valBegin: { value: 3, unit: 'epoch' },
      valInterval: { value: 1, unit: 'epoch', slot: undefined },
    });
    expect(root({ train_cfg: iters }).loop).toMatchObject({
      length: { value: 90000, unit: 'iter' },
      valInterval: { value: 1000, unit: 'iter', slot: undefined },
    });
  });

  test('a fragment has only what it says', () => {
    const { loop } = fragment({ train_cfg: epochs });
    expect(loop?.valInterval).toMatchObject({ value: undefined, slot: undefined, unit: 'epoch' });
  });

  test("XTuner's loop counts iterations and takes its length in epochs", () => {
    const type = imported('xtuner.engine.runner', 'TrainLoop');
    expect(root({ train_cfg: { type, max_epochs: 2.5 } })).toMatchObject({
      mode: 'iter',
      loop: { length: { value: 2.5, unit: 'epoch' }, valInterval: { value: 1000, unit: 'iter' } },
    });
  });

  test('dynamic intervals are tuples in a list, or nothing', () => {
    const read = (dynamic_intervals: Made) =>
      root({ train_cfg: { ...epochs, dynamic_intervals } }).loop?.dynamicIntervals;
    expect(read([python.tuple(8, 1)])?.value).toEqual([[8, 1]]);
    expect(read([[8, 1]])?.value).toBeUndefined();
    expect(read([[8, 1]])?.slot).toBeDefined();
  });

  test('a length that is no number has no value', () => {
    expect(root({ train_cfg: { by_epoch: true, max_epochs: '12' } }).loop?.length.value).toBeUndefined();
    expect(root({ train_cfg: { by_epoch: true, max_epochs: true } }).loop?.length.value).toBeUndefined();
    expect(root({ train_cfg: { by_epoch: true, max_epochs: python.float(12) } }).loop?.length.value).toBe(12);
  });
});

describe('schedulers', () => {
  const step = { type: 'MultiStepLR', milestones: [8, 11] };

  test('one dict, a list, and a dict for each optimizer', () => {
    const paths = (param_scheduler: Made) =>
      root({ train_cfg: epochs, param_scheduler }).schedulers.map((s) => s.keyPath.join('.'));
    expect(paths(step)).toEqual(['param_scheduler']);
    expect(paths([step, step])).toEqual(['param_scheduler.0', 'param_scheduler.1']);
    expect(paths({ generator: step, discriminator: [step, step] })).toEqual([
      'param_scheduler.generator',
      'param_scheduler.discriminator.0',
      'param_scheduler.discriminator.1',
    ]);
    expect(paths(null)).toEqual([]);
  });

  test.each<[string, Entries, Made, string, number | undefined]>([
    ['epochs by default', {}, epochs, 'epoch', 12],
    ['iterations', { by_epoch: false }, iters, 'iter', 90000],
    ['by_epoch=0', { by_epoch: 0 }, iters, 'iter', 90000],
    ['by_epoch=1 under an iteration loop ends after one', { by_epoch: 1 }, iters, 'epoch', 1],
    ['iterations under an epoch loop end somewhere unknown', { by_epoch: false }, epochs, 'iter', undefined],
    ['unknown', { by_epoch: NOT_KNOWN }, epochs, 'unknown', undefined],
    ['given', { end: 9 }, epochs, 'epoch', 9],
  ])('%s', (_name, args, train_cfg, unit, end) => {
    const [scheduler] = root({ train_cfg, param_scheduler: [{ ...step, ...args }] }).schedulers;
    expect(scheduler).toMatchObject({ known: true, unit, begin: { value: 0 }, end: { value: end, unit } });
  });

  test('a scheduler of another kind is not interpreted', () => {
    const [scheduler] = root({
      train_cfg: epochs,
      param_scheduler: { type: 'MyScheduler', milestones: [1] },
    }).schedulers;
    expect(scheduler).toMatchObject({ known: false, facts: undefined, unit: 'unknown' });
  });

  test('a downstream scheduler is known in its scope', () => {
    const config = { train_cfg: epochs, param_scheduler: { type: 'QuadraticWarmupLR', by_epoch: false, end: 5 } };
    expect(root({ ...config, default_scope: 'mmdet' }).schedulers[0]).toMatchObject({
      facts: { family: 'QuadraticWarmup', target: 'lr' },
    });
    expect(root(config).schedulers[0]?.known).toBe(false);
  });
});

describe('hooks', () => {
  test("a root runs MMEngine's own hooks, written or not", () => {
    const { hooks, checkpoint, logger } = root({ train_cfg: iters });
    expect(hooks.map((hook) => hook.type.value)).toEqual(
      expect.arrayContaining(['CheckpointHook', 'LoggerHook', 'ParamSchedulerHook']),
    );
    expect(checkpoint).toMatchObject({
      cfg: undefined,
      byEpoch: { value: true },
      interval: { value: 1, unit: 'epoch' },
    });
    expect(logger).toMatchObject({ cfg: undefined, logMetricByEpoch: { value: true, slot: undefined } });
  });

  test('a hook set to None does not run', () => {
    const plan = root({ train_cfg: iters, default_hooks: { checkpoint: null } });
    expect(plan.checkpoint).toBeUndefined();
    expect(plan.logger).toBeDefined();
  });

  test('what is written, and what is left to the constructor', () => {
    const { checkpoint } = root({
      train_cfg: iters,
      default_hooks: { checkpoint: { type: 'CheckpointHook', by_epoch: 0, save_begin: 500 } },
    });
    expect(checkpoint).toMatchObject({
      byEpoch: { value: false },
      interval: { value: -1, unit: 'iter', slot: undefined },
      saveBegin: { value: 500, unit: 'iter', keyPath: ['default_hooks', 'checkpoint', 'save_begin'] },
    });
  });

  test('a fragment is judged by what it says', () => {
    expect(fragment({ default_hooks: { checkpoint: { interval: 2 } } })).toMatchObject({
      logger: undefined,
      checkpoint: { byEpoch: { value: undefined }, interval: { value: 2, unit: 'unknown' } },
    });
    expect(
      fragment({ default_hooks: { checkpoint: { by_epoch: false, interval: 2 } } }).checkpoint?.interval.unit,
    ).toBe('iter');
  });

  test('another class under the name of the checkpoint hook is not taken for it', () => {
    const { checkpoint } = root({
      train_cfg: iters,
      default_hooks: { checkpoint: { type: 'MyCheckpointHook', interval: 2 } },
    });
    expect(checkpoint).toMatchObject({
      byEpoch: { value: undefined },
      interval: { value: undefined, unit: 'unknown' },
    });
  });

  test('default_hooks that are not known say nothing', () => {
    expect(root({ train_cfg: iters, default_hooks: NOT_KNOWN })).toMatchObject({ hooks: [], checkpoint: undefined });
    expect(root({ train_cfg: iters, default_hooks: open({}) })).toMatchObject({ hooks: [], checkpoint: undefined });
  });

  test('unit-bearing parameters of custom hooks', () => {
    const { hooks } = root({
      train_cfg: epochs,
      default_scope: 'mmdet',
      custom_hooks: [{ type: 'YOLOXModeSwitchHook', num_last_epochs: 15 }, { type: 'EMAHook' }, { type: 'Nobody' }],
    });
    const custom = hooks.filter((hook) => hook.keyPath[0] === 'custom_hooks');
    expect(custom[0]?.quantities).toMatchObject([
      {
        value: 15,
        unit: 'epoch',
        param: { underIterLoop: { effect: 'immediate' } },
        keyPath: ['custom_hooks', 0, 'num_last_epochs'],
      },
    ]);
    expect(custom[1]?.quantities).toMatchObject([
      { value: 0, unit: 'epoch', param: { name: 'begin_epoch', counterpart: { to: 'begin_iter' } } },
      { value: 0, unit: 'iter', param: { name: 'begin_iter' } },
    ]);
    expect(custom[2]).toMatchObject({ facts: undefined, quantities: [] });
  });

  test('a switch names the unit', () => {
    const quantities = (hook: Made) => root({ train_cfg: epochs, custom_hooks: [hook] }).hooks.at(-1)?.quantities;
    const interval = (hook: Made) => quantities(hook)?.find(({ param }) => param.name === 'profile_times')?.unit;
    expect(interval({ type: 'ProfilerHook', profile_times: 3 })).toBe('epoch');
    expect(interval({ type: 'ProfilerHook', by_epoch: false })).toBe('iter');
    expect(interval({ type: 'ProfilerHook', by_epoch: NOT_KNOWN })).toBe('unknown');
  });
});

describe('log processor', () => {
  test('is there in every root', () => {
    expect(root({ train_cfg: iters }).logProcessor).toMatchObject({ cfg: undefined, byEpoch: { value: true } });
    expect(root({ train_cfg: iters, log_processor: { by_epoch: false } }).logProcessor).toMatchObject({
      byEpoch: { value: false },
    });
    expect(root({ train_cfg: iters, log_processor: { type: 'Mine' } }).logProcessor).toMatchObject({
      byEpoch: { value: undefined },
    });
    expect(fragment({}).logProcessor).toBeUndefined();
    expect(fragment({ log_processor: { window_size: 10 } }).logProcessor?.byEpoch.value).toBeUndefined();
  });
});

describe('sampler', () => {
  const sampler = (entries: Entries, more: Entries = {}) =>
    buildPlan(loadedConfig({ train_dataloader: entries, train_cfg: epochs, ...more })).sampler;

  test.each<[string, Entries, Entries, string, string]>([
    ['MMEngine finite', { sampler: { type: 'DefaultSampler' } }, {}, 'dict', 'finite'],
    ['MMEngine infinite', { sampler: { type: 'InfiniteSampler' } }, {}, 'dict', 'infinite'],
    ['imported', { sampler: { type: imported('mmengine.dataset', 'InfiniteSampler') } }, {}, 'dict', 'infinite'],
    ['MMDetection', { sampler: { type: 'MultiSourceSampler' } }, { default_scope: 'mmdet' }, 'dict', 'infinite'],
    ['MMPose', { sampler: { type: 'MultiSourceSampler' } }, { default_scope: 'mmpose' }, 'dict', 'finite'],
    [
      'by its prefix',
      { sampler: { type: 'mmdet.MultiSourceSampler' } },
      { default_scope: 'mmpose' },
      'dict',
      'infinite',
    ],
    ['by _scope_', { sampler: { type: 'MultiSourceSampler', _scope_: 'mmdet' } }, {}, 'dict', 'infinite'],
    [
      'of nobody knows where',
      { sampler: { type: 'MultiSourceSampler' } },
      { default_scope: NOT_KNOWN },
      'dict',
      'unknown',
    ],
    ['of the user', { sampler: { type: 'Mine' } }, {}, 'dict', 'unknown'],
    ['None', { sampler: null }, {}, 'none', 'unknown'],
    ['missing', { batch_size: 1 }, {}, 'missing', 'unknown'],
    ['not known', { sampler: NOT_KNOWN }, {}, 'other', 'unknown'],
    [
      'under a batch sampler',
      { sampler: { type: 'InfiniteSampler' }, batch_sampler: { type: 'AspectRatioBatchSampler' } },
      { default_scope: 'mmdet' },
      'dict',
      'infinite',
    ],
    [
      "under torch's batch sampler",
      { sampler: { type: 'DefaultSampler' }, batch_sampler: { type: imported('torch.utils.data', 'BatchSampler') } },
      {},
      'dict',
      'finite',
    ],
    [
      'under another batch sampler',
      { sampler: { type: 'InfiniteSampler' }, batch_sampler: { type: 'Mine' } },
      {},
      'dict',
      'unknown',
    ],
  ])('%s', (_name, entries, more, state, behaviour) => {
    expect(sampler(entries, more)).toMatchObject({ state, behaviour });
  });

  test('a fragment without scope does not choose between two packages', () => {
    const plan = fragment({ train_dataloader: { sampler: { type: 'MultiSourceSampler' } } });
    expect(plan.sampler?.behaviour).toBe('unknown');
  });
});

describe('root', () => {
  test.each<[string, Entries, boolean]>([
    ['both', { train_cfg: epochs, train_dataloader: loader }, true],
    ['no loader', { train_cfg: epochs }, false],
    ['loader None', { train_cfg: epochs, train_dataloader: null }, false],
    ['loader not known', { train_cfg: epochs, train_dataloader: NOT_KNOWN }, false],
  ])('%s', (_name, entries, isRoot) => {
    expect(fragment(entries).isRoot).toBe(isRoot);
  });

  test('a script hands over a loader that was made before', () => {
    expect(buildPlan(loadedConfig({ train_cfg: epochs, train_dataloader: NOT_KNOWN }, 'script')).isRoot).toBe(true);
  });
});
