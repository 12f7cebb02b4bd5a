import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BROKEN_CHILD, CLI, EPOCH_CONFIG, folderWith, mmlens } from './support.ts';

const project = () => folderWith({ 'base.py': EPOCH_CONFIG, 'child.py': BROKEN_CHILD, 'tools/train.py': 'print(1)\n' });

describe('mmlens check', () => {
  test('an empty path, such as an unset variable of the shell, is no folder', () => {
    const { status, stderr } = mmlens(project(), 'check', '');
    expect(status).toBe(2);
    expect(stderr).toContain('names nothing');
  });

  test('json is the contract, with paths relative to the working directory', () => {
    const { status, stdout } = mmlens(project(), 'check', '--format', 'json');
    expect(status).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toEqual({
      version: 1,
      files: [
        { path: 'base.py', isConfig: true, mode: 'epoch', diagnostics: [] },
        {
          path: 'child.py',
          isConfig: true,
          mode: 'epoch',
          diagnostics: [
            {
              rule: 'train-cfg-type-and-by-epoch',
              severity: 'error',
              message: expect.stringContaining('RuntimeError'),
              keyPath: ['train_cfg', 'type'],
              range: { start: { line: 1, character: 17 }, end: { line: 1, character: 21 } },
              related: [{ path: 'base.py', range: expect.objectContaining({}), message: expect.any(String) }],
              fixes: [expect.any(String)],
            },
          ],
        },
      ],
      summary: { files: 3, configs: 2, errors: 1, warnings: 0, seconds: expect.any(Number) },
    });
  });

  test('several threads say the same as one', () => {
    const files: Record<string, string> = { 'base.py': EPOCH_CONFIG };
    for (let i = 0; i < 120; i++) files[`c${i}.py`] = i % 3 === 0 ? BROKEN_CHILD : "_base_ = './base.py'\n";
    const folder = folderWith(files);
    const filesOf = (jobs: string) =>
      JSON.parse(mmlens(folder, 'check', '--format', 'json', '--jobs', jobs).stdout).files;
    expect(filesOf('3')).toEqual(filesOf('1'));
  });

  test('no error or warning is status 0, and ordinary Python is passed over', () => {
    const folder = folderWith({ 'base.py': EPOCH_CONFIG, 'tool.py': 'print(1)\n' });
    const { status, stdout } = mmlens(folder, 'check');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'No errors or warnings in 1 config (1 other file passed over).\n',
    });
    const named = JSON.parse(mmlens(folder, 'check', 'tool.py', '--format', 'json').stdout);
    expect(named.files).toEqual([{ path: 'tool.py', isConfig: false, mode: 'none', diagnostics: [] }]);
  });

  test('text names place, rule, origin and fix', () => {
    const { stdout } = mmlens(project(), 'check', 'child.py');
    expect(stdout).toMatch(/^child\.py:2:18: error \[train-cfg-type-and-by-epoch\]\n {2}\S/);
    expect(stdout).toMatch(/\n {2}base\.py:1: /);
    expect(stdout).toMatch(/\n {2}fix: /);
    expect(stdout).toMatch(/\n1 error in 1 of 1 config\.\n$/);
  });

  test('github annotates', () => {
    const { stdout } = mmlens(project(), 'check', '--format', 'github');
    expect(stdout).toMatch(
      /^::error file=child\.py,line=2,endLine=2,col=18,endColumn=22,title=train-cfg-type-and-by-epoch::[^\n]+\n$/,
    );
  });

  test('sarif names the rule, its page and the place', () => {
    const { status, stdout } = mmlens(project(), 'check', '--format', 'sarif');
    expect(status).toBe(1);
    const { version, runs } = JSON.parse(stdout);
    expect(version).toBe('2.1.0');
    const [{ tool, results }] = runs;
    expect(results).toHaveLength(1);
    expect(tool.driver.rules[results[0].ruleIndex]).toMatchObject({ id: 'train-cfg-type-and-by-epoch' });
    expect(results[0]).toMatchObject({
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'child.py' },
            region: { startLine: 2, startColumn: 18, endLine: 2, endColumn: 22 },
          },
        },
      ],
    });
  });

  test('bad usage and unreadable paths are status 2', () => {
    const folder = project();
    expect(mmlens(folder, 'check', '--jobs', '0').status).toBe(2);
    expect(mmlens(folder, 'check', '--format', 'xml').status).toBe(2);
    expect(mmlens(folder, 'check', '--iters-per-epoch', '1.5').status).toBe(2);
    expect(mmlens(folder).status).toBe(2);
    const missing = mmlens(folder, 'check', 'base.py', 'nowhere.py');
    expect(missing).toMatchObject({ status: 2, stderr: 'mmlens: nowhere.py: there is no such file or folder\n' });
    expect(missing.stdout).toContain('1 config');
    expect(mmlens(folder, '--help').status).toBe(0);
  });

  test('folders of tools and environments are not walked; a package keeps its configs in .mim', () => {
    const folder = folderWith({
      '.git/a.py': BROKEN_CHILD,
      'node_modules/x/a.py': BROKEN_CHILD,
      'my-env/pyvenv.cfg': '',
      'my-env/lib/a.py': BROKEN_CHILD,
      'pkg/.mim/configs/a.py': EPOCH_CONFIG,
    });
    const { files, summary } = JSON.parse(mmlens(folder, 'check', '--format', 'json').stdout);
    expect(files.map(({ path }: { path: string }) => path)).toEqual(['pkg/.mim/configs/a.py']);
    expect(summary.files).toBe(1);
  });

  test('links that go round in a circle end', () => {
    const folder = folderWith({ 'a/base.py': EPOCH_CONFIG });
    symlinkSync(join(folder, 'a'), join(folder, 'a/again'));
    symlinkSync(join(folder, 'loop.py'), join(folder, 'loop.py'));
    const { status, stdout } = mmlens(folder, 'check', '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).summary.configs).toBe(1);
  });

  test('a reader that stops early is no error', () => {
    const command = 'set -o pipefail; "$0" "$1" rule sampler-none | head -c 1';
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command, process.execPath, CLI], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '#', stderr: '' });
  });
});
