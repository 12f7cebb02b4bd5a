import { lackingArguments } from '../../mmengine/catalogue.ts';
import type { HookPlan } from '../../training/plan.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { standAt } from '../support/place.ts';
import { mayBeOwn } from '../support/types.ts';
import { named } from '../support/values.ts';

/** An argument without which a hook cannot be built. */
export const rule: Rule = {
  id: 'hook-missing-argument',
  severity: 'error',
  summary: 'A hook lacks an argument that it needs.',
  docs: {
    what: 'A hook of `default_hooks` or `custom_hooks` without an argument for which its constructor has no default, such as the `monitor` of an `EarlyStoppingHook`, in a config that can be trained. The constructors of MMEngine and of the OpenMMLab packages are known.',
    why: 'MMEngine calls the constructor without it, which stops the run with `TypeError: … missing … required positional argument` when the Runner is built.',
    bad: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=10)
custom_hooks = [dict(type='EarlyStoppingHook', patience=5)]
`,
      },
    ],
    good: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=10)
custom_hooks = [dict(type='EarlyStoppingHook', monitor='accuracy/top1', patience=5)]
`,
      },
    ],
  },
  *check(context) {
    for (const hook of context.plan.hooks) {
      const names = lacking(context, hook);
      if (names.length > 0)
        yield {
          message: `${hook.type.value} needs ${named(names)}, which ${names.length > 1 ? 'are' : 'is'} not given: MMEngine stops with a TypeError before training begins. Add ${names.length > 1 ? 'them' : 'it'}.`,
          ...standAt(context, hook.keyPath),
        };
    }
  },
};

function lacking(context: RuleContext, { cfg, type }: HookPlan): readonly string[] {
  if (!context.plan.isRoot || !cfg || cfg.open || !type.entry) return [];
  const names = lackingArguments(type.entry, cfg.entries);
  return names.length > 0 && mayBeOwn(context, 'hook', type) ? [] : names;
}
