import { describe, expect, test } from 'vitest';
import { ConfigLoader } from '../../../server/src/config/loader.ts';
import type { LoadedConfig } from '../../../server/src/config/result.ts';
import { toShowJson } from '../../../server/src/config/serialize/json.ts';
import { history, slotAt, valueAt } from '../../../server/src/config/values.ts';
import { loadConfig, memoryHost } from '../../support/memory.ts';

const shown = (loaded: LoadedConfig) => JSON.parse(toShowJson(loaded.config, loaded.imported));
const refusals = (loaded: LoadedConfig) => loaded.refusals.map(({ rule, error }) => [rule, error]);

describe('inheritance', () => {
  test('dicts merge, lists are replaced, and the order of keys is the base first', () => {
    const loaded = loadConfig({
      'base.py': 'a = dict(x=1, y=[1, 2])\ntrain_cfg = dict(by_epoch=True, max_epochs=12)\n',
      'config.py': "_base_ = 'base.py'\nb = 1\na = dict(y=[3], z=4)\n",
    });
    expect(shown(loaded)).toEqual({
      a: { x: 1, y: [3], z: 4 },
      train_cfg: { by_epoch: true, max_epochs: 12 },
      b: 1,
    });
    expect(Object.keys(shown(loaded))).toEqual(['a', 'train_cfg', 'b']);
    expect(loaded.refusals).toEqual([]);
  });

  test('`_delete_` replaces, and what it dropped is remembered', () => {
    const loaded = loadConfig({
      'base.py': 'a = dict(x=1, y=2)\n',
      'config.py': "_base_ = ['base.py']\na = dict(_delete_=True, z=3)\n",
    });
    expect(shown(loaded)).toEqual({ a: { z: 3 } });
    const value = valueAt(loaded.config, ['a']);
    expect(value?.kind === 'dict' && value.deleted?.slots.map((slot) => slot.at?.path)).toEqual([
      '/base.py',
      '/base.py',
    ]);
  });

  test('a `_delete_` over nothing stays a key, as in MMEngine', () => {
    const loaded = loadConfig({ 'base.py': 'b = 1\n', 'config.py': "_base_ = 'base.py'\na = dict(_delete_=True)\n" });
    expect(shown(loaded)).toEqual({ b: 1, a: { _delete_: true } });
  });

  test('a `_delete_` obeyed in a dict that a base variable put there is gone from the base too, for this file alone', () => {
    const files = new Map([
      ['/base.py', 'a = dict(x=dict(_delete_=True, z=1))\nb = dict(x=dict(y=2))\n'],
      ['/config.py', "_base_ = 'base.py'\nb = {{_base_.a}}\nc = {{_base_.a}}\n"],
    ]);
    const loader = new ConfigLoader(memoryHost(files));
    expect(shown(loader.load('/config.py'))).toEqual({ a: { x: { z: 1 } }, b: { x: { z: 1 } }, c: { x: { z: 1 } } });
    expect(shown(loader.evaluate('/base.py'))).toEqual({ a: { x: { _delete_: true, z: 1 } }, b: { x: { y: 2 } } });
  });

  test('a relative import beside `_base_` is what MMEngine stops at', () => {
    const loaded = loadConfig({
      'base.py': 'a = 1\n',
      'other.py': 'b = 1\n',
      'config.py':
        "_base_ = './base.py'\nfrom mmengine.config import read_base\nwith read_base():\n    from .other import *\n",
    });
    expect(refusals(loaded)[0]).toEqual(['config-evaluation', 'KeyError']);
  });

  test('a method that a base value does not have is what MMEngine stops at', () => {
    const base = { 'base.py': 'b = 1e-3\n' };
    const update = loadConfig({ ...base, 'config.py': "_base_ = 'base.py'\n_base_.b.update(dict(x=1))\n" });
    expect(refusals(update)).toEqual([['config-evaluation', 'AttributeError']]);
    expect(loadConfig({ ...base, 'config.py': "_base_ = 'base.py'\nc = _base_.b.is_integer()\n" }).refusals).toEqual(
      [],
    );
  });

  test('the history of a key names every file that set it', () => {
    const loaded = loadConfig({
      'a.py': 'train_cfg = dict(max_epochs=12)\n',
      'b.py': "_base_ = 'a.py'\ntrain_cfg = dict(max_epochs=24)\n",
      'config.py': "_base_ = 'b.py'\ntrain_cfg = dict(max_epochs=36)\n",
    });
    const slot = slotAt(loaded.config, ['train_cfg', 'max_epochs']);
    expect(slot && history(slot).map((each) => each.at?.path)).toEqual(['/config.py', '/b.py', '/a.py']);
    expect([...loaded.dependencies].sort()).toEqual(['/a.py', '/b.py']);
  });

  test('base variables in both notations, and assignment through `_base_`', () => {
    const loaded = loadConfig({
      'base.py': 'lr = 0.1\nd = dict(e=dict(f=True))\n',
      'config.py': "_base_ = 'base.py'\na = _base_.lr * 2\nb = {{_base_.d.e}}\n_base_.d.e.f = False\n",
    });
    expect(shown(loaded)).toEqual({ lr: 0.1, d: { e: { f: false } }, a: 0.2, b: { f: false } });
  });

  test('predefined variables and the environment', () => {
    const code = "_base_ = []\nname = '{{ fileBasenameNoExtension }}'\nitem = '{{$ITEM:none}}'\nother = {{'$N:3'}}\n";
    expect(shown(loadConfig({ 'config.py': code }, 'config.py', { ITEM: 'x' }))).toEqual({
      name: 'config',
      item: 'x',
      other: 3,
    });
  });
});

describe('what MMEngine refuses', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['a missing base', { 'config.py': "_base_ = 'no.py'\n" }, 'config-base-not-found', 'FileNotFoundError'],
    [
      'a base of another kind',
      { 'config.py': "_base_ = 'a.txt'\n", 'a.txt': 'a = 1' },
      'config-base-not-found',
      'OSError',
    ],
    [
      'bases that share a key',
      { 'config.py': "_base_ = ['a.py', 'b.py']\n", 'a.py': 'x = 1\n', 'b.py': 'x = 1\n' },
      'config-duplicate-base-key',
      'KeyError',
    ],
    [
      'a circle',
      { 'config.py': "_base_ = 'a.py'\n", 'a.py': "_base_ = 'config.py'\n" },
      'config-base-cycle',
      'RecursionError',
    ],
    [
      'a dict over a number',
      { 'config.py': "_base_ = 'a.py'\nx = dict(y=1)\n", 'a.py': 'x = 1\n' },
      'config-merge-type',
      'TypeError',
    ],
    [
      'a base that is lazy',
      { 'config.py': "_base_ = 'a.py'\n", 'a.py': 'from mmengine.hooks import X\n' },
      'config-mixed-lazy',
      'RuntimeError',
    ],
    ['a computed base', { 'config.py': "d = 'x'\n_base_ = d + '.py'\n" }, 'config-base-not-found', 'NameError'],
    ['a reserved key', { 'config.py': '_base_ = []\nfilename = 1\n' }, 'config-evaluation', 'KeyError'],
    [
      'a missing base variable',
      { 'config.py': "_base_ = 'a.py'\nx = {{_base_.no}}\n", 'a.py': 'y = 1\n' },
      'config-evaluation',
      'KeyError',
    ],
    [
      'a missing environment variable',
      { 'config.py': "_base_ = []\nx = '{{$NO_SUCH:}}'\n" },
      'config-evaluation',
      'KeyError',
    ],
    ['code that is not Python', { 'config.py': '_base_ = []\nx = dict(a=1 b=2)\n' }, 'config-syntax', 'SyntaxError'],
    ['an undefined name', { 'config.py': '_base_ = []\nx = nothing\n' }, 'config-evaluation', 'NameError'],
  ])('%s', (_what, files, rule, error) => {
    expect(refusals(loadConfig(files))[0]).toEqual([rule, error]);
  });

  test('a refusal of a base stands at the entry that names it', () => {
    const code = "_base_ = ['a.py']\n";
    const loaded = loadConfig({ 'config.py': code, 'a.py': 'x = nothing\n' });
    const [refusal] = loaded.refusals;
    expect(refusal && code.slice(refusal.place.start, refusal.place.end)).toBe("'a.py'");
    expect(refusal?.inherited).toBe('/a.py');
    expect(refusal?.related[0]?.place.path).toBe('/a.py');
  });
});

describe('evidence', () => {
  test.each([
    ['plain Python', 'import os\nx = 1\ndef f():\n    return dict(type=1)\n'],
    ['a class', 'class Runner:\n    def __init__(self, train_cfg=None):\n        self.train_cfg = train_cfg\n'],
    ['a settings module', "DEBUG = True\nmodel = 'User'\ndata = [1, 2]\n"],
    ['a script of another Runner', 'from x import Runner\nr = Runner(model=1)\n'],
    [
      'a script that trains what it loads',
      `from mmengine import Config
from mmengine.runner import Runner
train_cfg = dict(by_epoch=True, max_epochs=3)
cfg = Config.fromfile('x.py')
cfg.train_cfg = train_cfg
runner = Runner.from_cfg(cfg)
runner.train()
`,
    ],
    [
      'a script that builds',
      `from mmengine.optim import build_optim_wrapper
optim_wrapper = dict(type='OptimWrapper', optimizer=dict(type='SGD', lr=0.1))
wrapper = build_optim_wrapper(None, optim_wrapper)
`,
    ],
    [
      'a script of a trainer',
      `from mine import Trainer
train_cfg = dict(by_epoch=True, max_epochs=3)
trainer = Trainer(train_cfg)
trainer.train()
`,
    ],
  ])('%s is no config', (_what, code) => {
    expect(loadConfig(code).isConfig).toBe(false);
  });

  test.each([
    ['a base', "_base_ = '../a.py'\n"],
    ['typical keys', 'train_cfg = dict(by_epoch=True, max_epochs=3)\n'],
    ['a broken file with typical keys', 'train_cfg = dict(by_epoch=True max_epochs=3)\n'],
    ['a fragment', "param_scheduler = [dict(type='LinearLR')]\n"],
    ['a script', 'from mmengine.runner import Runner\nRunner(train_cfg=dict(by_epoch=True))\n'],
    ['one that warns', "import warnings\nwarnings.warn('old')\ntrain_cfg = dict(by_epoch=True, max_epochs=3)\n"],
    ['one that changes what it inherits', "_base_ = 'a.py'\nfrom x import y\ny.z()\n"],
    ['a lazy one that inherits', 'from x import y\nwith read_base():\n    from .a import *\ny.z()\n'],
    ['one that calls a class', 'from torch.optim import SGD\noptim_wrapper = dict(optimizer=1)\nopt = SGD(lr=1)\n'],
    [
      'one that is tried when it is run',
      "from x import build_y\nmodel = dict(type='A')\nif __name__ == '__main__':\n    build_y(model)\n",
    ],
  ])('%s is one', (_what, code) => {
    expect(loadConfig(code).isConfig).toBe(true);
  });
});
