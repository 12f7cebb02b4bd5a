import { describe, expect, it, test } from 'vitest';
import { check, fixed } from './support.ts';

const MINE = /^(checkpoint|logger|log-processor|ema|hook)-/;

const DATA = `train_dataloader = dict(
    batch_size=2, dataset=dict(type='CocoDataset'), sampler=dict(type='InfiniteSampler', shuffle=True))
val_dataloader = dict(batch_size=1, dataset=dict(type='CocoDataset'), sampler=dict(type='DefaultSampler', shuffle=False))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
`;
const ITER = `${DATA}train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\n`;
const EPOCH = `${DATA.replace('InfiniteSampler', 'DefaultSampler')}train_cfg = dict(by_epoch=True, max_epochs=12)\n`;
const QUIET = `default_hooks = dict(
    logger=dict(type='LoggerHook', log_metric_by_epoch=False),
    checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=1000))
log_processor = dict(by_epoch=False)
`;

function findings(code: string, itersPerEpoch?: number) {
  return check({ 'config.py': code }, 'config.py', itersPerEpoch).findings.filter(({ rule }) => MINE.test(rule));
}

function found(code: string, itersPerEpoch?: number): string[] {
  return findings(code, itersPerEpoch).map(({ rule, severity }) => `${rule} ${severity}`);
}

function mended(code: string, rule: string, itersPerEpoch?: number): string | undefined {
  const files = { 'config.py': code };
  const finding = findings(code, itersPerEpoch).find((one) => one.rule === rule);
  if (!finding?.fixes?.length) return undefined;
  const after = fixed(files, 'config.py', finding)['config.py'] ?? '';
  expect(found(after, itersPerEpoch).filter((one) => one.startsWith(rule))).toEqual([]);
  return after.replace(/\s+/g, ' ');
}

describe('defaults', () => {
  it('counts what MMEngine adds by itself to a config that can be trained', () => {
    expect(found(ITER).sort()).toEqual([
      'checkpoint-by-epoch-mismatch warning',
      'log-processor-by-epoch-mismatch warning',
      'logger-by-epoch-mismatch warning',
    ]);
    expect(found(EPOCH)).toEqual([]);
  });

  it('counts nothing in a fragment that is not said there', () => {
    expect(
      found(
        "train_cfg = dict(by_epoch=False, max_iters=90000)\ndefault_hooks = dict(logger=dict(type='LoggerHook'))\n",
      ),
    ).toEqual([]);
  });

  it('knows that None turns a hook off', () => {
    expect(
      found(`${ITER}default_hooks = dict(checkpoint=None, logger=None)\nlog_processor = dict(by_epoch=False)\n`),
    ).toEqual([]);
  });

  it('needs no default checkpoints beside others that count iterations', () => {
    const custom = "custom_hooks = [dict(type='CheckpointHook', by_epoch=False, interval=1000)]\n";
    expect(found(`${ITER}${custom}`)).not.toContain('checkpoint-by-epoch-mismatch warning');
  });

  it('only remarks on metrics that are never measured', () => {
    const silent = ITER.replace(/val_dataloader.*\n/, '');
    expect(found(silent)).toContain('logger-by-epoch-mismatch info');
  });
});

describe('the other direction', () => {
  it('allows checkpoints in iterations under an epoch-based loop, and remarks on metrics by iteration', () => {
    expect(found(`${EPOCH}${QUIET}`).sort()).toEqual([
      'log-processor-by-epoch-mismatch warning',
      'logger-by-epoch-mismatch info',
    ]);
  });
});

describe('fixes of hooks', () => {
  it('writes a whole hook where there is none', () => {
    expect(mended(ITER, 'checkpoint-by-epoch-mismatch', 7500)).toContain(
      "checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=7500)",
    );
    expect(mended(ITER, 'logger-by-epoch-mismatch')).toContain(
      "logger=dict(type='LoggerHook', log_metric_by_epoch=False)",
    );
    expect(mended(ITER, 'log-processor-by-epoch-mismatch')).toContain('log_processor = dict(by_epoch=False)');
  });

  it('never makes a checkpoint each iteration', () => {
    const code = `${ITER}default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=1))\n`;
    expect(mended(code, 'checkpoint-by-epoch-mismatch')).toBeUndefined();
    expect(mended(code, 'checkpoint-by-epoch-mismatch', 7500)).toContain('interval=7500, by_epoch=False');
  });

  it('sees an interval that is already in iterations', () => {
    const code = `${ITER}default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=10000))\n`;
    expect(mended(code, 'checkpoint-by-epoch-mismatch')).toContain('interval=10000, by_epoch=False');
    expect(mended(code, 'checkpoint-by-epoch-mismatch', 7500)).toContain('interval=10000, by_epoch=False');
  });

  it('does not turn a log processor whose windows need epochs', () => {
    const code = `${ITER}log_processor = dict(custom_cfg=[dict(data_src='loss', method_name='mean', window_size='epoch')])\n`;
    expect(mended(code, 'log-processor-by-epoch-mismatch')).toBeUndefined();
  });
});

describe('log-processor-bad-value', () => {
  it.each([
    ["dict(window_size='epoch')", ['log-processor-bad-value error']],
    ['dict(window_size=10.0)', ['log-processor-bad-value error']],
    ['dict(window_size=None)', []],
    ["dict(custom_cfg=[dict(data_src='loss', window_size='epoch')])", []],
    [
      "dict(by_epoch=False, custom_cfg=[dict(data_src='loss', window_size='epoch')])",
      ['log-processor-bad-value error'],
    ],
    ["dict(by_epoch=False, custom_cfg=[dict(data_src='loss')])", ['log-processor-bad-value error']],
    ["dict(custom_cfg=[dict(data_src='loss', window_size='each')])", ['log-processor-bad-value error']],
    ["dict(by_epoch=False, custom_cfg=[dict(data_src='loss', window_size='global')])", []],
  ])('%s', (processor, expected) => {
    const code = `${ITER}log_processor = ${processor}\n`;
    expect(found(code).filter((one) => one.startsWith('log-processor-bad-value'))).toEqual(expected);
  });
});

test('one flag is one cause, however many windows it makes impossible', () => {
  const processor = `dict(by_epoch=False, custom_cfg=[
    dict(data_src='loss', method_name='mean', window_size='epoch'), dict(data_src='loss', method_name='max')])`;
  const code = `${EPOCH}log_processor = ${processor}\n`;
  expect(found(code)).toEqual(['log-processor-bad-value error']);
  expect(mended(code, 'log-processor-bad-value')).toContain('dict(by_epoch=True, custom_cfg');
});

describe('ema-begin-mismatch', () => {
  const hook = (args: string) => `custom_hooks = [dict(type='EMAHook', ${args})]\n`;

  it.each([
    [ITER, 'begin_epoch=5', 1],
    [ITER, 'begin_epoch=1', 0],
    [ITER, 'begin_iter=90001', 1],
    [ITER, 'begin_iter=90000', 0],
    [EPOCH, 'begin_epoch=13', 1],
    [EPOCH, 'begin_epoch=12', 0],
    [EPOCH, 'begin_iter=90000', 0],
    [EPOCH, 'begin_epoch=2, begin_iter=100', 1],
  ] as const)('%#: %s', (root, args, count) => {
    expect(found(`${root}${hook(args)}`).filter((one) => one === 'ema-begin-mismatch error')).toHaveLength(count);
  });

  it('begins with the first iteration of the epoch', () => {
    expect(mended(`${ITER}${QUIET}${hook('begin_epoch=5')}`, 'ema-begin-mismatch', 1000)).toContain('begin_iter=4001');
    expect(mended(`${ITER}${QUIET}${hook('begin_epoch=5')}`, 'ema-begin-mismatch')).toBeUndefined();
  });
});

test('of two starts, none is left that the training does not come to', () => {
  const hook = (args: string) => `${ITER}${QUIET}custom_hooks = [dict(type='EMAHook', ${args})]\n`;
  expect(mended(hook('begin_epoch=2, begin_iter=5000'), 'ema-begin-mismatch')).toContain(
    "dict(type='EMAHook', begin_iter=5000)",
  );
  expect(mended(hook('begin_epoch=2, begin_iter=500000'), 'ema-begin-mismatch')).toBeUndefined();
});

describe('hook-epoch-only', () => {
  const scoped = (scope: string, hooks: string) =>
    `default_scope = '${scope}'\n${ITER}${QUIET}custom_hooks = [${hooks}]\n`;

  it.each([
    ['mmdet', "dict(type='YOLOXModeSwitchHook', num_last_epochs=15)", 'off and the L1 loss is on'],
    ['mmyolo', "dict(type='YOLOXModeSwitchHook', num_last_epochs=15)", 'never switches'],
    ['mmdet', "dict(type='mmyolo.YOLOXModeSwitchHook', num_last_epochs=15)", 'never switches'],
    ['mmdet', "dict(type='SetEpochInfoHook')", 'epoch 0'],
    ['mmpose', "dict(type='RTMOModeSwitchHook', epoch_attributes={280: dict(proxy_target_cc=True)})", 'epoch 0'],
    ['mmengine', "dict(type='ProfilerHook')", 'profiled'],
  ])('%s: %s', (scope, hooks, consequence) => {
    const [finding, ...others] = findings(scoped(scope, hooks));
    expect(others).toEqual([]);
    expect(finding?.rule).toBe('hook-epoch-only');
    expect(finding?.message).toContain(consequence);
  });

  it.each([
    ['mmdet', "dict(type='PipelineSwitchHook', switch_epoch=0, switch_pipeline=[])"],
    ['mmdet', "dict(type='MeanTeacherHook')"],
    ['mmengine', "dict(type='ProfilerHook', by_epoch=False)"],
    ['mmengine', "dict(type='EmptyCacheHook', after_epoch=True)"],
    ['mmengine', "dict(type='EarlyStoppingHook', monitor='loss', patience=3)"],
    ['mmpretrain', "dict(type='YOLOXModeSwitchHook', num_last_epochs=15)"],
  ])('%s: nothing about %s', (scope, hooks) => {
    expect(found(scoped(scope, hooks))).toEqual([]);
  });

  it('has nothing against them under an epoch-based loop', () => {
    const code = `default_scope = 'mmdet'\n${EPOCH}custom_hooks = [dict(type='YOLOXModeSwitchHook', num_last_epochs=5)]\n`;
    expect(found(code)).toEqual([]);
  });
});

describe('foreign arguments', () => {
  it('names what was meant', () => {
    const [finding] = findings("default_hooks = dict(logger=dict(type='LoggerHook', intervals=50))\n");
    expect(finding?.message).toContain('Did you mean `interval`?');
    expect(finding?.fixes?.map(({ title }) => title)).toEqual(['Change to `interval`', 'Remove `intervals`']);
  });

  it('says nothing of classes that are not known or take anything', () => {
    expect(
      found("custom_hooks = [dict(type='MyHook', x=1), dict(type='EMAHook', momentum=0.1, priority=49)]\n"),
    ).toEqual([]);
  });
});
