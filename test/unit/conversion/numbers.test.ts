import { describe, expect, test } from 'vitest';
import { CONVERSION_STEPS, type NumberStyle } from '../../../server/src/conversion/convert.ts';
import { convert } from './support.ts';

const SCHEDULE = `_base_ = './base.py'
max_epochs = 300  # all of it
stage2_epochs = 20
interval = 10

train_cfg = dict(
    type='EpochBasedTrainLoop',
    max_epochs=max_epochs,
    val_interval=interval,
    dynamic_intervals=[(max_epochs - stage2_epochs, 1)])
param_scheduler = [
    dict(type='LinearLR', start_factor=1.0e-5, by_epoch=False, begin=0, end=1000),
    dict(
        type='CosineAnnealingLR',
        begin=max_epochs // 2,
        end=max_epochs,
        T_max=max_epochs // 2,
        by_epoch=True,
        convert_to_iter_based=True),
    dict(type='MultiStepLR', milestones=[8, 11], begin=max_epochs - 100)
]
default_hooks = dict(
    checkpoint=dict(type='CheckpointHook', interval=interval, max_keep_ckpts=3),
    logger=dict(type='LoggerHook'))
log_processor = dict(by_epoch=True)
train_dataloader = dict(batch_size=2, sampler=dict(type='DefaultSampler', shuffle=True))
`;
const SWITCH = "custom_hooks = [dict(type='PipelineSwitchHook', switch_epoch=max_epochs - stage2_epochs)]\n";

const files = (text: string) => ({ 'base.py': "work_dir = 'x'\n", 'config.py': text });
const toIter = (text: string, numbers: NumberStyle = 'literals', kept: string[] = []) =>
  convert(files(text), { to: 'iter', itersPerEpoch: 1000, numbers, kept: new Set(kept) });
const toEpoch = (text: string) => convert(files(text), { to: 'epoch', itersPerEpoch: 1000 });

describe('a number that comes from a variable', () => {
  test('is converted there when all uses count the same, and arithmetic follows', () => {
    const { text, refusals } = toIter(SCHEDULE);
    expect(refusals).toEqual([]);
    expect(text).toContain('max_iters = 300000  # all of it\n');
    expect(text).toContain('max_iters=max_iters');
    expect(text).toContain('begin=max_iters // 2');
    expect(text).toContain('begin=max_iters - 100000');
    expect(text).toContain('interval_iters = 10000\n');
    expect(text).not.toContain('max_epochs');
  });

  test('comes back as it was', () => {
    const back = toEpoch(toIter(SCHEDULE).text).text;
    expect(back).toContain('max_epochs = 300  # all of it\n');
    expect(back).toContain('begin=max_epochs // 2');
    expect(back).toContain('begin=max_epochs - 100');
  });

  test('is converted at the use when something else counts epochs by it', () => {
    const { text } = toIter(SCHEDULE + SWITCH);
    expect(text).toContain('max_epochs = 300  # all of it\n');
    expect(text).toContain('max_iters=300000');
    expect(text).toContain('switch_epoch=max_epochs - stage2_epochs');
    expect(text).toContain('val_interval=interval_iters');
  });

  test('is converted at the use when another file uses it', () => {
    const { text } = toIter(SCHEDULE, 'literals', ['max_epochs']);
    expect(text).toContain('max_epochs = 300  # all of it\n');
    expect(text).toContain('max_iters=300000');
  });

  test('keeps its value when the new name is taken', () => {
    const { text } = toIter(SCHEDULE.replace('interval = 10\n', 'interval = 10\nmax_iters = 7\n'));
    expect(text).toContain('max_epochs = 300  # all of it\nstage2_epochs = 20\n');
    expect(text).toContain('max_iters=300000');
  });

  test('is no variable of its own when a loop binds it', () => {
    const text =
      'train_cfg = dict(by_epoch=True, max_epochs=3)\nfor e in (1, 2):\n    train_cfg.update(max_epochs=e)\n';
    const { edits, refusals } = convert(text, { to: 'iter', itersPerEpoch: 10 });
    expect([edits, refusals.length]).toEqual([[], 1]);
  });

  test('is converted in a script and in a lazy config alike', () => {
    const script = `from mmengine.runner import Runner

epochs = 12
train_cfg = dict(by_epoch=True, max_epochs=epochs)
runner = Runner(model=None, train_cfg=train_cfg, param_scheduler=dict(type='CosineAnnealingLR', T_max=epochs))
`;
    expect(convert(script, { to: 'iter', itersPerEpoch: 10 }).text).toContain('\niters = 120\ntrain_cfg = dict(');
    const lazy = `from mmengine.optim import CosineAnnealingLR
from mmengine.runner import EpochBasedTrainLoop

max_epochs = 12
train_cfg = dict(type=EpochBasedTrainLoop, max_epochs=max_epochs)
param_scheduler = dict(type=CosineAnnealingLR, T_max=max_epochs - 2, begin=2)
`;
    const { text } = convert(lazy, { to: 'iter', itersPerEpoch: 10 });
    expect(text).toContain('\nmax_iters = 120\n');
    expect(text).toContain('T_max=max_iters - 20, begin=20');
  });
});

describe('numbers as expressions', () => {
  test('are multiples of one variable at the top', () => {
    const { text, refusals } = toIter(SCHEDULE, 'expressions');
    expect(refusals).toEqual([]);
    expect(text.startsWith("_base_ = './base.py'\niters_per_epoch = 1000\nmax_epochs = 300")).toBe(true);
    expect(text).toContain('max_iters=max_epochs * iters_per_epoch');
    expect(text).toContain('begin=(max_epochs // 2) * iters_per_epoch');
    expect(text).toContain('milestones=[8 * iters_per_epoch, 11 * iters_per_epoch]');
    expect(text).toContain(
      'dynamic_intervals=[((max_epochs - stage2_epochs - 1) * iters_per_epoch + 1, iters_per_epoch)]',
    );
    expect(text.match(/iters_per_epoch = /g)).toHaveLength(1);
  });

  test('come back as they were, and the variable goes', () => {
    const { text } = toEpoch(toIter(SCHEDULE, 'expressions').text);
    expect(text).not.toContain('iters_per_epoch');
    expect(text).toContain('max_epochs=max_epochs');
    expect(text).toContain('dynamic_intervals=[(max_epochs - stage2_epochs, 1)]');
    expect(text).toContain('milestones=[8, 11]');
    expect(text).toContain('begin=max_epochs // 2');
  });

  test('are literals when the name means something else here', () => {
    const { text, notes } = toIter(`${SCHEDULE}iters_per_epoch = 5\n`, 'expressions');
    expect(text).toContain('milestones=[8000, 11000]');
    expect(notes).toContainEqual(expect.stringContaining('stands for something else'));
  });

  test('stand below imports', () => {
    const text = 'import os\nfrom os import path\n\ntrain_cfg = dict(by_epoch=True, max_epochs=3, val_interval=1)\n';
    expect(convert(text, { to: 'iter', itersPerEpoch: 10, numbers: 'expressions' }).text).toBe(
      'import os\nfrom os import path\n\niters_per_epoch = 10\n\ntrain_cfg = dict(by_epoch=False, max_iters=3 * iters_per_epoch, val_interval=iters_per_epoch)\n',
    );
  });

  test('stand above what is added to a file that only inherits', () => {
    const { text } = convert(
      { 'base.py': 'train_cfg = dict(by_epoch=True, max_epochs=3)\n', 'config.py': "_base_ = './base.py'\n" },
      { to: 'iter', itersPerEpoch: 10, numbers: 'expressions' },
    );
    expect(text).toContain("_base_ = './base.py'\niters_per_epoch = 10\ntrain_cfg = dict(");
    expect(text).toContain('max_iters=3 * iters_per_epoch');
  });

  test('do not read a setting that is converted itself', () => {
    const text = `train_cfg = dict(by_epoch=True, max_epochs=3)
param_scheduler = dict(type='CosineAnnealingLR', T_max=train_cfg['max_epochs'])
`;
    const converted = convert(text, { to: 'iter', itersPerEpoch: 10, numbers: 'expressions' });
    expect(converted.text).toContain('max_iters=3 * iters_per_epoch');
    expect(converted.text).toContain('T_max=3 * iters_per_epoch');
  });

  test('are literals in YAML', () => {
    const yaml = 'train_cfg:\n  by_epoch: true\n  max_epochs: 3\n';
    const { text, notes } = convert(yaml, { to: 'iter', itersPerEpoch: 10, numbers: 'expressions' }, 'config.yaml');
    expect(text).toContain('max_iters: 30');
    expect(notes).toContainEqual(expect.stringContaining('cannot compute'));
  });

  test('are literals where they would disturb what the file computes', () => {
    const config = `n = 4
train_cfg = dict(by_epoch=True, max_epochs=12)
param_scheduler = [dict(type='MultiStepLR', milestones=[x * 2 for x in [n, 5]])]
`;
    const { text, notes } = toIter(config, 'expressions');
    expect(text).toContain('milestones=[8000, 10000]');
    expect(notes).toContainEqual(expect.stringContaining('computes its settings'));
    expect(toIter(config, 'literals').notes).not.toContainEqual(expect.stringContaining('computes its settings'));
    expect(toIter(SCHEDULE, 'expressions').notes).not.toContainEqual(expect.stringContaining('written out'));
  });
});

describe.each<NumberStyle>(['literals', 'expressions'])('in %s', (numbers) => {
  test.each([
    ['variables', SCHEDULE],
    ['a variable with another use', SCHEDULE + SWITCH],
    ['CRLF', SCHEDULE.replaceAll('\n', '\r\n')],
    ['no last line end', SCHEDULE.trimEnd()],
  ])('%s: step by step in any order is all at once, and twice is once', (_, before) => {
    const whole = toIter(before, numbers).text;
    expect(whole).not.toBe(before);
    expect(toIter(whole, numbers).edits).toEqual([]);
    for (const order of [
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
      [1, 2, 3, 0, 4],
    ]) {
      let text = before;
      for (const i of order) {
        const steps = CONVERSION_STEPS.slice(i, i + 1).map(({ id }) => id);
        const { refusals, text: next } = convert(files(text), { to: 'iter', itersPerEpoch: 1000, numbers, steps });
        expect(refusals).toEqual([]);
        text = next;
      }
      expect(text).toBe(whole);
    }
  });
});
