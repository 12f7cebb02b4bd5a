import { GIVEN_TO_SCHEDULERS } from '../../mmengine/schedulers.ts';
import type { Rule } from '../rule.ts';
import { foreignArgumentFindings } from '../support/foreignArguments.ts';

/** An argument that a scheduler's constructor does not know. */
export const rule: Rule = {
  id: 'scheduler-foreign-argument',
  severity: 'error',
  summary: 'A parameter scheduler is given an argument that it does not take.',
  docs: {
    what: "A key in a `param_scheduler` that the constructor of the scheduler does not take: a slip of the pen, an argument of MMCV's `lr_config` (`min_lr`, `warmup_iters`), or one left over when an inherited scheduler was given another `type`.",
    why: 'MMEngine hands every key to the constructor, which stops the run with `TypeError: … got an unexpected keyword argument` before training begins.',
    bad: [
      { code: "param_scheduler = [dict(type='CosineAnnealingLR', T_max=100, min_lr=1e-5)]\n" },
      {
        code: "_base_ = './schedule.py'\nparam_scheduler = dict(type='PolyLR', power=0.9)\n",
        others: { 'schedule.py': "param_scheduler = dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True)\n" },
      },
    ],
    good: [
      { code: "param_scheduler = [dict(type='CosineAnnealingLR', T_max=100, eta_min=1e-5)]\n" },
      {
        code: "_base_ = './schedule.py'\nparam_scheduler = dict(_delete_=True, type='PolyLR', power=0.9)\n",
        others: { 'schedule.py': "param_scheduler = dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True)\n" },
      },
    ],
  },
  *check(context) {
    for (const scheduler of context.plan.schedulers)
      yield* foreignArgumentFindings(context, scheduler, GIVEN_TO_SCHEDULERS);
  },
};
