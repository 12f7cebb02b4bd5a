import { refusalFindings } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/** A classic config that inherits from a lazy one, or the other way round. */
export const rule: Rule = {
  id: 'config-mixed-lazy',
  severity: 'error',
  summary: 'Classic and lazy configs are mixed in one chain of inheritance.',
  docs: {
    what: 'A config with `_base_ = …` that inherits from a lazy one (one that imports types or uses `with read_base()`), or the reverse. Some Pythons make a lazy config of one that imports `os` or `copy` above its `_base_`: see [the Python that loads the configs](../command-line.md#the-python-that-loads-the-configs).',
    why: 'The two kinds are read in different ways, and MMEngine refuses to mix them: it stops with an error before it builds anything.',
    bad: [
      {
        code: "_base_ = './base.py'\n",
        others: {
          'base.py':
            'from mmengine.runner import EpochBasedTrainLoop\ntrain_cfg = dict(type=EpochBasedTrainLoop, max_epochs=12)\n',
        },
      },
    ],
    good: [
      {
        code: 'from mmengine.config import read_base\n\nwith read_base():\n    from .base import *\n',
        others: {
          'base.py':
            'from mmengine.runner import EpochBasedTrainLoop\ntrain_cfg = dict(type=EpochBasedTrainLoop, max_epochs=12)\n',
        },
      },
    ],
  },
  check: (context) =>
    refusalFindings(
      context,
      'config-mixed-lazy',
      'Write both files in the same style: `_base_` and type names as text, or `with read_base()` and imported types.',
    ),
};
