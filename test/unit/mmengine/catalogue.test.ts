import { describe, expect, test } from 'vitest';
import {
  builderKeys,
  cataloguedPackages,
  closeNames,
  findType,
  findTypes,
  type Kind,
} from '../../../server/src/mmengine/catalogue.ts';
import data from '../../../server/src/mmengine/data/catalogue.json' with { type: 'json' };
import { HOOK_FACTS } from '../../../server/src/mmengine/data/hooks.ts';
import { hookFacts } from '../../../server/src/mmengine/hooks.ts';
import { lengthParameters, loopKind } from '../../../server/src/mmengine/loops.ts';
import { samplerBehaviour } from '../../../server/src/mmengine/samplers.ts';
import { schedulerFacts } from '../../../server/src/mmengine/schedulers.ts';

const packageOf = (kind: Kind, type: string, scope?: string) => findType(kind, type, scope)?.package;
const known = (kind: Kind, type: string, scope?: string) => {
  const entry = findType(kind, type, scope);
  if (!entry) throw new Error(`${type} is not in the catalogue`);
  return entry;
};

describe('names', () => {
  test.each<[Kind, string, string | undefined, string | undefined]>([
    ['hook', 'CheckpointHook', undefined, 'mmengine'],
    ['hook', 'CheckpointHook', 'mmdet', 'mmengine'],
    ['hook', 'mmdet.CheckpointHook', 'mmengine', 'mmengine'],
    ['hook', 'mmengine.hooks.CheckpointHook', 'mmdet', 'mmengine'],
    ['hook', 'mmengine.hooks.checkpoint_hook.CheckpointHook', undefined, 'mmengine'],
    ['hook', 'mmdet.mine.CheckpointHook', undefined, undefined],
    ['hook', 'YOLOXModeSwitchHook', 'mmdet', 'mmdet'],
    ['hook', 'YOLOXModeSwitchHook', 'mmyolo', 'mmyolo'],
    ['hook', 'YOLOXModeSwitchHook', 'mmengine', undefined],
    ['hook', 'mmdet.YOLOXModeSwitchHook', 'mmyolo', 'mmdet'],
    ['hook', 'EMAHook', 'mmpretrain', 'mmpretrain'],
    ['hook', 'EMAHook', 'somebody', 'mmengine'],
    ['hook', 'EMAHook', undefined, undefined],
    ['sampler', 'MultiSourceSampler', undefined, undefined],
    ['sampler', 'MultiSourceSampler', 'mmpose', 'mmpose'],
    ['loop', 'TrainLoop', 'mmengine', undefined],
    ['loop', 'xtuner.engine.runner.TrainLoop', 'mmengine', 'xtuner'],
    ['scheduler', 'ConstantLR', undefined, 'mmengine'],
    ['logProcessor', 'LogProcessor', 'mmagic', 'mmagic'],
    ['loop', 'CheckpointHook', undefined, undefined],
  ])('%s %s in %s', (kind, type, scope, expected) => {
    expect(packageOf(kind, type, scope)).toBe(expected);
  });

  test('one name in two packages has two entries', () => {
    expect(findTypes('sampler', 'MultiSourceSampler', undefined).map((entry) => entry.package)).toEqual([
      'mmdet',
      'mmpose',
    ]);
  });

  test.each<[Kind, string, string | undefined, readonly string[]]>([
    ['hook', 'CheckpiontHook', 'mmengine', ['CheckpointHook']],
    ['hook', 'checkpointHook', 'mmengine', ['CheckpointHook']],
    ['hook', 'mmdet.PipelineSwichHook', 'mmengine', ['mmdet.PipelineSwitchHook']],
    ['hook', 'PipelineSwichHook', 'mmengine', []],
    ['scheduler', 'CosineAnealingLR', undefined, ['CosineAnnealingLR']],
    ['scheduler', 'MultistepLR', undefined, ['MultiStepLR']],
    ['loop', 'EpochBaseTrainLoop', undefined, ['EpochBasedTrainLoop']],
    ['sampler', 'DefaultSamplr', 'mmdet', ['DefaultSampler']],
    ['scheduler', 'MultiStepLRV2', undefined, []],
    ['hook', 'MyEMAHook', undefined, []],
    ['hook', 'EMAHook2', undefined, []],
    ['hook', 'CheckpointHook', undefined, []],
    ['scheduler', 'PolyLR', undefined, []],
  ])('did you mean: %s %s in %s', (kind, type, scope, expected) => {
    expect(closeNames(kind, type, scope)).toEqual(expected);
  });
});

describe('constructors', () => {
  const names = (kind: Kind, type: string, scope?: string) =>
    known(kind, type, scope).params.map((param) => param.name);

  test('parameters come in order, with what keyword arguments hand on', () => {
    expect(names('loop', 'EpochBasedTrainLoop')).toEqual([
      'runner',
      'dataloader',
      'max_epochs',
      'val_begin',
      'val_interval',
      'dynamic_intervals',
    ]);
    expect(names('scheduler', 'MultiStepLR')).toEqual([
      'optimizer',
      'milestones',
      'gamma',
      'last_step',
      'begin',
      'end',
      'by_epoch',
      'verbose',
    ]);
    expect(names('scheduler', 'PolyLRRatio', 'mmseg')).toContain('power');
    expect(names('sampler', 'InfiniteSampler')).not.toContain('round_up');
  });

  test('defaults are Python source, required ones have none', () => {
    const checkpoint = known('hook', 'CheckpointHook');
    expect(checkpoint.params.find((param) => param.name === 'interval')).toEqual({
      name: 'interval',
      required: false,
      default: '-1',
    });
    expect(checkpoint.acceptsKwargs).toBe(true);
    expect(known('scheduler', 'StepLR').params.find((param) => param.name === 'step_size')?.required).toBe(true);
    expect(known('loop', 'IterBasedTrainLoop').acceptsKwargs).toBe(false);
  });

  test('the versions are told', () => {
    expect(data.versions.mmengine).toMatch(/^0\.10\./);
  });

  test('MMEngine and the packages on it are there', () => {
    expect([...cataloguedPackages]).toEqual(expect.arrayContaining(['mmengine', 'mmdet', 'mmseg', 'mmpretrain']));
  });

  test('keys that MMEngine takes away first', () => {
    expect(builderKeys('hook')).toContain('priority');
    expect(builderKeys('scheduler')).toContain('convert_to_iter_based');
  });
});

describe('meaning', () => {
  test('loops', () => {
    expect(loopKind(known('loop', 'EpochBasedTrainLoop'))).toBe('epoch');
    expect(loopKind(known('loop', 'DartsIterBasedTrainLoop', 'mmrazor'))).toBe('iter');
    expect(loopKind(known('loop', 'MultiLoaderEpochBasedTrainLoop', 'mmaction'))).toBe('epoch');
    expect(loopKind(known('loop', 'ValLoop'))).toBe('custom');
    expect(lengthParameters(known('loop', 'xtuner.engine.runner.TrainLoop'))).toEqual(['max_iters', 'max_epochs']);
  });

  test('every sampler of the catalogue is known to end or not', () => {
    for (const name of ['DefaultSampler', 'InfiniteSampler'])
      expect(samplerBehaviour(known('sampler', name))).toBeDefined();
    expect(samplerBehaviour(known('sampler', 'GroupMultiSourceSampler', 'mmdet'))).toBe('infinite');
    expect(samplerBehaviour(known('sampler', 'AspectRatioBatchSampler', 'mmdet'))).toBe('follows');
    expect(samplerBehaviour(known('sampler', 'RepeatAugSampler', 'mmpretrain'))).toBe('finite');
  });

  test('schedulers', () => {
    expect(schedulerFacts(known('scheduler', 'MultiStepLR'))).toMatchObject({
      family: 'MultiStep',
      counted: ['milestones'],
      exact: true,
      target: 'lr',
    });
    expect(schedulerFacts(known('scheduler', 'CosineAnnealingMomentum'))).toMatchObject({
      family: 'CosineAnnealing',
      counted: ['T_max'],
      target: 'momentum',
    });
    expect(schedulerFacts(known('scheduler', 'ExponentialLR'))).toMatchObject({ perStep: ['gamma'] });
    expect(schedulerFacts(known('scheduler', 'ReduceOnPlateauLR'))).toMatchObject({ convertible: false });
    expect(schedulerFacts(known('scheduler', 'ReduceLR', 'mmagic'))).toMatchObject({
      family: 'ReduceOnPlateau',
      convertible: false,
    });
    expect(schedulerFacts(known('scheduler', 'CosineAnnealingWeightDecay', 'mmpretrain'))).toMatchObject({
      target: 'weight_decay',
    });
    expect(schedulerFacts(known('scheduler', 'StepParamScheduler'))).toMatchObject({
      family: 'Step',
      target: undefined,
    });
  });

  test('hooks that stand in the hand-kept facts are in the catalogue', () => {
    for (const name of Object.keys(HOOK_FACTS)) {
      const entry = known('hook', name);
      const facts = hookFacts(entry);
      for (const param of facts?.params ?? []) expect(entry.params.map(({ name }) => name)).toContain(param.name);
      for (const { switch: by } of facts?.params ?? [])
        if (by) expect(entry.params.map(({ name }) => name)).toContain(by.name);
    }
  });

  test('a hook inherits what its base class counts', () => {
    const derived = {
      ...known('hook', 'CheckpointHook'),
      name: 'Mine',
      module: 'mine',
      mro: ['mmengine.hooks.checkpoint_hook.CheckpointHook'],
    };
    expect(hookFacts(derived)?.params[0]?.name).toBe('interval');
    expect(hookFacts(known('hook', 'IterTimerHook'))).toBeUndefined();
  });
});
