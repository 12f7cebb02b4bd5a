import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EPOCH_CONFIG, folderWith, mmlens } from './support.ts';

const N = ['--iters-per-epoch', '1000'];

describe('mmlens convert', () => {
  test('prints a diff unless told otherwise, and changes nothing', () => {
    const folder = folderWith({ 'a.py': EPOCH_CONFIG });
    const { status, stdout } = mmlens(folder, 'convert', 'a.py', '--to', 'iter', ...N);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^--- a\/a\.py\n\+\+\+ b\/a\.py\n@@ /);
    expect(stdout).toContain('+train_cfg = dict(by_epoch=False, max_iters=10000, val_interval=2000)\n');
    expect(readFileSync(join(folder, 'a.py'), 'utf8')).toBe(EPOCH_CONFIG);
  });

  test('--stdout prints the text, --write puts the same into the file, and twice is once', () => {
    const folder = folderWith({ 'a.py': EPOCH_CONFIG });
    const { stdout } = mmlens(folder, 'convert', 'a.py', '--to', 'iter', ...N, '--stdout');
    expect(stdout).toContain('# keep me');
    chmodSync(join(folder, 'a.py'), 0o640);
    const written = mmlens(folder, 'convert', 'a.py', '--to', 'iter', ...N, '--write');
    expect(written).toMatchObject({ status: 0, stdout: '', stderr: 'mmlens: a.py: converted\n' });
    expect(readFileSync(join(folder, 'a.py'), 'utf8')).toBe(stdout);
    expect(statSync(join(folder, 'a.py')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['a.py']);
    const again = mmlens(folder, 'convert', 'a.py', '--to', 'iter', ...N);
    expect(again).toMatchObject({ status: 0, stdout: '' });
    expect(again.stderr).toContain('nothing to convert');
  });

  test('line ends and links stay', () => {
    const text = EPOCH_CONFIG.replaceAll('\n', '\r\n').trimEnd();
    const folder = folderWith({ 'real.py': text });
    symlinkSync(join(folder, 'real.py'), join(folder, 'link.py'));
    expect(mmlens(folder, 'convert', 'link.py', '--to', 'iter', ...N, '--write').status).toBe(0);
    expect(lstatSync(join(folder, 'link.py')).isSymbolicLink()).toBe(true);
    const converted = readFileSync(join(folder, 'real.py'), 'utf8');
    expect(converted).toContain('max_iters=10000');
    expect(converted.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(converted.endsWith('\n')).toBe(false);
  });

  test('without the number of iterations per epoch it says how to give it', () => {
    const folder = folderWith({ 'a.py': EPOCH_CONFIG, 'b.py': `# mmlens: iters-per-epoch=1000\n${EPOCH_CONFIG}` });
    const { status, stdout, stderr } = mmlens(folder, 'convert', 'a.py', '--to', 'iter');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('--iters-per-epoch N');
    expect(stderr).toContain('# mmlens: iters-per-epoch=N');
    expect(mmlens(folder, 'convert', 'b.py', '--to', 'iter').stdout).toContain('max_iters=10000');
    // The number on the command line is the last word.
    expect(mmlens(folder, 'convert', 'b.py', '--to', 'iter', '--iters-per-epoch', '5').stdout).toContain(
      'max_iters=50,',
    );
    // This step needs no number.
    expect(mmlens(folder, 'convert', 'a.py', '--to', 'iter', '--steps', 'log-processor').status).toBe(0);
    expect(mmlens(folder, 'convert', 'a.py', '--to', 'epoch').status).toBe(0);
  });

  test('works the number out, and takes it only when told', () => {
    const text = EPOCH_CONFIG.replace("dict(type='ToyDataset')", "dict(type='Mine', ann_file='data/train.txt')");
    const folder = folderWith({ 'a_4xb2.py': text, 'data/train.txt': 'a\nb\n'.repeat(50) });
    const { status, stdout, stderr } = mmlens(folder, 'convert', 'a_4xb2.py', '--to', 'iter', '--steps', 'train-cfg');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('ceil(100 / (2 × 4)) = 13');
    expect(stderr).toContain('lines in `data/train.txt`, counted');
    expect(stderr).toContain('`batch_size` (a_4xb2.py:9)');
    const command = /mmlens (convert .*)$/m.exec(stderr)?.[1]?.split(' ') ?? [];
    expect(command).toEqual([
      'convert',
      'a_4xb2.py',
      '--to',
      'iter',
      '--steps',
      'train-cfg',
      '--iters-per-epoch',
      '13',
    ]);
    expect(mmlens(folder, ...command).stdout).toContain('max_iters=130');
  });

  test('all files or none', () => {
    const folder = folderWith({ 'a.py': EPOCH_CONFIG, 'tool.py': 'print(1)\n' });
    const { status, stdout } = mmlens(folder, 'convert', 'a.py', 'tool.py', '--to', 'iter', ...N, '--write');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(readFileSync(join(folder, 'a.py'), 'utf8')).toBe(EPOCH_CONFIG);
    expect(readdirSync(folder)).toEqual(['a.py', 'tool.py']);
  });

  test('bad usage is status 2', () => {
    const folder = folderWith({ 'a.py': EPOCH_CONFIG });
    for (const args of [
      [],
      ['--to', 'steps'],
      ['--to', 'iter', '--steps', 'all'],
      ['--to', 'iter', '--write', '--stdout'],
    ])
      expect(mmlens(folder, 'convert', 'a.py', ...args).status).toBe(2);
    expect(mmlens(folder, 'convert', 'nowhere.py', '--to', 'iter').status).toBe(2);
  });
});
