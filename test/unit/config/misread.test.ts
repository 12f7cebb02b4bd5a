import { describe, expect, test } from 'vitest';
import { ConfigLoader } from '../../../server/src/config/loader.ts';
import type { Refusal } from '../../../server/src/config/result.ts';
import { memoryHost } from '../../support/memory.ts';

/** As a Python 3.11 that is not a virtual environment reads them. */
function refusalsOf(files: Readonly<Record<string, string>>): readonly Refusal[] {
  const host = memoryHost(new Map(Object.entries(files).map(([name, text]) => [`/${name}`, text])));
  const standardLibrary = { minor: 11, isRecognized: true, hasFile: () => true };
  return new ConfigLoader({ ...host, packages: { ...host.packages, standardLibrary } }).load('/config.py').refusals;
}

const EPOCHS = 'train_cfg = dict(by_epoch=True, max_epochs=3)\n';

describe('a classic config that imports what MMEngine does not know for a module of Python', () => {
  test('is a lazy one, in which nothing imported can be called', () => {
    const [refusal] = refusalsOf({ 'config.py': `import os\n${EPOCHS}work_dir = os.path.join('a', 'b')\n` });
    expect(refusal).toMatchObject({ error: 'RuntimeError', advice: expect.stringContaining('imports `os`') });
  });

  test('cannot have a `_base_` below the import, and is a classic one with it above', () => {
    const files = { 'base.py': EPOCHS };
    const [refusal] = refusalsOf({ ...files, 'config.py': "import os\n_base_ = './base.py'\n" });
    expect(refusal).toMatchObject({
      rule: 'config-mixed-lazy',
      error: 'ConfigParsingError',
      advice: expect.stringContaining('above the imports of config.py'),
    });
    expect(
      refusalsOf({ ...files, 'config.py': "_base_ = './base.py'\nimport os\nwork_dir = os.path.join('a', 'b')\n" }),
    ).toEqual([]);
  });

  test('is no base for a classic one', () => {
    const [refusal] = refusalsOf({ 'base.py': `import io\n${EPOCHS}`, 'config.py': "_base_ = './base.py'\n" });
    expect(refusal).toMatchObject({
      rule: 'config-mixed-lazy',
      error: 'RuntimeError',
      advice: expect.stringContaining('base.py for a lazy config only because it imports `io`'),
    });
  });

  test('says nothing of that where the config is a lazy one anyway', () => {
    const [refusal] = refusalsOf({ 'config.py': `import os\nimport torch\n${EPOCHS}x = os.getcwd()\n` });
    expect(refusal).toMatchObject({ error: 'RuntimeError' });
    expect(refusal?.advice).toBeUndefined();
  });
});
