import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EPOCH_CONFIG, folderWith, mmlens } from './support.ts';

const PAST_THE_END = 'train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=20)\n';
const RULE = 'val-only-at-end';

/** Findings as `path: severity rule`. */
function found(folder: string, ...args: readonly string[]): string[] {
  const { files } = JSON.parse(mmlens(folder, 'check', '--format', 'json', ...args).stdout);
  return files.flatMap(
    ({ path, diagnostics }: { path: string; diagnostics: readonly { severity: string; rule: string }[] }) =>
      diagnostics.map(({ severity, rule }) => `${path}: ${severity} ${rule}`),
  );
}

describe('a project file', () => {
  test('sets severities and silences rules, the nearest one for each file', () => {
    const folder = folderWith({
      'mmlens.toml': `[rules]\n${RULE} = "warning"\n`,
      'a.py': PAST_THE_END,
      'off/pyproject.toml': `[tool.mmlens.rules]\n${RULE} = "off"\n`,
      'off/b.py': PAST_THE_END,
      'off/other/pyproject.toml': '[project]\nname = "x"\n',
      'off/other/c.py': PAST_THE_END,
    });
    expect(found(folder)).toEqual([`a.py: warning ${RULE}`]);
    expect(mmlens(folder, 'check').status).toBe(1);
    expect(mmlens(folder, 'check', 'off').status).toBe(0);
  });

  test('excludes what is not named, and with --force-exclude what is', () => {
    const folder = folderWith({
      'mmlens.toml': 'exclude = ["old/**"]\n',
      'old/a.py': PAST_THE_END,
      'b.py': PAST_THE_END,
    });
    expect(found(folder)).toEqual([`b.py: hint ${RULE}`]);
    expect(found(folder, 'old/a.py')).toEqual([`old/a.py: hint ${RULE}`]);
    expect(found(folder, 'old/a.py', 'b.py', '--force-exclude')).toEqual([`b.py: hint ${RULE}`]);
  });

  test('says how long an epoch is; the comment and the command line know better', () => {
    const folder = folderWith({
      'mmlens.toml': '[iters-per-epoch]\n"coco/**" = 1000\n',
      'coco/a.py': EPOCH_CONFIG,
      'coco/b.py': `# mmlens: iters-per-epoch=10\n${EPOCH_CONFIG}`,
      'voc/c.py': EPOCH_CONFIG,
    });
    const converted = (...args: readonly string[]) =>
      mmlens(folder, 'convert', '--to', 'iter', '--stdout', ...args).stdout;
    expect(converted('coco/a.py')).toContain('max_iters=10000');
    expect(converted('coco/b.py')).toContain('max_iters=100,');
    expect(converted('coco/a.py', '--iters-per-epoch', '7')).toContain('max_iters=70');
    expect(mmlens(folder, 'convert', '--to', 'iter', 'voc/c.py').status).toBe(1);
  });

  test('says how a conversion writes; the command line knows better', () => {
    const folder = folderWith({
      'mmlens.toml': 'numbers = "expressions"\nschedulers = "convert-to-iter-based"\niters-per-epoch = 1000\n',
      'a.py': EPOCH_CONFIG,
    });
    const converted = (...args: readonly string[]) =>
      mmlens(folder, 'convert', 'a.py', '--to', 'iter', '--stdout', ...args).stdout;
    expect(converted()).toContain('max_iters=10 * iters_per_epoch');
    expect(converted()).toMatch(/milestones=\[6, 8\][\s\S]*convert_to_iter_based=True/);
    const plain = converted('--numbers', 'literals', '--schedulers', 'iterations');
    expect(plain).toContain('milestones=[6000, 8000]');
    expect(plain).toContain('max_iters=10000');
  });

  test('finds packages', () => {
    const folder = folderWith({
      'checkout/toypkg/__init__.py': '',
      'checkout/toypkg/configs/__init__.py': '',
      'checkout/toypkg/configs/base.py': 'train_cfg = dict(by_epoch=True, max_epochs=12)\n',
      'work/a.py': 'from mmengine.config import read_base\nwith read_base():\n    from toypkg.configs.base import *\n',
    });
    expect(mmlens(folder, 'show', 'work/a.py').status).toBe(1);
    writeFileSync(join(folder, 'work/mmlens.toml'), 'search-path = ["../checkout"]\n');
    expect(mmlens(folder, 'show', 'work/a.py')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('max_epochs'),
    });
  });

  test('that names no Python environment stops a check, and so does an option that names none', () => {
    const folder = folderWith({ 'mmlens.toml': '', 'a.py': EPOCH_CONFIG });
    for (const python of ['./gone', 'no-such-python']) {
      const { status, stderr } = mmlens(folder, 'check', '--python', python);
      expect([status, stderr]).toEqual([2, expect.stringContaining('no such interpreter')]);
    }
    writeFileSync(join(folder, 'mmlens.toml'), 'python = "./gone"\n');
    expect(mmlens(folder, 'check')).toMatchObject({ status: 2, stderr: expect.stringContaining('mmlens.toml:1') });
  });

  test('that is wrong stops every command with its file and line', () => {
    const folder = folderWith({
      'mmlens.toml': 'exclude = []\nexlude = []\n\n[rules]\nsampler-nnoe = "off"\n',
      'sub/a.py': EPOCH_CONFIG,
    });
    const stderr =
      'mmlens: mmlens.toml:2: `exlude` is not a setting; did you mean `exclude`?\n' +
      'mmlens: mmlens.toml:5: There is no rule `sampler-nnoe`; did you mean `sampler-none`?\n';
    for (const args of [['check'], ['show', 'sub/a.py'], ['convert', '--to', 'iter', 'sub/a.py'], ['lr', 'sub/a.py']])
      expect(mmlens(folder, ...args)).toEqual({ status: 2, stdout: '', stderr });
    writeFileSync(join(folder, 'mmlens.toml'), 'rules = {\n');
    expect(mmlens(folder, 'check')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^mmlens: mmlens\.toml:[12]: This is not TOML: /),
    });
  });

  test('several threads read it too', () => {
    const files: Record<string, string> = { 'mmlens.toml': `exclude = ["c1?.py"]\n[rules]\n${RULE} = "error"\n` };
    for (let i = 0; i < 120; i++) files[`c${i}.py`] = PAST_THE_END;
    const all = found(folderWith(files), '--jobs', '3');
    expect(all).toHaveLength(110);
    expect(all[0]).toBe(`c0.py: error ${RULE}`);
  });
});

describe('a baseline', () => {
  const files = { 'a.py': PAST_THE_END, 'b/c.py': PAST_THE_END, 'd.py': EPOCH_CONFIG };

  test('takes out what it was written with, wherever the lines are now', () => {
    const folder = folderWith({ ...files, 'mmlens.toml': `[rules]\n${RULE} = "warning"\n` });
    expect(mmlens(folder, 'check').status).toBe(1);
    expect(mmlens(folder, 'check', '--write-baseline', 'ci/base.json')).toMatchObject({ status: 2 });
    expect(mmlens(folder, 'check', '--write-baseline', 'base.json')).toEqual({
      status: 0,
      stdout: '2 findings written to base.json.\n',
      stderr: '',
    });
    writeFileSync(join(folder, 'a.py'), `x = 1\n\n${PAST_THE_END}`);
    const after = mmlens(folder, 'check', '--baseline', 'base.json');
    expect(after).toMatchObject({ status: 0, stderr: '' });
    expect(after.stdout).toContain('2 findings known to the baseline');
    const { summary } = JSON.parse(mmlens(folder, 'check', '--baseline', 'base.json', '--format', 'json').stdout);
    expect(summary).toMatchObject({ warnings: 0, known: 2 });
  });

  test('lets new findings through and says which no longer occur', () => {
    const folder = folderWith(files);
    mmlens(folder, 'check', '--write-baseline', 'base.json');
    writeFileSync(join(folder, 'a.py'), PAST_THE_END.replace('20', '2'));
    writeFileSync(join(folder, 'd.py'), `${EPOCH_CONFIG}train_cfg.update(type='EpochBasedTrainLoop')\n`);
    expect(found(folder, '--baseline', 'base.json')).toEqual(['d.py: error train-cfg-type-and-by-epoch']);
    const { stderr } = mmlens(folder, 'check', '--baseline', 'base.json');
    expect(stderr).toBe(
      'mmlens: 1 finding of base.json no longer occurs; `--write-baseline` takes it out:\n' +
        `mmlens:   a.py: ${RULE} at train_cfg.val_interval\n`,
    );
    // Of a file that was not looked at nothing can be said.
    expect(mmlens(folder, 'check', 'b', '--baseline', 'base.json').stderr).toBe('');
  });

  test('keeps what it knows of other files when only some are looked at', () => {
    const folder = folderWith(files);
    mmlens(folder, 'check', '--write-baseline', 'base.json');
    const before = readFileSync(join(folder, 'base.json'), 'utf8');
    mmlens(folder, 'check', 'b', '--write-baseline', 'base.json');
    expect(readFileSync(join(folder, 'base.json'), 'utf8')).toBe(before);
  });

  test('may be named by the project, and has to be one', () => {
    const folder = folderWith({ ...files, 'mmlens.toml': 'exclude = []\nbaseline = "ci.json"\n' });
    expect(mmlens(folder, 'check')).toMatchObject({ status: 2, stderr: expect.stringContaining('mmlens.toml:2: ') });
    expect(mmlens(folder, 'check', '--write-baseline', 'ci.json').status).toBe(0);
    expect(found(folder)).toEqual([]);
    writeFileSync(join(folder, 'other.json'), '{"train_cfg": 1}');
    expect(mmlens(folder, 'check', '--baseline', 'other.json').status).toBe(2);
    expect(mmlens(folder, 'check', '--write-baseline', 'other.json').status).toBe(2);
    expect(readFileSync(join(folder, 'other.json'), 'utf8')).toBe('{"train_cfg": 1}');
    expect(mmlens(folder, 'check', '--baseline', 'ci.json', '--write-baseline', 'ci.json').status).toBe(2);
  });
});
