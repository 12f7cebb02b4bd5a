import type { Rule } from '../rule.ts';
import { foreignArgumentFindings } from '../support/foreignArguments.ts';

/** An argument that a hook's constructor does not know. */
export const rule: Rule = {
  id: 'hook-foreign-argument',
  severity: 'error',
  summary: 'A hook is given an argument that it does not take.',
  docs: {
    what: 'A key in a hook of `default_hooks` or `custom_hooks` that the constructor of the hook does not take: a slip of the pen, an argument of the old MMCV hook, or one left over from an inherited hook of another type. The constructors of MMEngine and of the OpenMMLab packages are known.',
    why: 'MMEngine hands every key to the constructor, which stops the run with `TypeError: … got an unexpected keyword argument` when the Runner is built.',
    bad: [
      { code: "default_hooks = dict(logger=dict(type='LoggerHook', interval=50, by_epoch=False))\n" },
      {
        code: "custom_hooks = [dict(type='EarlyStoppingHook', monitor='coco/bbox_mAP', patience=5, by_epoch=True)]\n",
      },
    ],
    good: [{ code: "default_hooks = dict(logger=dict(type='LoggerHook', interval=50, log_metric_by_epoch=False))\n" }],
  },
  *check(context) {
    for (const hook of context.plan.hooks) yield* foreignArgumentFindings(context, hook);
  },
};
