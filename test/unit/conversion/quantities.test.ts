import { describe, expect, test } from 'vitest';
import type { Unit } from '../../../server/src/training/plan.ts';
import { convert } from './support.ts';

const ROOT = "train_dataloader = dict(batch_size=2, sampler=dict(type='DefaultSampler', shuffle=True))\n";

function lines(to: Unit, text: string, n = 10): string {
  const { text: converted, refusals } = convert(text, { to, itersPerEpoch: n });
  expect(refusals).toEqual([]);
  return converted;
}

test('every quantity of train_cfg, intervals that change on the way one unit early', () => {
  const epoch =
    'train_cfg = dict(by_epoch=True, max_epochs=12, val_begin=3, val_interval=2, dynamic_intervals=[(10, 1)])\n';
  const iter =
    'train_cfg = dict(by_epoch=False, max_iters=120, val_begin=30, val_interval=20, dynamic_intervals=[(91, 10)])\n';
  expect(lines('iter', epoch)).toBe(iter);
  expect(lines('epoch', iter)).toBe(epoch);
});

test('the validation interval that MMEngine would change with the loop is written out', () => {
  expect(lines('iter', 'train_cfg = dict(by_epoch=True, max_epochs=12)\n')).toContain('val_interval=10');
  expect(lines('epoch', 'train_cfg = dict(by_epoch=False, max_iters=12000)\n')).toContain('val_interval=100');
});

test('a type that comes with by_epoch is mended on the way', () => {
  expect(
    lines('iter', "train_cfg = dict(type='EpochBasedTrainLoop', by_epoch=True, max_epochs=12, val_interval=1)\n"),
  ).toBe("train_cfg = dict(type='IterBasedTrainLoop', max_iters=120, val_interval=10)\n");
});

test('a root gets the hooks and the log processor that MMEngine would add by epoch', () => {
  const text = lines('iter', `train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)\n${ROOT}`);
  expect(text).toContain("checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=10)");
  expect(text).toContain("logger=dict(type='LoggerHook', log_metric_by_epoch=False)");
  expect(text).toContain('log_processor = dict(by_epoch=False)');
  expect(text).toContain("sampler=dict(type='InfiniteSampler', shuffle=True)");
});

test('checkpoints: begin, names and a negative interval', () => {
  const text = `train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)
default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=2, save_begin=4, filename_tmpl='my_epoch_{}.pth'))
`;
  expect(lines('iter', text)).toContain("interval=20, save_begin=40, filename_tmpl='my_iter_{}.pth'");
  expect(lines('iter', text.replace('interval=2', 'interval=-1'))).toContain('interval=-1');
});

test('windows of an epoch become windows of its iterations', () => {
  const text = `train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)
log_processor = dict(type='LogProcessor', custom_cfg=[dict(data_src='loss', method_name='mean', window_size='epoch')])
`;
  expect(lines('iter', text)).toContain('window_size=10');
});

test('other hooks: a counterpart is used, the rest is kept and named', () => {
  const text = `default_scope = 'mmdet'
train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)
custom_hooks = [
    dict(type='EMAHook', begin_epoch=3),
    dict(type='ProfilerHook'),
    dict(type='YOLOXModeSwitchHook', num_last_epochs=2),
]
`;
  const { text: converted, notes } = convert(text, { to: 'iter', itersPerEpoch: 10 });
  expect(converted).toContain("dict(type='EMAHook', begin_iter=21)");
  expect(converted).toContain("dict(type='ProfilerHook', by_epoch=False, profile_times=10)");
  expect(converted).toContain("dict(type='YOLOXModeSwitchHook', num_last_epochs=2)");
  expect(notes).toEqual([expect.stringContaining('YOLOXModeSwitchHook')]);
  expect(convert(converted, { to: 'epoch', itersPerEpoch: 10 }).text).toContain("dict(type='EMAHook', begin_epoch=3)");
});

test('rounds to epochs, at least one, and says the difference', () => {
  const text = `train_cfg = dict(by_epoch=False, max_iters=120, val_interval=4)
default_hooks = dict(checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=25))
`;
  const { text: converted, notes } = convert(text, { to: 'epoch', itersPerEpoch: 10 });
  expect(converted).toContain('max_epochs=12, val_interval=1)');
  expect(converted).toContain('by_epoch=True, interval=3');
  expect(notes).toHaveLength(2);
});

test('a sampler that never ends and has no counterpart is refused', () => {
  const text = `default_scope = 'mmdet'
train_cfg = dict(by_epoch=False, max_iters=120, val_interval=10)
train_dataloader = dict(sampler=dict(type='MultiSourceSampler', batch_size=4, source_ratio=[1, 1]))
`;
  expect(convert(text, { to: 'epoch', itersPerEpoch: 10 }).refusals).toEqual([expect.stringContaining('never ends')]);
});

test('every window of the log has a size without epochs', () => {
  const text = "log_processor = dict(by_epoch=True, custom_cfg=[dict(data_src='loss', method_name='max')])\n";
  expect(convert(text, { to: 'iter', itersPerEpoch: 8 }).text).toBe(
    "log_processor = dict(by_epoch=False, custom_cfg=[dict(data_src='loss', method_name='max', window_size='global')])\n",
  );
  const { edits, notes } = convert(text.replace('max', 'current'), { to: 'iter', itersPerEpoch: 8 });
  expect(edits).toEqual([]);
  expect(notes[0]).toContain('`log_processor` is kept');
});

test('says what a scheduler without a counterpart will do', () => {
  const noteOn = (begin: string) =>
    convert(
      `train_cfg = dict(by_epoch=True, max_epochs=9)\nparam_scheduler = dict(type='ReduceOnPlateauLR'${begin}, monitor='loss')\n`,
      { to: 'iter', itersPerEpoch: 8 },
    ).notes[0];
  expect(noteOn('')).toContain('the rest still counts validations');
  expect(noteOn(', begin=2')).toContain('it never acts');
});

describe('a config that somebody has converted half way', () => {
  const ITER = 'train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=10000)\n';

  test.each([
    ['a checkpoint interval', `${ITER}default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=10000))\n`],
    [
      'milestones',
      "train_cfg = dict(by_epoch=True, max_epochs=12)\nparam_scheduler = dict(type='MultiStepLR', milestones=[60000, 80000])\n",
    ],
    [
      'an interval that training does not have as epochs',
      "train_cfg = dict(by_epoch=False, max_iters=100000, val_interval=10000)\ndefault_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=500))\n",
    ],
    ['an end', `${ITER}param_scheduler = dict(type='PolyLR', end=90000)\n`],
  ])('is refused where %s is in iterations already', (_, text) => {
    const { refusals, edits } = convert(text, { to: 'iter', itersPerEpoch: 1000 });
    expect(refusals).toEqual([expect.stringContaining('looks like iterations already')]);
    expect(edits).toEqual([]);
  });

  test('loses what another sampler left over', () => {
    const text = `${ITER}train_dataloader = dict(batch_size=2, sampler=dict(type='InfiniteSampler', shuffle=True, round_up=True))\n`;
    expect(convert(text, { to: 'iter', itersPerEpoch: 1000 }).text).toContain(
      "sampler=dict(type='InfiniteSampler', shuffle=True))",
    );
  });

  test('is refused from ten times the length of training on', () => {
    const at = (size: number) =>
      convert(
        `train_cfg = dict(by_epoch=True, max_epochs=100)\nparam_scheduler = dict(type='StepLR', step_size=${size})\n`,
        {
          to: 'iter',
          itersPerEpoch: 10,
        },
      ).refusals.length;
    expect([999, 1000].map(at)).toEqual([0, 1]);
  });

  test('is converted where a schedule is left over from a longer training', () => {
    const text =
      "train_cfg = dict(by_epoch=False, max_iters=50000)\nparam_scheduler = dict(type='PolyLR', end=300, by_epoch=True)\n";
    expect(convert(text, { to: 'iter', itersPerEpoch: 1000 }).text).toContain('end=300000');
  });

  test('is converted where the numbers may be what they say', () => {
    const text =
      "train_cfg = dict(by_epoch=True, max_epochs=100)\nparam_scheduler = dict(type='StepLR', step_size=600)\n";
    expect(convert(text, { to: 'iter', itersPerEpoch: 10 }).text).toContain('step_size=6000');
  });
});
