import type { Moment } from '../../mmengine/hooks.ts';
import type { HookPlan, HookQuantity } from '../../training/plan.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { lengthIn, loopUnit } from '../support/loop.ts';
import { firstKey, LOOP_PATHS, standBeside } from '../support/place.ts';
import { amount, readable } from '../support/values.ts';

/** A hook that waits for an epoch that the training does not have. */
export const rule: Rule = {
  id: 'hook-never-reached',
  severity: 'warning',
  summary: 'A hook acts at an epoch that the training does not have.',
  docs: {
    what: 'A hook that switches or stops something at an epoch (`switch_epoch`, `disable_after_epoch`, `stop_epoch`) past the end of training, or so many epochs before it (`num_last_epochs`) that training is shorter than that. Mostly the length of training was changed and the hook was inherited.',
    why: "`runner.epoch` counts from 0 to `max_epochs - 1`, and nothing is said when a hook's moment does not come. RTMDet, fine-tuned for 36 epochs with the `PipelineSwitchHook(switch_epoch=280)` of its base, trains with strong augmentation to its end. MMDetection's `YOLOXModeSwitchHook` acts too early instead: with more `num_last_epochs` than there are epochs, Mosaic and MixUp are off from the start.",
    bad: [
      {
        code: `default_scope = 'mmdet'
train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CocoDataset'),
    sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=36)
custom_hooks = [dict(type='PipelineSwitchHook', switch_epoch=280, switch_pipeline=[dict(type='PackDetInputs')])]
`,
      },
      {
        code: `default_scope = 'mmdet'
train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CocoDataset'),
    sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=10)
custom_hooks = [dict(type='YOLOXModeSwitchHook', num_last_epochs=15)]
`,
      },
    ],
    good: [
      {
        code: `default_scope = 'mmdet'
train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CocoDataset'),
    sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=36)
custom_hooks = [dict(type='PipelineSwitchHook', switch_epoch=26, switch_pipeline=[dict(type='PackDetInputs')])]
`,
      },
    ],
  },
  *check(context) {
    const epochs = loopUnit(context) === 'epoch' ? lengthIn(context, 'epoch') : undefined;
    if (!context.plan.isRoot || epochs === undefined) return;
    for (const hook of context.plan.hooks) {
      if (!hook.cfg || hook.cfg.open) continue;
      for (const quantity of hook.quantities) {
        const { value, param } = quantity;
        if (param.moment && value !== undefined && (value > epochs || isEndByChance(context, quantity, epochs)))
          yield report(context, hook, quantity, value, param.moment, epochs);
      }
    }
  },
};

/** To name just the end is a way to say "never", unless one file names the moment and another the end. */
function isEndByChance({ plan }: RuleContext, { value, slot, param }: HookQuantity, epochs: number): boolean {
  const [moment, end] = [slot?.at?.path, plan.loop?.length.slot?.at?.path];
  return (
    value === epochs && param.moment?.from === 'start' && moment !== undefined && end !== undefined && moment !== end
  );
}

function report(
  context: RuleContext,
  hook: HookPlan,
  { param }: HookQuantity,
  value: number,
  { from, outside }: Moment,
  epochs: number,
): Finding {
  const what =
    from === 'start'
      ? `${hook.type.value} waits for epoch ${readable(value)} (\`${param.name}\`, counted from 0)`
      : `${hook.type.value} acts ${amount(value, 'epoch')} before the end (\`${param.name}\`)`;
  const advice =
    from === 'start'
      ? 'Let it act at an epoch that there is, or train longer.'
      : 'Give it a smaller number, or train longer.';
  return {
    message: `${what}, but training has ${amount(epochs, 'epoch')}. ${outside} ${advice}`,
    ...standBeside(context, firstKey(context, hook.keyPath, param.name), ...LOOP_PATHS),
  };
}
