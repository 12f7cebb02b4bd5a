import { refusalFindings } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/** A dict that should merge into something that is no dict. */
export const rule: Rule = {
  id: 'config-merge-type',
  severity: 'error',
  summary: 'A dict is written over an inherited value that is no dict.',
  docs: {
    what: 'A key that is a dict in this file and something else (a list, a number, None) in its base.',
    why: 'MMEngine merges a dict of the child into the dict of the base. Where the base has no dict it stops with a `TypeError`, unless the child says `_delete_=True` to replace the value as a whole.',
    bad: [
      {
        code: "_base_ = './base.py'\nparam_scheduler = dict(type='MultiStepLR', milestones=[8, 11])\n",
        others: { 'base.py': "param_scheduler = [dict(type='MultiStepLR', milestones=[16, 22])]\n" },
      },
    ],
    good: [
      {
        code: "_base_ = './base.py'\nparam_scheduler = dict(_delete_=True, type='MultiStepLR', milestones=[8, 11])\n",
        others: { 'base.py': "param_scheduler = [dict(type='MultiStepLR', milestones=[16, 22])]\n" },
      },
    ],
  },
  check: (context) =>
    refusalFindings(
      context,
      'config-merge-type',
      'Write the same kind of value as the base does, or put `_delete_=True` into the dict to replace it.',
    ),
};
