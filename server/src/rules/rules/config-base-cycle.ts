import { refusalFindings } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/** A config that inherits from itself by way of its bases. */
export const rule: Rule = {
  id: 'config-base-cycle',
  severity: 'error',
  summary: 'The config inherits from itself.',
  docs: {
    what: 'A chain of bases that leads back to a file already in it.',
    why: 'MMEngine follows the chain until Python gives up with a `RecursionError`.',
    bad: [{ code: "_base_ = './schedule.py'\n", others: { 'schedule.py': "_base_ = './config.py'\n" } }],
    good: [
      {
        code: "_base_ = './schedule.py'\n",
        others: { 'schedule.py': 'train_cfg = dict(by_epoch=True, max_epochs=12)\n' },
      },
    ],
  },
  check: (context) =>
    refusalFindings(
      context,
      'config-base-cycle',
      'Take one of the bases out of the circle; what both files need belongs into a third.',
    ),
};
