import { describe, expect, it } from 'vitest';
import { check, fixed } from './support.ts';

const YAML = `train_cfg: {type: IterBasedTrainLoop, max_iters: 90000}
train_dataloader:
  batch_size: 2
  dataset: {type: CocoDataset}
  sampler: {type: InfiniteSampler, shuffle: true}
optim_wrapper: {optimizer: {type: SGD, lr: 0.02}}
param_scheduler:
  - type: MultiStepLR
    milestones: [8, 11]
`;

const JSON_TEXT = JSON.stringify(
  {
    train_cfg: { type: 'IterBasedTrainLoop', max_iters: 90000 },
    train_dataloader: { batch_size: 2, dataset: { type: 'CocoDataset' }, sampler: { type: 'InfiniteSampler' } },
    optim_wrapper: { optimizer: { type: 'SGD', lr: 0.02 } },
    param_scheduler: [{ type: 'MultiStepLR', milestones: [8, 11] }],
  },
  undefined,
  2,
);

describe.each([
  ['config.yaml', YAML],
  ['config.json', JSON_TEXT],
] as const)('%s', (name, text) => {
  it('is mended in its own language until nothing is left', () => {
    let files: Readonly<Record<string, string>> = { [name]: text };
    const open = () =>
      check(files, name, 7500).findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect(
      open()
        .map(({ rule }) => rule)
        .sort(),
    ).toEqual(['checkpoint-by-epoch-mismatch', 'log-processor-by-epoch-mismatch', 'scheduler-by-epoch-mismatch']);
    for (let fixes = 0; fixes < 5; fixes++) {
      const next = open().find((finding) => finding.fixes?.length);
      if (next) files = fixed(files, name, next);
    }
    expect(open().map(({ rule }) => rule)).toEqual([]);
    const { config } = check(files, name).loaded;
    expect(config.entries.get('log_processor')?.value.kind).toBe('dict');
    expect(config.entries.get('default_hooks')?.value.kind).toBe('dict');
    expect(files[name]).toMatch(/60000,\s*82500/);
  });
});
