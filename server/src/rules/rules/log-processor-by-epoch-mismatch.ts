import type { Fix, Rule, RuleContext } from '../rule.ts';
import { windowFaults } from '../support/logWindows.ts';
import { loopUnit } from '../support/loop.ts';
import { notation } from '../support/notation.ts';
import { standAgainstLoop } from '../support/place.ts';

/** Log lines that speak of epochs where there are none, or the other way round. */
export const rule: Rule = {
  id: 'log-processor-by-epoch-mismatch',
  severity: 'warning',
  summary: '`log_processor.by_epoch` does not agree with the training loop.',
  docs: {
    what: 'A `log_processor` with `by_epoch=True` (also by default) under an iteration-based loop, or with `by_epoch=False` under an epoch-based one.',
    why: 'The training is the same, its log is not. Under an iteration-based loop every line reads `Epoch(train) [1][20000/1000]`: the epoch stays 1 and the iteration runs past the number of batches. Under an epoch-based loop with `by_epoch=False` the lines read `Iter(train) [20000/90000]`, and no line says which epoch it is.',
    bad: [
      {
        code: "train_cfg = dict(by_epoch=False, max_iters=90000)\nlog_processor = dict(type='LogProcessor', window_size=50, by_epoch=True)\n",
      },
      {
        code: "_base_ = './default_runtime.py'\ntrain_cfg = dict(by_epoch=True, max_epochs=12)\n",
        others: { 'default_runtime.py': "log_processor = dict(type='LogProcessor', window_size=50, by_epoch=False)\n" },
      },
    ],
    good: [
      {
        code: "train_cfg = dict(by_epoch=False, max_iters=90000)\nlog_processor = dict(type='LogProcessor', window_size=50, by_epoch=False)\n",
      },
    ],
  },
  *check(context) {
    const processor = context.plan.logProcessor;
    const loop = loopUnit(context);
    const byEpoch = processor?.byEpoch.value;
    if (!processor || loop === undefined || byEpoch === undefined || byEpoch === (loop === 'epoch')) return;
    // Windows that the flag makes impossible are an error, which says the same.
    if (!byEpoch && processor.cfg && windowFaults(processor.cfg, false).some(({ kind }) => kind !== 'type')) return;
    const message = byEpoch
      ? `The log counts epochs (${processor.byEpoch.slot ? '`log_processor.by_epoch=True`' : '`log_processor.by_epoch` is True by default'}), but the training loop counts iterations: every line of the run will say \`Epoch(train) [1]\`, with an iteration number that runs past the number of batches. Set \`by_epoch=False\` in \`log_processor\`.`
      : 'The log counts iterations (`log_processor.by_epoch=False`), but the training loop counts epochs: no line of the run will say which epoch it is. Set `by_epoch=True` in `log_processor`.';
    const fix = mend(context, loop === 'epoch');
    yield { message, ...standAgainstLoop(context, processor.byEpoch.keyPath), fixes: fix ? [fix] : [] };
  },
};

/** Turning the flag alone must not make the windows of `custom_cfg` impossible. */
function mend(context: RuleContext, byEpoch: boolean): Fix | undefined {
  const cfg = context.plan.logProcessor?.cfg;
  if (!byEpoch && cfg && windowFaults(cfg, false).length > 0) return undefined;
  const edits = context.set(['log_processor', 'by_epoch'], notation(context.loaded, byEpoch));
  return edits && { title: `Set \`by_epoch=${byEpoch ? 'True' : 'False'}\``, edits, preferred: true };
}
