import type { HookPlan } from '../../training/plan.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { type HookTrouble, hookTrouble } from '../support/hookTrouble.ts';
import { loopUnit } from '../support/loop.ts';
import { notation } from '../support/notation.ts';
import { standAgainstLoop } from '../support/place.ts';

/** A hook that waits for an epoch number that does not come. */
export const rule: Rule = {
  id: 'hook-epoch-only',
  severity: 'warning',
  summary: 'A hook that acts on an epoch number runs under an iteration-based loop.',
  docs: {
    what: 'A hook that switches, stops or saves at an epoch (`switch_epoch`, `num_last_epochs`, `disable_after_epoch`, `by_epoch=True`, …) in a config whose training loop counts iterations. The hooks of MMEngine and of the OpenMMLab packages are known, and own hooks that derive from them.',
    why: "Under an iteration-based loop the epoch number is 0 for the whole run and `max_epochs` is 1. What shall happen at epoch 280 never happens; what shall happen in the last epochs may happen at once: MMDetection's `YOLOXModeSwitchHook` switches Mosaic and MixUp off before the first iteration, MMYOLO's hook of the same name never does.",
    bad: [
      {
        code: "default_scope = 'mmdet'\ntrain_cfg = dict(type='IterBasedTrainLoop', max_iters=300000)\ncustom_hooks = [dict(type='PipelineSwitchHook', switch_epoch=280, switch_pipeline=[dict(type='PackDetInputs')])]\n",
      },
    ],
    good: [
      {
        code: "default_scope = 'mmdet'\ntrain_cfg = dict(type='EpochBasedTrainLoop', max_epochs=300)\ncustom_hooks = [dict(type='PipelineSwitchHook', switch_epoch=280, switch_pipeline=[dict(type='PackDetInputs')])]\n",
      },
    ],
  },
  *check(context) {
    if (loopUnit(context) !== 'iter') return;
    for (const hook of context.plan.hooks) {
      const trouble = hookTrouble(hook);
      if (trouble) yield report(context, hook, trouble);
    }
  },
};

function report(context: RuleContext, hook: HookPlan, { consequence, setting }: HookTrouble): Finding {
  const fix = setting && mend(context, hook, { consequence, setting });
  const advice = setting?.switchName
    ? `Set \`${setting.switchName}=False\` and count in iterations.`
    : 'There is no counterpart in iterations: take the hook out, or train by epochs.';
  return {
    message: `${hook.type.value} acts on epochs${setting ? ` (\`${setting.name}\`)` : ''}, but the training loop counts iterations. ${consequence.detail} ${advice}`,
    ...standAgainstLoop(context, [...hook.keyPath, setting?.name ?? 'type']),
    fixes: fix ? [fix] : [],
    ...(consequence.effect === 'error' ? { severity: 'error' as const } : {}),
  };
}

/** A hook with a switch counts the same in iterations. */
function mend(context: RuleContext, hook: HookPlan, { setting }: HookTrouble): Fix | undefined {
  const { itersPerEpoch } = context;
  if (!setting?.switchName) return undefined;
  const { switchName, name, value } = setting;
  const scales = name !== switchName;
  if (scales && (itersPerEpoch === undefined || value === undefined || value <= 0)) return undefined;
  const edits = context.edit(
    (editor) =>
      editor.set([...hook.keyPath, switchName], notation(context.loaded, false)) &&
      (!scales ||
        editor.set([...hook.keyPath, name], notation(context.loaded, Math.round((value ?? 0) * (itersPerEpoch ?? 0))))),
  );
  return (
    edits && { title: `Set \`${switchName}=False\`${scales ? ` and count \`${name}\` in iterations` : ''}`, edits }
  );
}
