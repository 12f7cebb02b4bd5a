import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type PlainDict, PythonFloat } from '../../../server/src/training/simulate/python.ts';
import { simulateSchedule, visitSchedule } from '../../../server/src/training/simulate/simulate.ts';

/** What real training runs recorded: the learning rate of every iteration, or the error. */
interface Recorded {
  readonly name: string;
  readonly train_cfg: { readonly by_epoch: boolean; readonly max_epochs?: number; readonly max_iters?: number };
  readonly param_scheduler: PlainDict | PlainDict[] | null;
  readonly base_lr: number;
  readonly iters_per_epoch: number;
  readonly lr?: readonly number[];
  readonly error?: string;
}

const recorded: readonly Recorded[] = JSON.parse(
  readFileSync(new URL('../../fixtures/lr_curves.json', import.meta.url), 'utf8'),
);

const epochs = (...schedulers: PlainDict[]) =>
  simulateSchedule({ loop: { kind: 'epoch', length: 10 }, schedulers, baseLr: 0.1, itersPerEpoch: 8 });
const iters = (...schedulers: PlainDict[]) =>
  simulateSchedule({ loop: { kind: 'iter', length: 80 }, schedulers, baseLr: 0.1, itersPerEpoch: 8 });

function curve(result: ReturnType<typeof simulateSchedule>): number[] {
  if (!('lr' in result)) throw new Error(JSON.stringify(result));
  return [...result.lr];
}

describe('recorded training runs', () => {
  test.each(recorded)('$name', ({ train_cfg, param_scheduler, base_lr, iters_per_epoch, lr, error }) => {
    const result = simulateSchedule({
      loop: train_cfg.by_epoch
        ? { kind: 'epoch', length: train_cfg.max_epochs ?? 0 }
        : { kind: 'iter', length: train_cfg.max_iters ?? 0 },
      schedulers: Array.isArray(param_scheduler) ? param_scheduler : param_scheduler ? [param_scheduler] : [],
      baseLr: base_lr,
      itersPerEpoch: iters_per_epoch,
    });
    if (error) {
      expect(result).toMatchObject({ error: { error: error.split(':')[0] } });
      return;
    }
    const simulated = curve(result);
    expect(simulated).toHaveLength(lr?.length ?? 0);
    for (const [index, value] of (lr ?? []).entries())
      expect(Math.abs((simulated[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value));
  });
});
