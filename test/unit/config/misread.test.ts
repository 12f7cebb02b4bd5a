import { describe, expect, test } from 'vitest';
import { ConfigLoader } from '../../../server/src/config/loader.ts';
import type { Refusal } from '../../../server/src/config/result.ts';
import { memoryHost } from '../../support/memory.ts';

/** As a Python reads them that has the modules where MMEngine does not look. */
function load(files: Readonly<Record<string, string>>) {
  const host = memoryHost(new Map(Object.entries(files).map(([name, text]) => [`/${name}`, text])));
  const standardLibrary = { has: () => true, recognizes: (name: string) => name === 'sys' };
  return new ConfigLoader({ ...host, packages: { ...host.packages, standardLibrary } }).load('/config.py');
}

const refusalsOf = (files: Readonly<Record<string, string>>): readonly Refusal[] => load(files).refusals;

const EPOCHS = 'train_cfg = dict(by_epoch=True, max_epochs=3)\n';

describe('a classic config that imports what MMEngine does not know for a module of Python', () => {
  test('is a lazy one, in which nothing imported can be called', () => {
    const [refusal] = refusalsOf({ 'config.py': `import os\n${EPOCHS}work_dir = os.path.join('a', 'b')\n` });
    expect(refusal).toMatchObject({
      error: 'RuntimeError',
      advice: expect.stringContaining('Put `_base_ = []` above the imports of config.py'),
    });
  });

  test('cannot have a `_base_` below the import, and is a classic one with it above', () => {
    const files = { 'base.py': EPOCHS };
    const [refusal] = refusalsOf({ ...files, 'config.py': "import os\n_base_ = './base.py'\n" });
    expect(refusal).toMatchObject({
      rule: 'config-mixed-lazy',
      error: 'ConfigParsingError',
      advice: expect.stringContaining('Move `_base_` above the imports of config.py'),
    });
    expect(
      refusalsOf({ ...files, 'config.py': "_base_ = './base.py'\nimport os\nwork_dir = os.path.join('a', 'b')\n" }),
    ).toEqual([]);
  });

  test('is no base for a classic one, whatever else is wrong with it', () => {
    const base = `import math\n${EPOCHS}x = 2 * math.pi\n`;
    expect(refusalsOf({ 'base.py': base, 'config.py': "_base_ = './base.py'\n" })).toEqual([
      expect.objectContaining({
        rule: 'config-mixed-lazy',
        error: 'RuntimeError',
        advice:
          "MMEngine takes base.py for a lazy config because it does not recognize `math` as Python's own module in this environment. Put `_base_ = []` above the imports of base.py.",
      }),
    ]);
  });

  test('is a base for a lazy one as it is, and `_base_` would not help', () => {
    const config = 'from mmengine.config import read_base\n\nwith read_base():\n    from .base import *\n';
    const [refusal] = refusalsOf({ 'base.py': "import os\nx = os.path.join('a', 'b')\n", 'config.py': config });
    expect(refusal).toMatchObject({ error: 'RuntimeError', inherited: '/base.py' });
    expect(refusal?.advice).toBeUndefined();
    const [mixed] = refusalsOf({ 'base.py': '_base_ = []\nimport os\n', 'config.py': config });
    expect(mixed).toMatchObject({ error: 'ConfigParsingError', inherited: '/base.py' });
  });

  test('is edited as a classic one', () => {
    expect(load({ 'config.py': `import os\n${EPOCHS}` }).style).toBe('classic');
    expect(load({ 'config.py': `import torch\n${EPOCHS}` }).style).toBe('lazy');
  });

  test('says nothing of that where the config is a lazy one anyway', () => {
    const [refusal] = refusalsOf({ 'config.py': `import os\nimport torch\n${EPOCHS}x = os.getcwd()\n` });
    expect(refusal).toMatchObject({
      error: 'RuntimeError',
      message: expect.stringContaining('cannot call `os`, which MMEngine does not recognize'),
    });
    expect(refusal?.advice).toBeUndefined();
  });
});
