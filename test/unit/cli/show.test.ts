import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EPOCH_CONFIG, folderWith, mmlens } from './support.ts';

const FILES = {
  'base.py': "a = dict(x=1, y=(1, 2), z=float('inf'))\nb = [0.5, None, True]\n",
  'child.py': "_base_ = 'base.py'\na = dict(x=3)\nc = open('f').read()\nd = '{{$MMLENS_TEST:fallback}}'\n",
};

describe('mmlens show', () => {
  test('json is one line a file, with tags for what JSON lacks', () => {
    const { status, stdout } = mmlens(folderWith(FILES), 'show', 'child.py', 'base.py', '--format', 'json');
    expect(status).toBe(0);
    const [child, base, end] = stdout.split('\n');
    expect(end).toBe('');
    expect(JSON.parse(child ?? '')).toEqual({
      path: 'child.py',
      ok: true,
      config: {
        a: { x: 3, y: { $tuple: [1, 2] }, z: { $float: 'inf' } },
        b: [0.5, null, true],
        c: { $unknown: expect.any(String) },
        d: 'fallback',
      },
    });
    expect(JSON.parse(base ?? '')).toMatchObject({ path: 'base.py', ok: true });
  });

  test('origins name who set a key and what it replaced', () => {
    const folder = folderWith(FILES);
    expect(mmlens(folder, 'show', 'child.py', '--origins').stdout).toMatch(
      /x=3,? *# child\.py:2, overrides 1 at base\.py:1/,
    );
    const { origins } = JSON.parse(mmlens(folder, 'show', 'child.py', '--origins', '--format', 'json').stdout);
    expect(origins['a.y']).toBe('base.py:1');
  });

  test('what MMEngine refuses is status 1, with its error', () => {
    const folder = folderWith({ 'bad.py': "_base_ = 'nowhere.py'\n", 'good.py': EPOCH_CONFIG });
    const { status, stdout } = mmlens(folder, 'show', 'bad.py', 'good.py', '--format', 'json');
    expect(status).toBe(1);
    const [bad, good] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(bad).toEqual({ path: 'bad.py', ok: false, error: 'FileNotFoundError', message: expect.any(String) });
    expect(good).toMatchObject({ path: 'good.py', ok: true });
    const python = mmlens(folder, 'show', 'bad.py');
    expect(python).toMatchObject({ status: 1, stdout: '' });
    expect(python.stderr).toContain('bad.py:1: MMEngine does not load bad.py: FileNotFoundError');
  });
});

describe('mmlens lr', () => {
  const config = folder();
  function folder() {
    return { 'a.py': EPOCH_CONFIG };
  }

  test('csv and json give every iteration', () => {
    const at = folderWith(config);
    const { lr, iters } = JSON.parse(mmlens(at, 'lr', 'a.py', '--iters-per-epoch', '3', '--format', 'json').stdout);
    expect(iters).toBe(30);
    expect(lr).toHaveLength(30);
    for (const [iteration, rate] of [
      [17, 0.1],
      [18, 0.01],
      [23, 0.01],
      [24, 0.001],
    ] as const)
      expect(lr[iteration]).toBeCloseTo(rate, 12);
    const csv = mmlens(at, 'lr', 'a.py', '--iters-per-epoch', '3', '--base-lr', '2', '--format', 'csv').stdout.split(
      '\n',
    );
    expect(csv.slice(0, 2)).toEqual(['iteration,lr', '0,2']);
    expect(csv).toHaveLength(32);
  });

  test('svg and text draw it', () => {
    const at = folderWith(config);
    expect(mmlens(at, 'lr', 'a.py', '--iters-per-epoch', '3', '--format', 'svg').stdout).toMatch(
      /^<svg [\s\S]*<polyline [\s\S]*<\/svg>\n$/,
    );
    expect(mmlens(at, 'lr', 'a.py', '--iters-per-epoch', '3').stdout).toMatch(/^a\.py: 30 iterations/);
    mkdirSync(join(at, 'sub'));
    expect(mmlens(join(at, 'sub'), 'lr', '../a.py', '--iters-per-epoch', '3').stdout).toMatch(/^\.\.\/a\.py: /);
  });

  test('knows that the schedulers may not be stepped, or by a hook that has its own way', () => {
    const at = folderWith({
      ...config,
      'still.py': "_base_ = 'a.py'\ndefault_hooks = dict(param_scheduler=None)\n",
      'own.py':
        "_base_ = 'a.py'\ndefault_scope = 'mmyolo'\ndefault_hooks = dict(param_scheduler=dict(type='YOLOv5ParamSchedulerHook', max_epochs=10))\n",
    });
    const still = mmlens(at, 'lr', 'still.py', '--iters-per-epoch', '3', '--format', 'json').stdout;
    expect(new Set(JSON.parse(still).lr)).toEqual(new Set([0.1]));
    expect(mmlens(at, 'lr', 'own.py', '--iters-per-epoch', '3')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('YOLOv5ParamSchedulerHook'),
    });
  });

  test('says what it needs', () => {
    const at = folderWith({ ...config, 'tool.py': 'print(1)\n' });
    expect(mmlens(at, 'lr', 'a.py')).toMatchObject({ status: 1, stderr: expect.stringContaining('--iters-per-epoch') });
    expect(mmlens(at, 'lr', 'tool.py').status).toBe(1);
    expect(mmlens(at, 'lr', 'nowhere.py').status).toBe(2);
    expect(mmlens(at, 'lr', '.')).toMatchObject({ status: 2, stderr: expect.stringContaining('it is a folder') });
  });
});

describe('mmlens rule', () => {
  test('prints a page, or the list', () => {
    const at = folderWith({});
    expect(mmlens(at, 'rule', 'sampler-none').stdout).toMatch(/^# sampler-none\n/);
    expect(mmlens(at, 'rule').stdout).toContain('train-cfg-type-and-by-epoch');
    expect(mmlens(at, 'rule', 'no-such-rule').status).toBe(2);
  });
});
