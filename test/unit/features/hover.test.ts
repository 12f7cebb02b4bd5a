import { describe, expect, test } from 'vitest';
import { hoverAt } from './lens.ts';

const ITER = "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000, val_interval=1000)\n";
const LOADER = "train_dataloader = dict(batch_size=2, dataset=dict(type='D'), sampler=dict(type='InfiniteSampler'))\n";

describe('hover', () => {
  test('an inherited value that is overridden shows the whole chain', () => {
    const text = hoverAt("_base_ = 'b.py'\ntrain_cfg = dict(max|_epochs=36)\n", {
      'b.py': "_base_ = 'a.py'\ntrain_cfg = dict(max_epochs=24)\n",
      'a.py': 'train_cfg = dict(by_epoch=True, max_epochs=12)\n',
    });
    const [set, second, first] = text.split('\n').filter((line) => line.startsWith('- '));
    expect(set).toBe('- set in [this file:2](file:///config.py#L2)');
    expect(second).toBe('- overrides `24` in [b.py:2](file:///b.py#L2)');
    expect(first).toBe('- overrides `12` in [a.py:1](file:///a.py#L1)');
  });

  test('what `_delete_` dropped is named', () => {
    const text = hoverAt("_base_ = 'a.py'\ntrain|_cfg = dict(_delete_=True, by_epoch=False, max_iters=9)\n", {
      'a.py': "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12)\n",
    });
    expect(text).toMatch(/`_delete_=True` in \[.*\] dropped|dropped `type`, `max_epochs`/);
    expect(text).toContain('Training is iteration-based');
  });

  test('under an iteration loop it says what epochs come to', () => {
    const checkpoint = "default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=2, by_|epoch=True))\n";
    expect(hoverAt(ITER + LOADER + checkpoint)).toContain('**single checkpoint**');
    const logger = "default_hooks = dict(log|ger=dict(type='LoggerHook', interval=50))\n";
    expect(hoverAt(ITER + LOADER + logger)).toContain('**step 0**');
    const scheduler = "param_scheduler = [dict(type='MultiStepLR', mile|stones=[8, 11])]\n";
    expect(hoverAt(ITER + LOADER + scheduler)).toContain('never steps');
    const hook =
      "default_scope = 'mmdet'\ncustom_hooks = [dict(ty|pe='PipelineSwitchHook', switch_epoch=280, switch_pipeline=[])]\n";
    expect(hoverAt(ITER + LOADER + hook)).toContain('Under the loop that runs here');
  });

  test('a sampler that never ends under an epoch loop', () => {
    const text = hoverAt(
      `train_cfg = dict(by_epoch=True, max_epochs=3)\n${LOADER.replace("sampler=dict(type='I", "sam|pler=dict(type='I")}`,
    );
    expect(text).toContain('**first epoch never ends**');
  });

  test('convert_to_iter_based needs `end`, whatever the guide says', () => {
    const scheduler = "param_scheduler = dict(type='MultiStepLR', milestones=[6, 8], convert_to|_iter_based=True)\n";
    expect(hoverAt(ITER + LOADER + scheduler)).toContain('Write `end=<number of epochs>` as well');
  });

  test('what cannot be known says why, and claims nothing', () => {
    const text = hoverAt("import json\ntrain_cfg = dict(by_epoch=True, max_e|pochs=open('n').read())\n");
    expect(text).toContain('Not knowable without running Python');
    expect(text).not.toContain('long');
  });

  test('blank space, comments and other files are silent', () => {
    expect(hoverAt("model = dict(\n  |  type='A',\n)\ndefault_scope = 'mmdet'\n")).toBe('');
    expect(hoverAt("default_scope = 'mmdet'  # by_|epoch\n")).toBe('');
    expect(hoverAt('import os\ntrain|_cfg = os.getcwd()\n')).toBe('');
  });

  test('a variable of a script that its Runner gets is a key', () => {
    const script =
      'from mmengine.runner import Runner\ntrain|_cfg = dict(by_epoch=True, max_epochs=10)\nrunner = Runner(model=None, train_cfg=train_cfg)\n';
    expect(hoverAt(script)).toContain('epoch-based');
  });

  test('a base variable shows what it stands for', () => {
    const text = hoverAt("_base_ = 'a.py'\nlr = {{_base_.optim.l|r}}\n", { 'a.py': 'optim = dict(lr=0.02)\n' });
    expect(text).toContain('`optim.lr` of the base');
    expect(text).toContain('0.02');
  });
});
