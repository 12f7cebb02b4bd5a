import { linkTo } from '../links.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';

const PARTS = ['train_dataloader', 'train_cfg', 'optim_wrapper'] as const;

/** Parts of the training set-up that come together or not at all. */
export const rule: Rule = {
  id: 'train-parts-incomplete',
  severity: 'error',
  summary: 'Of `train_dataloader`, `train_cfg` and `optim_wrapper`, some are given and some are not.',
  docs: {
    what: 'A whole config (it has a `model`) in which one of `train_dataloader`, `train_cfg` and `optim_wrapper` is missing or None while the others are there.',
    why: 'MMEngine takes all three or none of them. The Runner stops with a `ValueError` as soon as it is made, even when it should only test.',
    bad: [
      {
        code: `model = dict(type='ToyModel')
train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True))
train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
    good: [
      {
        code: `model = dict(type='ToyModel')
train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
  },
  *check(context) {
    const { config } = context.plan;
    if (config.open || !config.entries.has('model')) return;
    const states = PARTS.map((key) => ({ key, slot: config.entries.get(key) }));
    const given = states.filter(({ slot }) => slot && slot.value.kind !== 'none');
    const lacking = states.filter(({ slot }) => !slot || slot.value.kind === 'none');
    if (given.length === 0 || lacking.length === 0) return;
    // A model with a schedule is a fragment that a data set makes whole; one that says None means it.
    const dropped = lacking.filter(({ slot }) => slot);
    if (dropped.length === 0 && !context.plan.isRoot) return;
    yield incomplete(
      context,
      given.map(({ key }) => key),
      (dropped[0] ?? given[0] ?? states[0])?.key ?? 'train_cfg',
      lacking.map(({ key }) => key),
    );
  },
};

function incomplete(
  context: RuleContext,
  given: readonly string[],
  blamed: string,
  lacking: readonly string[],
): Finding {
  const place = context.locate([blamed]);
  const { entries } = context.plan.config;
  return {
    message: `${names(lacking)} ${lacking.length > 1 ? 'are' : 'is'} missing while ${names(given)} ${given.length > 1 ? 'are' : 'is'} there. MMEngine takes all three or none: the Runner stops with a ValueError as soon as it is made. Add what is missing, or set all three to None.`,
    keyPath: [blamed],
    place,
    related: given.flatMap((key) => linkTo(entries.get(key), place, `\`${key}\` is set here`)),
  };
}

function names(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(' and ');
}
