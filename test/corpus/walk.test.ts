import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../oracle/support/check.ts';
import {
  configPython,
  configsOf,
  packages,
  prepared,
  trainingPython,
  withPackages,
} from '../oracle/support/environment.ts';
import { succeed } from '../oracle/support/run.ts';

/** Each of these makes a file a config. */
const EVIDENCE =
  /^(_base_|train_cfg|model|train_dataloader|default_hooks|param_scheduler|optim_wrapper|default_scope) *=|read_base\(\)/m;

describe('released configs', () => {
  test.each([...packages()])('%s is walked', async (name, root) => {
    const configs = configsOf(root);
    const files = await check([root], withPackages());
    const found = new Set(files.filter((file) => file.isConfig).map((file) => file.path));
    const missed = configs.map((path) => relative(process.cwd(), path)).filter((path) => !found.has(path));
    const counts = new Map<string, number>();
    for (const { diagnostics } of files)
      for (const { rule, severity } of diagnostics)
        counts.set(`${severity} ${rule}`, (counts.get(`${severity} ${rule}`) ?? 0) + 1);
    console.log(
      [
        `${name}: ${files.length} files, ${found.size} configs, ${missed.length} not recognised`,
        ...sorted(counts),
      ].join('\n  '),
    );
    // What is not recognised are tools that lie among the configs, and fragments that say nothing a Runner knows.
    expect(missed.filter((path) => EVIDENCE.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  test('a config that MMEngine refuses is reported, with a fix', async () => {
    const files = await check([inMmdet('solov2/solov2-light_r50_fpn_ms-3x_coco.py')]);
    expect(files[0]?.diagnostics).toContainEqual(
      expect.objectContaining({ rule: 'train-cfg-type-and-by-epoch', severity: 'error', fixes: [expect.any(String)] }),
    );
  });

  test('a sound config has no error and no warning', async () => {
    const files = await check([inMmdet('rtmdet/rtmdet_l_8xb32-300e_coco.py')]);
    expect(files).toHaveLength(1);
    const serious = files[0]?.diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect(serious).toEqual([]);
  });
});

describe('nothing is said about Python that is no config', () => {
  const STANDARD_LIBRARY = "import sysconfig; print(sysconfig.get_path('stdlib'))";
  const TORCH = 'import os, torch; print(os.path.dirname(torch.__file__))';
  const MMENGINE = 'import os, mmengine; print(os.path.dirname(mmengine.__file__))';

  test.each<[string, () => string, string]>([
    ['the standard library', configPython, STANDARD_LIBRARY],
    ['torch', trainingPython, TORCH],
    ['mmengine', configPython, MMENGINE],
  ])('%s', async (_, python, where) => {
    const files = await check([(await succeed(python(), ['-c', where])).trim()]);
    expect(files.filter((file) => file.diagnostics.length > 0)).toEqual([]);
  });
});

function inMmdet(config: string): string {
  return prepared('packages', 'mmdet', 'mmdet', '.mim', 'configs', config);
}

function sorted(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort().map(([rule, count]) => `${String(count).padStart(6)} ${rule}`);
}
