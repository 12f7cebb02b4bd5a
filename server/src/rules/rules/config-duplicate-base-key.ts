import { refusalFindings } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/** Two bases of one file that set the same top-level key. */
export const rule: Rule = {
  id: 'config-duplicate-base-key',
  severity: 'error',
  summary: 'Two bases of one file set the same top-level key.',
  docs: {
    what: 'A list of bases in which two files set the same top-level variable. Bases are put side by side, not merged into each other.',
    why: 'MMEngine cannot know which of them is meant and stops with `KeyError: Duplicate key is not allowed among bases`.',
    bad: [
      {
        code: "_base_ = ['./schedule.py', './runtime.py']\n",
        others: {
          'schedule.py': 'train_cfg = dict(by_epoch=True, max_epochs=12)\n',
          'runtime.py': 'train_cfg = dict(by_epoch=True, max_epochs=24)\n',
        },
      },
    ],
    good: [
      {
        code: "_base_ = ['./schedule.py', './runtime.py']\n",
        others: {
          'schedule.py': 'train_cfg = dict(by_epoch=True, max_epochs=12)\n',
          'runtime.py': 'default_hooks = dict(checkpoint=dict(type="CheckpointHook", interval=1))\n',
        },
      },
    ],
  },
  check: (context) =>
    refusalFindings(
      context,
      'config-duplicate-base-key',
      'Take the key out of all bases but one, or inherit from one of them alone and set the rest here.',
    ),
};
