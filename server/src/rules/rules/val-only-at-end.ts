import type { Rule } from '../rule.ts';
import { isIterationCount } from '../support/intervals.ts';
import { trainLoop, UNITS } from '../support/loops.ts';
import { standBeside } from '../support/place.ts';
import { neverValidates } from '../support/validation.ts';

/** Validation that the training is too short for. */
export const rule: Rule = {
  id: 'val-only-at-end',
  severity: 'hint',
  summary: '`val_interval` or `val_begin` lies past the end of training.',
  docs: {
    what: 'A `val_interval` longer than the whole training, or a `val_begin` after its end.',
    why: 'With `val_interval` past the end the run validates once, after the last epoch or iteration: there is no best checkpoint to choose and no sign of trouble on the way. With `val_begin` past the end it never validates.',
    bad: [
      { code: 'train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=20)\n' },
      { code: 'train_cfg = dict(by_epoch=False, max_iters=10000, val_begin=20000, val_interval=1000)\n' },
    ],
    good: [{ code: 'train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=4)\n' }],
  },
  *check(context) {
    const plan = context.plan.loop;
    const loop = trainLoop(context);
    const length = plan?.length.value;
    if (!plan || !loop?.plain || !length || neverValidates(context)) return;
    const { valBegin, valInterval } = plan;
    const begin = valBegin.slot ? valBegin.value : undefined;
    const interval = valInterval.slot ? valInterval.value : undefined;
    const unit = UNITS[loop.unit];
    if (begin !== undefined && begin > length) {
      yield {
        message: `\`val_begin=${begin}\` lies past the end of training (${length} ${unit}): it never validates. Begin earlier, or leave validation out.`,
        ...standBeside(context, valBegin.keyPath, plan.length.keyPath),
      };
      return;
    }
    if (interval === undefined || interval <= length || plan.dynamicIntervals.slot) return;
    // Numbers of the other unit are a finding of their own.
    if (loop.unit === 'epoch' && isIterationCount(interval, length)) return;
    yield {
      message: `\`val_interval=${interval}\` is longer than the training (${length} ${unit}): it validates only once, at the end. Choose a shorter interval if you want to follow the metrics.`,
      ...standBeside(context, valInterval.keyPath, plan.length.keyPath),
    };
  },
};
