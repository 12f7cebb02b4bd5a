import type { Consequence } from '../../mmengine/hooks.ts';
import type { CheckpointPlan, HookPlan, HookQuantity, KeyPath, LoggerPlan, Unit } from '../../training/plan.ts';
import type { FeatureContext } from '../context.ts';
import { loopUnit, quantityText } from './read.ts';

/** What the hooks that count, and their keys, mean for the run. */
export function hookMeaning(context: FeatureContext, keyPath: KeyPath): string[] {
  const { plan } = context.analysis;
  if (keyPath.length === 1)
    return keyPath[0] === 'default_hooks'
      ? [
          'Hooks left out here run with their defaults: checkpoints once an epoch (`by_epoch=True`), metrics logged by epoch ' +
            '(`log_metric_by_epoch=True`).',
        ]
      : [];
  const hook = plan.hooks.find(({ keyPath: own }) => own.every((step, index) => step === keyPath[index]));
  if (!hook || keyPath.length > hook.keyPath.length + 1) return [];
  const key = keyPath[hook.keyPath.length];
  if (keyPath[0] === 'default_hooks' && keyPath[1] === 'checkpoint') return checkpoint(context, plan.checkpoint, key);
  if (keyPath[0] === 'default_hooks' && keyPath[1] === 'logger') return logger(context, plan.logger, key);
  return catalogued(context, hook, key);
}

function checkpoint(
  context: FeatureContext,
  hook: CheckpointPlan | undefined,
  key: string | number | undefined,
): string[] {
  if (!hook || (key !== undefined && !['type', 'by_epoch', 'interval', 'save_begin'].includes(String(key)))) return [];
  const { byEpoch, interval, saveBegin } = hook;
  const standard = key === 'by_epoch' ? 'Counts in epochs unless `by_epoch=False`. ' : '';
  if (byEpoch.value === undefined) return [standard];
  if (byEpoch.value && loopUnit(context.analysis.plan) === 'iter')
    return [
      `${standard}Checkpoints are counted in epochs, and this iteration loop has only one: a **single checkpoint** is written, ` +
        'when training is over, under the name `epoch_1.pth`. There is nothing to resume from before that.',
    ];
  if (interval.value !== undefined && interval.value <= 0) return [`${standard}No checkpoints at intervals.`];
  const every = quantityText(interval, context.analysis.itersPerEpoch);
  const begin = saveBegin.value ? quantityText(saveBegin, context.analysis.itersPerEpoch) : undefined;
  return [
    every ? `${standard}Saves a checkpoint every **${every}**${begin ? `, counted from ${begin} on` : ''}.` : standard,
  ];
}

function logger(
  { analysis: { plan } }: FeatureContext,
  hook: LoggerPlan | undefined,
  key: string | number | undefined,
): string[] {
  if (key === 'interval') return ['Counted in iterations, whichever loop runs.'];
  if (!hook || (key !== undefined && key !== 'type' && key !== 'log_metric_by_epoch')) return [];
  const byEpoch = hook.logMetricByEpoch.value;
  if (byEpoch === undefined) return [];
  if (byEpoch && loopUnit(plan) === 'iter')
    return [
      '`log_metric_by_epoch` is `True` unless written. Under this iteration loop the epoch is always 0: all validation metrics ' +
        'are written at **step 0**, and their curves collapse to a point.',
    ];
  return [`Validation metrics are written at the number of the ${byEpoch ? 'epoch' : 'iteration'}.`];
}

/** What the catalogue knows about a hook and the setting `key` in it. */
function catalogued(
  context: FeatureContext,
  { facts, quantities }: HookPlan,
  key: string | number | undefined,
): string[] {
  const { plan, itersPerEpoch } = context.analysis;
  const loop = loopUnit(plan);
  if (key === undefined || key === 'type') {
    const whole = loop === 'iter' ? facts?.underIterLoop : undefined;
    const consequences = whole ? [whole] : quantities.map((quantity) => consequenceOf(quantity, loop));
    return consequences.map(underThisLoop);
  }
  const quantity = quantities.find(({ param }) => param.name === key);
  if (!quantity) return [];
  const { param, unit } = quantity;
  const amount = quantityText(quantity, itersPerEpoch);
  const noun = unit === 'epoch' ? 'epochs' : 'iterations';
  const counted = unit === 'unknown' ? OTHER_UNITS[param.unit] : `Counted in **${noun}**`;
  return [counted ? `${counted}${amount ? `: ${amount}` : ''}.` : '', underThisLoop(consequenceOf(quantity, loop))];
}

/** What becomes of a number that is counted in the unit of the other loop. */
function consequenceOf({ param, unit, value }: HookQuantity, loop: Unit | undefined): Consequence | undefined {
  if (loop === 'epoch') return unit === 'iter' ? param.underEpochLoop : undefined;
  if (loop !== 'iter' || unit !== 'epoch' || value === undefined) return undefined;
  return value <= (param.underIterLoop?.harmlessUpTo ?? Number.NEGATIVE_INFINITY) ? undefined : param.underIterLoop;
}

function underThisLoop(consequence: Consequence | undefined): string {
  return consequence ? `Under the loop that runs here: ${consequence.detail}` : '';
}

const OTHER_UNITS: Readonly<Record<string, string>> = {
  loop: 'Counted in what the running loop counts',
  'inner-iter': 'Counted in iterations since the epoch began',
  val: 'Counted in validations',
};
