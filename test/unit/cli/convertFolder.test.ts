import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EPOCH_CONFIG, folderWith, mmlens } from './support.ts';

const N = ['--iters-per-epoch', '1000'];

const FILES = {
  'configs/_base_/schedule.py': `train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)\n`,
  'configs/a.py': EPOCH_CONFIG,
  // What it trains for is inherited as a whole.
  'configs/b.py': `_base_ = './a.py'\nmodel = dict(type='Other')\n`,
  'configs/c.py': `_base_ = './a.py'\ntrain_cfg = dict(max_epochs=20)  # longer\n`,
  'configs/tool.py': 'print(1)\n',
  'configs/notes.json': '{"author": "nobody"}',
};

const text = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

describe('mmlens convert FOLDER', () => {
  test('converts what trains in the other unit; what others inherit from and what is no config stays', () => {
    const folder = folderWith(FILES);
    const { status, stderr } = mmlens(folder, 'convert', 'configs', '--to', 'iter', ...N, '--write');
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: [
        'mmlens: configs/a.py: converted',
        'mmlens: configs/c.py: converted',
        'mmlens: configs/b.py: nothing to convert',
        'mmlens: 2 of 6 files converted; the others train in the wanted unit already, inherit it, or train nothing',
        '',
      ].join('\n'),
    });
    expect(text(folder, 'configs/a.py')).toContain('max_iters=10000');
    expect(text(folder, 'configs/c.py')).toContain('max_iters=20000');
    for (const name of ['configs/_base_/schedule.py', 'configs/b.py', 'configs/tool.py'] as const)
      expect(text(folder, name)).toBe(FILES[name]);
    // All of them, whatever they inherit, train by iteration now.
    expect(mmlens(folder, 'check', 'configs', ...N).status).toBe(0);
    const effective = (name: string) => mmlens(folder, 'show', `configs/${name}.py`).stdout;
    expect(effective('b').match(/max_iters=10000/g)).toHaveLength(1);
    expect(effective('c')).not.toContain('max_epochs');
    expect(mmlens(folder, 'convert', 'configs', '--to', 'iter', ...N)).toMatchObject({ status: 0, stdout: '' });
  });

  test('one that cannot be converted keeps all as they are', () => {
    const folder = folderWith({
      ...FILES,
      'configs/z.py': EPOCH_CONFIG.replace('by_epoch=True, max', "type='Mine', max"),
    });
    const { status, stderr } = mmlens(folder, 'convert', 'configs', '--to', 'iter', ...N, '--write');
    expect(status).toBe(1);
    expect(stderr).toContain('configs/z.py: `train_cfg` uses `Mine`');
    expect(text(folder, 'configs/a.py')).toBe(EPOCH_CONFIG);
    // What the project excludes is nobody's business here either.
    const excluding = folderWith({
      ...FILES,
      'configs/z.py': EPOCH_CONFIG.replace('by_epoch=True, max', "type='Mine', max"),
      'mmlens.toml': 'exclude = ["configs/z.py"]\n',
    });
    expect(mmlens(excluding, 'convert', 'configs', '--to', 'iter', ...N, '--write').status).toBe(0);
  });

  test('a config that would train differently over its converted base is said, and nothing is written', () => {
    const base = EPOCH_CONFIG.replace('by_epoch=True, max', "type='EpochBasedTrainLoop', max");
    const folder = folderWith({
      'configs/a.py': base,
      'configs/half.py': `_base_ = './a.py'\ntrain_cfg = dict(_delete_=True, by_epoch=False, max_iters=500)\n`,
    });
    const { status, stderr } = mmlens(folder, 'convert', 'configs', '--to', 'iter', ...N, '--write');
    expect(status).toBe(1);
    expect(stderr).toContain('configs/half.py: it inherits from configs/a.py, which would be converted as well');
    expect(text(folder, 'configs/a.py')).toBe(base);
  });

  test('files that are named and inherit from each other are converted together', () => {
    const folder = folderWith(FILES);
    expect(mmlens(folder, 'convert', 'configs/c.py', 'configs/a.py', '--to', 'iter', ...N, '--write').status).toBe(0);
    expect(mmlens(folder, 'check', 'configs', ...N).status).toBe(0);
  });

  test('keeps the variables that files take from one another', () => {
    const folder = folderWith({
      'configs/a.py': EPOCH_CONFIG.replace('max_epochs=10', 'max_epochs=length').replace(/^/, 'length = 10\n'),
      'configs/b.py': "_base_ = './a.py'\nhalf = _base_.length // 2\n",
    });
    const { status, stderr } = mmlens(folder, 'convert', 'configs', '--to', 'iter', ...N, '--write');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(text(folder, 'configs/a.py')).toMatch(/^length = 10\n[\s\S]*max_iters=10000/);
    expect(mmlens(folder, 'show', 'configs/b.py').status).toBe(0);
  });
});
