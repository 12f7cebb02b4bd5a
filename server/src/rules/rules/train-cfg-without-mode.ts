import type { Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { notation } from '../support/notation.ts';

/** A root config that does not say which loop runs. */
export const rule: Rule = {
  id: 'train-cfg-without-mode',
  severity: 'error',
  summary: '`train_cfg` has neither `type` nor `by_epoch`.',
  docs: {
    what: 'The `train_cfg` of a config that can be trained, without a word about the loop: neither a `type` nor `by_epoch`. `max_epochs` or `max_iters` alone do not choose one.',
    why: "MMEngine stops with `KeyError: 'by_epoch'` before training begins.",
    bad: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(max_epochs=10)
`,
      },
    ],
    good: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
  },
  *check(context) {
    const cfg = context.plan.loop?.cfg;
    if (!cfg || !context.plan.isRoot || cfg.open || cfg.entries.has('type') || cfg.entries.has('by_epoch')) return;
    yield {
      message:
        "`train_cfg` does not say which loop runs. MMEngine stops with KeyError: 'by_epoch' before training begins. Set `by_epoch=True` with `max_epochs`, or `by_epoch=False` with `max_iters`.",
      keyPath: ['train_cfg'],
      place: context.locate(['train_cfg']),
      fixes: fixes(context),
    };
  },
};

function fixes(context: RuleContext) {
  const entries = context.plan.loop?.cfg.entries;
  const byEpoch = entries?.has('max_epochs');
  // Only when the length settles it.
  if (byEpoch === undefined || byEpoch === entries?.has('max_iters')) return [];
  const edits = context.set(['train_cfg', 'by_epoch'], notation(context.loaded, byEpoch));
  return edits ? [{ title: `Set \`by_epoch=${byEpoch ? 'True' : 'False'}\``, edits, preferred: true }] : [];
}
