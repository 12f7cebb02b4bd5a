import { expect, test } from 'vitest';
import { buildPlan } from '../../../server/src/training/build.ts';
import { type ScheduleChoices, scheduleOf } from '../../../server/src/training/simulate/plan.ts';
import { simulateSchedule } from '../../../server/src/training/simulate/simulate.ts';
import { imported, loadedConfig, type Made, NOT_KNOWN, python } from './made.ts';

const step = { type: 'MultiStepLR', milestones: [6, 8] };
const config = {
  train_dataloader: { batch_size: 4 },
  train_cfg: { by_epoch: true, max_epochs: 10 } as Made,
  optim_wrapper: { optimizer: { type: 'SGD', lr: 0.1 } } as Made,
  param_scheduler: [step] as Made,
};
const of = (changes: Partial<typeof config>, choices: Partial<ScheduleChoices> = {}) =>
  scheduleOf(buildPlan(loadedConfig({ ...config, ...changes })), { itersPerEpoch: 8, ...choices });
const iters: Made = { by_epoch: false, max_iters: 80 };

test('a config becomes a schedule', () => {
  expect(of({})).toEqual({
    loop: { kind: 'epoch', length: 10 },
    schedulers: [step],
    baseLr: 0.1,
    itersPerEpoch: 8,
    scope: 'mmengine',
  });
  expect(of({}, { baseLr: 1 })).toMatchObject({ baseLr: 1 });
});

test('types that a lazy config imports and floats without fraction survive', () => {
  const scheduler = { type: imported('mmengine.optim', 'OneCycleLR'), eta_max: 0.2, total_steps: python.float(20) };
  const schedule = of({ param_scheduler: scheduler });
  if ('unknown' in schedule) throw new Error(schedule.unknown);
  expect(simulateSchedule(schedule)).toMatchObject({ error: { error: 'ValueError' } });
});

test('an iteration loop needs the iterations per epoch only for what is converted', () => {
  const none = { itersPerEpoch: undefined };
  expect(of({ train_cfg: iters }, none)).toMatchObject({ loop: { kind: 'iter', length: 80 } });
  expect(of({}, none)).toHaveProperty('unknown');
  const converted = [{ ...step, convert_to_iter_based: true }];
  expect(of({ train_cfg: iters, param_scheduler: converted }, none)).toHaveProperty('unknown');
});

test("XTuner's loop takes epochs and counts iterations", () => {
  const train_cfg: Made = { type: imported('xtuner.engine.runner', 'TrainLoop'), max_epochs: 2.5 };
  expect(of({ train_cfg })).toMatchObject({ loop: { kind: 'iter', length: 20 } });
  expect(of({ train_cfg }, { itersPerEpoch: 7 })).toHaveProperty('unknown');
});

test('each optimizer has its own', () => {
  const changes = {
    param_scheduler: { generator: step, critic: [] },
    optim_wrapper: { generator: { optimizer: { lr: 0.2 } }, critic: { optimizer: { lr: 0.3 } } },
  };
  expect(of(changes)).toHaveProperty('unknown');
  expect(of(changes, { optimizer: 'generator' })).toMatchObject({ baseLr: 0.2, schedulers: [step] });
  expect(of(changes, { optimizer: 'critic' })).toMatchObject({ baseLr: 0.3, schedulers: [] });
});

test.each<[string, Partial<typeof config>]>([
  ['length', { train_cfg: { by_epoch: true, max_epochs: NOT_KNOWN } }],
  ['loop', { train_cfg: NOT_KNOWN }],
  ['scheduler', { param_scheduler: NOT_KNOWN }],
  ['scheduler argument', { param_scheduler: [{ ...step, gamma: NOT_KNOWN }] }],
  ['learning rate', { optim_wrapper: { optimizer: { lr: NOT_KNOWN } } }],
])('an unknown %s is said', (_what, changes) => {
  expect(of(changes)).toHaveProperty('unknown');
});
