import { describe, expect, test } from 'vitest';
import { createConfigEditor } from '../../../server/src/editing/create.ts';
import type { ConfigEditor } from '../../../server/src/editing/editor.ts';
import { applyEdits } from '../../../server/src/text/source.ts';
import { loadConfig } from '../../support/memory.ts';

/** The file's text after some changes; `false` when one of them is refused. */
function edit(
  files: string | Readonly<Record<string, string>>,
  change: (editor: ConfigEditor) => boolean,
): string | false {
  const loaded = loadConfig(files);
  const editor = createConfigEditor(loaded);
  if (!change(editor)) {
    expect(editor.edits()).toEqual([]);
    return false;
  }
  return applyEdits(loaded.source.text, editor.edits());
}

const inTrain = (args: string) => `train_cfg = dict(by_epoch=True, ${args})\n`;

describe('what is written here', () => {
  test('a value is replaced at its use', () => {
    expect(edit(`n = 12\n${inTrain('max_epochs=n')}`, (e) => e.set(['train_cfg', 'max_epochs'], '24'))).toBe(
      `n = 12\n${inTrain('max_epochs=24')}`,
    );
  });

  test('a key is renamed in its place', () => {
    expect(
      edit('train_cfg = {"by_epoch": True, "max_epochs": 12}\n', (e) =>
        e.rename(['train_cfg', 'max_epochs'], 'max_iters', '120'),
      ),
    ).toBe('train_cfg = {"by_epoch": True, "max_iters": 120}\n');
  });

  test.each([
    ['max_epochs=1, val_interval=2', 'max_epochs', 'val_interval=2'],
    ['max_epochs=1, val_interval=2', 'val_interval', 'max_epochs=1'],
  ])('of %s, %s is removed with its comma', (before, key, after) => {
    expect(edit(inTrain(before), (e) => e.remove(['train_cfg', key]))).toBe(inTrain(after));
  });

  test('a line is removed, its comment stays', () => {
    const text = 'train_cfg = dict(\n    by_epoch=True,\n    val_interval=2,  # often\n    max_epochs=12)\n';
    expect(edit(text, (e) => e.remove(['train_cfg', 'max_epochs']))).toBe(
      'train_cfg = dict(\n    by_epoch=True,\n    val_interval=2,  # often\n    )\n',
    );
    expect(edit(text, (e) => e.remove(['train_cfg', 'val_interval']))).toBe(
      'train_cfg = dict(\n    by_epoch=True,\n    # often\n    max_epochs=12)\n',
    );
  });

  test('a key is added behind a comment, with the comma before it', () => {
    const text = 'train_cfg = dict(\n    by_epoch=True,\n    max_epochs=12  # 1x\n)\n';
    expect(edit(text, (e) => e.set(['train_cfg', 'val_interval'], '2'))).toBe(
      'train_cfg = dict(\n    by_epoch=True,\n    max_epochs=12,  # 1x\n    val_interval=2\n)\n',
    );
  });

  test('the items of a list are replaced one by one', () => {
    const text = "param_scheduler = dict(type='MultiStepLR', milestones=[\n    8,  # first\n    11])\n";
    const change = (e: ConfigEditor) =>
      e.set(['param_scheduler', 'milestones', 0], '80') && e.set(['param_scheduler', 'milestones', 1], '110');
    expect(edit(text, change)).toBe(text.replace('8,', '80,').replace('11]', '110]'));
  });

  test('what it says already is no edit', () => {
    const editor = createConfigEditor(loadConfig(inTrain('max_epochs=12')));
    expect(editor.set(['train_cfg', 'max_epochs'], '12')).toBe(true);
    expect(editor.edits()).toEqual([]);
  });
});

test('a dict that two settings share is written out where only one of them changes', () => {
  const text =
    "s = dict(type='DefaultSampler', shuffle=True)\ntrain_dataloader = dict(sampler=s)\nval_dataloader = dict(sampler=s)\n";
  expect(edit(text, (e) => e.set(['train_dataloader', 'sampler', 'shuffle'], 'False'))).toBe(
    text.replace('dict(sampler=s)', "dict(sampler=dict(type='DefaultSampler', shuffle=False))"),
  );
});

describe('what is inherited', () => {
  const base =
    "default_hooks = dict(logger=dict(type='LoggerHook'), checkpoint=dict(type='CheckpointHook', interval=1))\ntrain_cfg = dict(by_epoch=True, max_epochs=12)\n";
  const child = (own: string) => ({ 'base.py': base, 'config.py': `_base_ = './base.py'\n${own}` });

  test('several keys make one statement', () => {
    const change = (e: ConfigEditor) =>
      e.set(['default_hooks', 'logger', 'interval'], '50') && e.set(['default_hooks', 'checkpoint', 'interval'], '2');
    expect(edit(child(''), change)).toBe(
      "_base_ = './base.py'\ndefault_hooks = dict(logger=dict(interval=50), checkpoint=dict(interval=2))\n",
    );
  });

  test('a key joins the dict that is there', () => {
    expect(
      edit(child('default_hooks = dict(checkpoint=dict(interval=2))\n'), (e) =>
        e.set(['default_hooks', 'checkpoint', 'by_epoch'], 'False'),
      ),
    ).toBe("_base_ = './base.py'\ndefault_hooks = dict(checkpoint=dict(interval=2, by_epoch=False))\n");
  });

  test('a key that has to go takes _delete_ and the rest written out', () => {
    expect(edit(child(''), (e) => e.remove(['train_cfg', 'max_epochs']))).toBe(
      "_base_ = './base.py'\ntrain_cfg = dict(_delete_=True, by_epoch=True)\n",
    );
    expect(
      edit(child('train_cfg = dict(val_interval=2)\n'), (e) =>
        e.rename(['train_cfg', 'max_epochs'], 'max_iters', '120'),
      ),
    ).toBe(
      "_base_ = './base.py'\ntrain_cfg = dict(\n    _delete_=True, val_interval=2, by_epoch=True, max_iters=120)\n".replace(
        '\n    _delete_',
        '_delete_',
      ),
    );
  });
});

describe('is refused', () => {
  test.each([
    [
      'a value made in a loop',
      'train_cfg = dict(by_epoch=True)\nfor i in range(3):\n    train_cfg["max_epochs"] = i\n',
      ['train_cfg', 'max_epochs'],
    ],
    [
      'a value under a comment',
      'train_cfg = dict(by_epoch=True, max_epochs=(\n    3 *  # three times\n    4))\n',
      ['train_cfg', 'max_epochs'],
    ],
    ['a key below a number', inTrain('max_epochs=12'), ['train_cfg', 'max_epochs', 'x']],
  ] as const)('%s', (_, text, path) => {
    expect(edit(text, (e) => e.set(path, '1'))).toBe(false);
  });
});
