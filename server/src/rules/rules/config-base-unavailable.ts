import type { Rule } from '../rule.ts';

/** A base in a package that is not installed here. */
export const rule: Rule = {
  id: 'config-base-unavailable',
  severity: 'info',
  summary: 'A base config belongs to a package that is not installed here.',
  docs: {
    what: "A base such as `'mmdet::rtmdet/rtmdet_l_8xb32-300e_coco.py'`, or an import from `mmdet.configs`, whose package is not in the selected Python environment or the workspace.",
    why: 'The machine that trains may have the package, so nothing is wrong with the config. But what it inherits cannot be read here, and the other rules stay silent about all that depends on it.',
    bad: [{ code: "_base_ = 'mmdet::rtmdet/rtmdet_l_8xb32-300e_coco.py'\n" }],
    good: [
      {
        code: "_base_ = './rtmdet_l.py'\n",
        others: { 'rtmdet_l.py': 'train_cfg = dict(by_epoch=True, max_epochs=300)\n' },
      },
    ],
  },
  *check(context) {
    for (const { message, place, related, rule: kind } of context.loaded.refusals)
      if (kind === 'config-base-unavailable')
        yield {
          message: `This base cannot be read here: ${message}${/[.!?]$/.test(message) ? '' : '.'} No rule speaks about them. Install the package, or choose the Python environment that has it.`,
          keyPath: [],
          place,
          related,
        };
  },
};
