import { describe, expect, it } from 'vitest';
import type { CheckedFinding } from '../../../server/src/rules/check.ts';
import { check, fixed, markedText } from './support.ts';

const DATA = `train_dataloader = dict(
    batch_size=32, dataset=dict(type='CIFAR10'), sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
`;

const rules = (findings: readonly CheckedFinding[]) => findings.map(({ rule, severity }) => `${rule} ${severity}`);

describe('checkConfig', () => {
  it('says nothing about ordinary Python', () => {
    const { findings } = check({ 'config.py': 'import os\n\ndef main(runner, data):\n    return os.getcwd()\n' });
    expect(findings).toEqual([]);
  });

  it('reports only why a config cannot be loaded', () => {
    const { findings } = check({
      'config.py': "_base_ = './missing.py'\ntrain_cfg = dict(type='EpochBasedTrainLoop', by_epoch=True)\n",
    });
    expect(rules(findings)).toEqual(['config-base-not-found error']);
  });

  it('lists every missing comma, each with its fix', () => {
    const files = {
      'config.py': `train_cfg = dict(
    by_epoch=True
    max_epochs=12)
param_scheduler = dict(
    type='MultiStepLR'
    milestones=[8, 11])
`,
    };
    const { findings } = check(files);
    expect(rules(findings)).toEqual(['config-syntax error', 'config-syntax error']);
    const [first, second] = findings;
    if (!first || !second) throw new Error('two findings expected');
    // The later one first, so that the other's place still holds.
    const mended = fixed(fixed(files, 'config.py', second), 'config.py', first);
    expect(check(mended).findings.filter(({ rule }) => rule === 'config-syntax')).toEqual([]);
  });

  it('puts what a base cannot be loaded for at the entry that names it', () => {
    const checked = check({
      'config.py': "_base_ = ['./base.py']\ntrain_cfg = dict(max_epochs=3)\n",
      'base.py': 'train_cfg = dict(by_epoch=True, max_epochs=)\n',
    });
    expect(rules(checked.findings)).toEqual(['config-syntax error']);
    const [finding] = checked.findings;
    expect(finding && markedText(checked, finding)).toBe("'./base.py'");
    expect(finding?.related?.[0]?.place.path).toBe('/configs/base.py');
  });

  it('makes one remark about a config of MMCV and nothing else', () => {
    const { findings } = check({
      'config.py': `optimizer = dict(type='SGD', lr=0.02)
optimizer_config = dict(grad_clip=None)
lr_config = dict(policy='step', step=[8, 11])
runner = dict(type='EpochBasedRunner', max_epochs=12)
data = dict(samples_per_gpu=2, train=dict(type='CocoDataset'))
`,
    });
    expect(rules(findings)).toEqual(['legacy-mmcv-key info']);
  });

  it('stays silent about values that cannot be known', () => {
    const { findings } = check({
      'config.py': `import os
n = os.cpu_count()
train_cfg = dict(by_epoch=n > 1, max_epochs=n * 1.5, val_interval=n)
${DATA}`,
    });
    expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  });
});

describe('places', () => {
  const schedule = "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12, val_interval=1)\n";

  it('stands at the local key that makes an inherited one wrong', () => {
    const checked = check({
      'config.py': "_base_ = './base.py'\ntrain_cfg = dict(by_epoch=False, max_iters=90000)\n",
      'base.py': schedule,
    });
    const finding = checked.findings.find(({ rule }) => rule === 'train-cfg-type-and-by-epoch');
    expect(finding && markedText(checked, finding)).toBe('by_epoch');
    expect(finding?.related?.map(({ place }) => place.path)).toEqual(['/configs/base.py']);
  });

  it('stands at the base entry when all of it is inherited', () => {
    const checked = check({
      'config.py': "_base_ = ['./data.py', './base.py']\nwork_dir = 'runs'\n",
      'data.py': DATA,
      'base.py': "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12.5)\n",
    });
    const finding = checked.findings.find(({ rule }) => rule === 'train-cfg-bad-value');
    expect(finding && markedText(checked, finding)).toBe("'./base.py'");
    expect(finding?.related?.map(({ place }) => place.path)).toEqual(['/configs/base.py']);
  });
});
