import { describe, expect, test } from 'vitest';
import { toShowJson } from '../../../server/src/config/serialize/json.ts';
import { loadConfig } from '../../support/memory.ts';

const SCRIPT = `from torch.optim import SGD
from mmengine.runner import Runner

train_cfg = dict(by_epoch=True, max_epochs=10, val_interval=2)
param_scheduler = dict(type='MultiStepLR', milestones=[6, 8], by_epoch=True)

def main():
    runner = Runner(
        model=ResNet18(),
        work_dir='./work_dir',
        optim_wrapper=dict(optimizer=dict(type=SGD, lr=0.001)),
        train_cfg=train_cfg,
    )
    runner.train()

if __name__ == '__main__':
    main()
`;

describe('a training script', () => {
  test('is read up to its Runner call', () => {
    const loaded = loadConfig(SCRIPT);
    expect(loaded.style).toBe('script');
    expect(JSON.parse(toShowJson(loaded.config, loaded.imported))).toEqual({
      model: { $unknown: expect.any(String) },
      work_dir: './work_dir',
      optim_wrapper: { optimizer: { type: { $lazy: 'torch.optim.SGD' }, lr: 0.001 } },
      train_cfg: { by_epoch: true, max_epochs: 10, val_interval: 2 },
    });
  });

  test('names the settings that never reach the runner', () => {
    const { runnerCall } = loadConfig(SCRIPT);
    expect(runnerCall?.unusedVariables.map(({ name }) => name)).toEqual(['param_scheduler']);
    expect(
      loadConfig(SCRIPT.replace('train_cfg=train_cfg', 'train_cfg=train_cfg, param_scheduler=param_scheduler'))
        .runnerCall?.unusedVariables,
    ).toEqual([]);
  });

  test('is read in a function that is never called too', () => {
    const loaded = loadConfig(SCRIPT.replace(/if __name__[\s\S]*/, ''));
    expect(loaded.config.entries.get('train_cfg')?.value.kind).toBe('dict');
  });

  test('keeps the place of a variable’s value', () => {
    const loaded = loadConfig(SCRIPT);
    const slot = loaded.config.entries.get('train_cfg');
    expect(slot?.value.at && SCRIPT.slice(slot.value.at.start, slot.value.at.end)).toMatch(/^dict\(by_epoch/);
    expect(slot?.at && SCRIPT.slice(slot.at.start, slot.at.end)).toBe('train_cfg=train_cfg');
  });
});
