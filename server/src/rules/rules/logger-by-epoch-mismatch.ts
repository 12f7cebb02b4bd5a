import type { Rule, RuleContext, Severity } from '../rule.ts';
import { setDefaultHook } from '../support/defaultHook.ts';
import { loopUnit } from '../support/loop.ts';
import { standAgainstLoop } from '../support/place.ts';

/** Metrics drawn over epochs that do not pass, or over iterations where epochs would do. */
export const rule: Rule = {
  id: 'logger-by-epoch-mismatch',
  severity: 'warning',
  summary: '`LoggerHook.log_metric_by_epoch` does not agree with the training loop.',
  docs: {
    what: 'A `LoggerHook` with `log_metric_by_epoch=True` (also by default, and also when no logger is written) under an iteration-based loop; with `False` under an epoch-based loop, as an info.',
    why: 'The hook hands the metrics of each validation to TensorBoard, WandB and the log file with the number of the epoch, and under an iteration-based loop that number is 0 for the whole run. Every validation is drawn at step 0: the curve of a metric is one point, and each validation overwrites the one before. Under an epoch-based loop `False` only means that the metrics are drawn over iterations.',
    bad: [
      {
        code: "train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=10000)\ndefault_hooks = dict(logger=dict(type='LoggerHook', interval=50, log_metric_by_epoch=True))\n",
      },
    ],
    good: [
      {
        code: "train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=10000)\ndefault_hooks = dict(logger=dict(type='LoggerHook', interval=50, log_metric_by_epoch=False))\n",
      },
    ],
  },
  *check(context) {
    const { logger } = context.plan;
    const loop = loopUnit(context);
    const byEpoch = logger?.logMetricByEpoch.value;
    if (!logger || loop === undefined || byEpoch === undefined || byEpoch === (loop === 'epoch')) return;
    const unheard = byEpoch && validatesNever(context);
    const severity: { severity?: Severity } = unheard || !byEpoch ? { severity: 'info' } : {};
    const edits = setDefaultHook(context, logger, { log_metric_by_epoch: !byEpoch }, 'LoggerHook');
    yield {
      message: explain(byEpoch, logger.logMetricByEpoch.slot !== undefined, unheard),
      ...standAgainstLoop(context, logger.logMetricByEpoch.keyPath),
      fixes: edits
        ? [
            {
              title: `Set \`log_metric_by_epoch=${byEpoch ? 'False' : 'True'}\``,
              edits,
              ...(byEpoch ? { preferred: true } : {}),
            },
          ]
        : [],
      ...severity,
    };
  },
};

function explain(byEpoch: boolean, isWritten: boolean, unheard: boolean): string {
  if (!byEpoch)
    return 'The metrics of each validation are logged by iteration (`log_metric_by_epoch=False`), although the training loop counts epochs: their curves have iterations on the axis. That works; set `log_metric_by_epoch=True` to see epochs.';
  const cause = `\`log_metric_by_epoch\` ${isWritten ? 'is True' : 'is True by default'}, and under an iteration-based loop the number of the epoch stays 0`;
  return unheard
    ? `${cause}. This config does not validate, so nothing comes of it yet; with a validation every metric would be logged at step 0. Set \`log_metric_by_epoch=False\` in the logger.`
    : `${cause}: the metrics of every validation are logged at step 0, and their curves collapse to one point. Set \`log_metric_by_epoch=False\` in the logger.`;
}

/** A root that says nothing of validation has none. */
function validatesNever({ plan }: RuleContext): boolean {
  if (!plan.isRoot || plan.config.open) return false;
  const value = plan.config.entries.get('val_dataloader')?.value;
  return value === undefined || value.kind === 'none';
}
