import type { CheckpointPlan } from '../../training/plan.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { setDefaultHook } from '../support/defaultHook.ts';
import { lengthIn, loopUnit, NEEDS_ITERS_PER_EPOCH } from '../support/loop.ts';
import { standAgainstLoop } from '../support/place.ts';
import { readable } from '../support/values.ts';

/** Checkpoints that wait for the end of an epoch that comes when training is over. */
export const rule: Rule = {
  id: 'checkpoint-by-epoch-mismatch',
  severity: 'warning',
  summary: 'Checkpoints are counted in epochs under an iteration-based loop.',
  docs: {
    what: 'A `CheckpointHook` with `by_epoch=True` (also by default, and also when no checkpoint hook is written) in a config whose training loop counts iterations.',
    why: 'An iteration-based loop has one epoch, which ends when training does. One checkpoint is saved, at the very end, as `epoch_1.pth`: a run that dies on the way leaves nothing to resume from. With `save_last=False` and an `interval` above 1 nothing is saved at all. The best checkpoint (`save_best`) is still saved after validations, under the name of epoch 1.',
    bad: [
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\ndefault_hooks = dict(checkpoint=dict(type='CheckpointHook', by_epoch=True, interval=1))\n",
      },
      {
        code: `train_dataloader = dict(
    batch_size=2,
    sampler=dict(type='InfiniteSampler', shuffle=True),
    dataset=dict(type='CocoDataset', ann_file='train.json'))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.02))
train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)
# by_epoch is True by default.
default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=10000))
`,
      },
    ],
    good: [
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\ndefault_hooks = dict(checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=10000))\n",
      },
    ],
  },
  *check(context) {
    const { checkpoint } = context.plan;
    if (!checkpoint?.byEpoch.value || loopUnit(context) !== 'iter' || savesElsewhere(context)) return;
    const fix = mend(context, checkpoint);
    yield {
      message: `${explain(checkpoint)} Set \`by_epoch=False\` and give \`interval\` in iterations.${fix ? '' : ` ${NEEDS_ITERS_PER_EPOCH}`}`,
      ...standAgainstLoop(context, checkpoint.byEpoch.keyPath),
      fixes: fix ? [fix] : [],
    };
  },
};

function explain({ cfg, byEpoch, interval }: CheckpointPlan): string {
  const cause = byEpoch.slot
    ? 'Checkpoints are counted in epochs (`by_epoch=True`)'
    : cfg
      ? 'Checkpoints are counted in epochs (`by_epoch` is True by default)'
      : 'No checkpoint hook is set, so MMEngine saves one checkpoint every epoch';
  const loop = 'the training loop counts iterations and has one single epoch';
  const keepsLast = cfg?.entries.get('save_last')?.value;
  const nothing =
    keepsLast?.kind === 'bool' && !keepsLast.value && interval.value !== undefined && interval.value !== 1;
  return nothing
    ? `${cause}, but ${loop}: with \`save_last=False\` no checkpoint is ever saved.`
    : `${cause}, but ${loop}: one checkpoint is saved, when training is over, and there is nothing to resume from before that.`;
}

/** A second checkpoint hook, among the custom ones, that counts iterations. */
function savesElsewhere({ plan }: RuleContext): boolean {
  return plan.hooks.some((hook) => {
    if (hook.keyPath[0] !== 'custom_hooks' || hook.type.value !== 'CheckpointHook') return false;
    const byEpoch = hook.cfg?.entries.get('by_epoch')?.value;
    return byEpoch?.kind === 'bool' && !byEpoch.value;
  });
}

/** The flag alone would save at every iteration where the interval is meant in epochs. */
function mend(context: RuleContext, checkpoint: CheckpointPlan): Fix | undefined {
  const { interval, saveBegin } = checkpoint;
  if (interval.value === undefined || saveBegin.value === undefined) return undefined;
  const offer = (title: string, settings: Record<string, boolean | number>): Fix | undefined => {
    const edits = setDefaultHook(context, checkpoint, { by_epoch: false, ...settings }, 'CheckpointHook');
    return edits && { title, edits, preferred: true };
  };
  const begins = saveBegin.slot !== undefined && saveBegin.value > 0;
  const iterations = lengthIn(context, 'iter');
  const { itersPerEpoch } = context;
  // Never saved on a schedule of its own, in any unit.
  if (interval.value <= 0 && !begins) return offer('Set `by_epoch=False`', {});
  if (isInIterations(interval.value, iterations, itersPerEpoch) && (!begins || saveBegin.value >= interval.value))
    return offer(`Set \`by_epoch=False\`: every ${readable(interval.value)} iterations`, {});
  if (itersPerEpoch === undefined) return undefined;
  const every = Math.round(interval.value * itersPerEpoch);
  if (iterations !== undefined && every > iterations) return undefined;
  return offer(`Set \`by_epoch=False\` and \`interval=${every}\``, {
    ...(interval.value > 0 ? { interval: every } : {}),
    ...(begins ? { save_begin: Math.round(saveBegin.value * itersPerEpoch) } : {}),
  });
}

/** As a number of epochs it would lie behind the end of the training. */
function isInIterations(interval: number, iterations: number | undefined, itersPerEpoch: number | undefined): boolean {
  if (iterations === undefined || interval > iterations || interval < 100) return false;
  return itersPerEpoch === undefined ? interval >= iterations / 100 : interval * itersPerEpoch > iterations;
}
