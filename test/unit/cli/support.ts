import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with these files, gone when the test is over. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mmlens-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

/** Runs the built command line in `folder`. */
export function mmlens(folder: string, ...args: readonly string[]): Ran {
  const env = { ...process.env, NO_COLOR: '1', VIRTUAL_ENV: '', CONDA_PREFIX: '', PYTHONPATH: '', PATH: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

/** Epoch-based training, right in itself. */
export const EPOCH_CONFIG = `train_cfg = dict(by_epoch=True, max_epochs=10, val_interval=2)
param_scheduler = dict(type='MultiStepLR', milestones=[6, 8], by_epoch=True)
default_hooks = dict(
    logger=dict(type='LoggerHook', log_metric_by_epoch=True),
    checkpoint=dict(type='CheckpointHook', interval=2, by_epoch=True),  # keep me
)
log_processor = dict(by_epoch=True)
train_dataloader = dict(
    batch_size=2, num_workers=2, dataset=dict(type='ToyDataset'), sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.1))
model = dict(type='ToyModel')
`;

/** Says twice which loop runs, once in its base. */
export const BROKEN_CHILD = "_base_ = './base.py'\ntrain_cfg = dict(type='EpochBasedTrainLoop')\n";
