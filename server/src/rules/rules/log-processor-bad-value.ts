import type { Fix, Rule, RuleContext } from '../rule.ts';
import { foreignArgumentFindings } from '../support/foreignArguments.ts';
import { type WindowFault, windowFaults } from '../support/logWindows.ts';
import { loopUnit } from '../support/loop.ts';
import { notation } from '../support/notation.ts';
import { standAt } from '../support/place.ts';

/** Windows of the log that MMEngine cannot take. */
export const rule: Rule = {
  id: 'log-processor-bad-value',
  severity: 'error',
  summary: 'An argument of the log processor, most often a `window_size`, that MMEngine cannot take.',
  docs: {
    what: "In a `log_processor`: a `custom_cfg` entry with `window_size='epoch'`, or with no `window_size` at all, while the processor counts iterations (`by_epoch=False`); a `window_size` of the processor itself that is not an integer; or one in `custom_cfg` that is neither an integer nor `'epoch'` nor `'global'`. Also an argument that the log processor does not have.",
    why: "`window_size='epoch'` without epochs is an `AssertionError` when the Runner is built, and a missing one is a `KeyError`. `'epoch'` as the processor's own `window_size` passes, and the training stops with an `AssertionError` at its first log line: words are understood in `custom_cfg` alone.",
    bad: [
      {
        code: "log_processor = dict(\n    by_epoch=False,\n    custom_cfg=[dict(data_src='loss', method_name='mean', window_size='epoch')])\n",
      },
      { code: "log_processor = dict(type='LogProcessor', window_size='epoch')\n" },
    ],
    good: [
      {
        code: "log_processor = dict(\n    by_epoch=False,\n    custom_cfg=[dict(data_src='loss', method_name='mean', window_size='global')])\n",
      },
      { code: "log_processor = dict(type='LogProcessor', window_size=50)\n" },
    ],
  },
  *check(context) {
    const processor = context.plan.logProcessor;
    if (!processor?.cfg || processor.cfg.open || !processor.type.entry) return;
    yield* foreignArgumentFindings(context, processor);
    const faults = windowFaults(processor.cfg, processor.byEpoch.value);
    const [first, ...others] = faults.filter(({ kind }) => kind !== 'type');
    // Under an epoch-based loop the flag alone is the cause of them all.
    const reported = loopUnit(context) === 'epoch' ? faults.filter((fault) => !others.includes(fault)) : faults;
    for (const fault of reported) {
      const single = reported.length === 1 || loopUnit(context) === 'epoch';
      const fix = fault === first && single ? mend(context, fault) : undefined;
      yield {
        message: explain(fault),
        ...standAt(context, ['log_processor', ...fault.keyPath]),
        fixes: fix ? [fix] : [],
      };
    }
  },
};

function explain({ kind, keyPath }: WindowFault): string {
  if (kind === 'epoch')
    return "A window of one epoch (`window_size='epoch'`) needs epochs, but this log processor counts iterations (`by_epoch=False`): MMEngine stops with an AssertionError when the Runner is built. Give a number of iterations, or `'global'` for everything since the start.";
  if (kind === 'absent')
    return "With `by_epoch=False` every entry of `custom_cfg` needs a `window_size`: MMEngine stops with a KeyError when the Runner is built. Give a number of iterations, or `'global'` for everything since the start.";
  return keyPath.length === 1
    ? "The `window_size` of the log processor itself must be an integer: the training stops with an error at its first log line. Words like `'epoch'` are understood in `custom_cfg` only. Give a number of iterations."
    : "The `window_size` of a `custom_cfg` entry is an integer, `'epoch'` or `'global'`: with anything else the training stops with an error at its first log line.";
}

/** Under an epoch-based loop the flag is wrong; else the window. */
function mend(context: RuleContext, { kind, keyPath }: WindowFault): Fix | undefined {
  if (loopUnit(context) === 'epoch') {
    const edits = context.set(['log_processor', 'by_epoch'], notation(context.loaded, true));
    return edits && { title: 'Set `by_epoch=True`', edits, preferred: true };
  }
  if (kind !== 'epoch') return undefined;
  const edits = context.set(['log_processor', ...keyPath], notation(context.loaded, 'global'));
  return edits && { title: "Set `window_size='global'`", edits };
}
