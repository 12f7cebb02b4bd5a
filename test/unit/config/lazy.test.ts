import { describe, expect, test } from 'vitest';
import type { LoadedConfig } from '../../../server/src/config/result.ts';
import { toShowJson } from '../../../server/src/config/serialize/json.ts';
import { loadConfig } from '../../support/memory.ts';

const shown = (loaded: LoadedConfig) => JSON.parse(toShowJson(loaded.config, loaded.imported));
const BASE = `from mmengine.hooks import CheckpointHook, LoggerHook
train_cfg = dict(by_epoch=True, max_epochs=12)
default_hooks = dict(checkpoint=dict(type=CheckpointHook, interval=1), logger=dict(type=LoggerHook))
`;
const HEAD = 'from mmengine.config import read_base\n\nwith read_base():\n';

describe('a lazy config', () => {
  test('inherits values and changes them in place', () => {
    const loaded = loadConfig({
      'base.py': BASE,
      'config.py': `${HEAD}    from .base import *\n\ntrain_cfg.update(max_epochs=24)\ndefault_hooks.checkpoint.interval = 5\ndefault_hooks.merge(dict(logger=dict(interval=10)))\n`,
    });
    expect(loaded.refusals).toEqual([]);
    expect(loaded.style).toBe('lazy');
    expect(shown(loaded)).toEqual({
      train_cfg: { by_epoch: true, max_epochs: 24 },
      default_hooks: {
        checkpoint: { type: { $lazy: 'mmengine.hooks.CheckpointHook' }, interval: 5 },
        logger: { type: { $lazy: 'mmengine.hooks.LoggerHook' }, interval: 10 },
      },
    });
  });

  test('merges into a copy: what was shared before is shared no longer, and a `_delete_` of the base goes', () => {
    const loaded = loadConfig({
      'base.py': `import torch\na = dict(c=dict(d=dict(e=1)), f=dict(_delete_=True, g=1))\n`,
      'config.py': `${HEAD}    from .base import *\n\nc = a.c\na.merge(dict(c=dict(), f=dict(h=2)))\nc.d.e = 2\n`,
    });
    expect(shown(loaded)).toEqual({ a: { c: { d: { e: 1 } }, f: { g: 1, h: 2 } }, c: { d: { e: 2 } } });
  });

  test('leaves the base as it is for others', () => {
    const loaded = loadConfig({
      'base.py': BASE,
      'one.py': `${HEAD}    from .base import *\ntrain_cfg.update(max_epochs=24)\n`,
      'config.py': `${HEAD}    from .one import train_cfg as a\n    from .base import train_cfg as b\n`,
    });
    expect(shown(loaded)).toEqual({ a: { by_epoch: true, max_epochs: 24 }, b: { by_epoch: true, max_epochs: 12 } });
  });

  test('names what it imports as MMEngine does', () => {
    const loaded = loadConfig(
      'import torch.nn\nimport numpy as np\nfrom mmengine.model import BaseModel as B\nmodel = dict(type=B, act=torch.nn.ReLU, f=np.sum)\ntrain_cfg = dict(max_epochs=1)\n',
    );
    expect(shown(loaded)).toEqual({
      model: {
        type: { $lazy: 'mmengine.model.BaseModel' },
        act: { $lazy: 'torch.nn.ReLU' },
        f: { $lazy: 'numpy.sum' },
      },
      train_cfg: { max_epochs: 1 },
    });
  });

  test.each<[string, Record<string, string>, string, string]>([
    [
      'a base that is not there',
      { 'config.py': `${HEAD}    from .no import *\n` },
      'config-base-not-found',
      'ConfigParsingError',
    ],
    [
      'a name that the base lacks',
      { 'config.py': `${HEAD}    from .base import nothing\n`, 'base.py': BASE },
      'config-evaluation',
      'KeyError',
    ],
    [
      '`_base_` before the block',
      { 'config.py': `from mmengine.hooks import X\n_base_ = 'a.py'\n` },
      'config-mixed-lazy',
      'ConfigParsingError',
    ],
    [
      'a star import elsewhere',
      { 'config.py': `from mmengine.hooks import *\ntrain_cfg = dict(by_epoch=True)\n` },
      'config-evaluation',
      'ConfigParsingError',
    ],
    ['another statement in the block', { 'config.py': `${HEAD}    x = 1\n` }, 'config-evaluation', 'AssertionError'],
    [
      'a circle',
      { 'config.py': `${HEAD}    from .base import *\n`, 'base.py': `${HEAD}    from .config import *\n` },
      'config-base-cycle',
      'RecursionError',
    ],
  ])('refuses %s', (_what, files, rule, error) => {
    const [refusal] = loadConfig(files).refusals;
    expect([refusal?.rule, refusal?.error]).toEqual([rule, error]);
  });
});
