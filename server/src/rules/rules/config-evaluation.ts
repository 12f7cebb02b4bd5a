import { refusalFindings } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/** Python that raises while MMEngine executes the config. */
export const rule: Rule = {
  id: 'config-evaluation',
  severity: 'error',
  summary: 'Executing the config raises an error.',
  docs: {
    what: 'A config is a Python program that MMEngine executes. This finding is about a statement in it that raises: a name that is not defined, a key that a base does not have, a division by zero. Some Pythons make a lazy config of one that imports `os` or `copy`, in which `os.path.join(…)` raises: see [the Python that loads the configs](../command-line.md#the-python-that-loads-the-configs).',
    why: 'MMEngine stops with that error before it builds anything.',
    bad: [{ code: 'train_cfg = dict(by_epoch=True, max_epochs=num_epochs)\n' }],
    good: [{ code: 'num_epochs = 12\ntrain_cfg = dict(by_epoch=True, max_epochs=num_epochs)\n' }],
  },
  *check(context) {
    // Python stops at the first error; whatever follows it, or a base that cannot be read, may be its doing.
    if (context.loaded.refusals[0]?.rule !== 'config-evaluation') return;
    for (const finding of refusalFindings(context, 'config-evaluation', 'Correct the statement.')) {
      yield finding;
      return;
    }
  },
};
