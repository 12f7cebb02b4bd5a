import { describe, expect, test } from 'vitest';
import type { LoadedConfig } from '../../../server/src/config/result.ts';
import { loadConfig } from '../../support/memory.ts';

const BASE = 'param_scheduler = [dict(type=1)]\ntrain_cfg = dict(by_epoch=True, max_epochs=12)\n';
const kindOf = ({ config }: LoadedConfig, key: string) => config.entries.get(key)?.value.kind;

describe('a value that contains itself', () => {
  test('is refused where a file sets it, and nobody walks through it', () => {
    const loaded = loadConfig({
      'base.py': BASE,
      'config.py': "_base_ = 'base.py'\nparam_scheduler = x = []\nx.append(x)\n",
    });
    expect(loaded.refusals.map(({ error }) => error)).toEqual(['RecursionError', 'RecursionError']);
    expect(kindOf(loaded, 'param_scheduler')).toBe('unknown');
    expect(kindOf(loaded, 'x')).toBe('unknown');
  });

  test('loads where it was put into what is inherited, and is not known', () => {
    const loaded = loadConfig({
      'base.py': BASE,
      'config.py': "_base_ = 'base.py'\n_base_.train_cfg.x = _base_.train_cfg\n",
    });
    expect(loaded.refusals).toEqual([]);
    expect(kindOf(loaded, 'train_cfg')).toBe('unknown');
    expect(kindOf(loaded, 'param_scheduler')).toBe('list');
  });

  test('is not known in a script', () => {
    const loaded = loadConfig({
      'config.py':
        "from mmengine.runner import Runner\ntrain_cfg = dict(by_epoch=True)\ntrain_cfg['x'] = train_cfg\nRunner(model=1, train_cfg=train_cfg)\n",
    });
    expect(kindOf(loaded, 'train_cfg')).toBe('unknown');
  });
});
