import type { DictValue } from '../../config/values.ts';
import { linkTo } from '../links.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { notation } from '../support/notation.ts';
import { named } from '../support/values.ts';

/** What `Runner.__init__` takes all of or nothing of. */
const TRAINING = ['train_dataloader', 'train_cfg', 'optim_wrapper'] as const;
const GROUPS = [
  TRAINING,
  ['val_dataloader', 'val_cfg', 'val_evaluator'],
  ['test_dataloader', 'test_cfg', 'test_evaluator'],
] as const;

/** Parts of the training set-up that come together or not at all. */
export const rule: Rule = {
  id: 'train-parts-incomplete',
  severity: 'error',
  summary: 'Of the parts that training, validation or testing needs, some are given and some are not.',
  docs: {
    what: 'A whole config (it has a `model`) in which one of `train_dataloader`, `train_cfg` and `optim_wrapper` is missing or None while the others are there. The same for the data loader, the `…_cfg` and the evaluator of validation and of testing (a warning, since training scripts can drop these).',
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
      {
        code: `model = dict(type='ToyModel')
train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True))
val_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=False))
val_evaluator = dict(type='Accuracy')
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
    good: [
      {
        code: `model = dict(type='ToyModel')
${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
  },
  *check(context) {
    const { config, isRoot } = context.plan;
    if (config.open || !config.entries.has('model')) return;
    for (const group of GROUPS) {
      const given = group.filter((key) => isGiven(config, key));
      const lacking = group.filter((key) => !given.includes(key));
      if (given.length === 0 || lacking.length === 0) continue;
      // A model with a schedule is a fragment that a data set makes whole; one that says None means it.
      const dropped = lacking.find((key) => config.entries.has(key));
      if (group !== TRAINING ? isRoot : dropped !== undefined || isRoot) {
        const finding = incomplete(context, given, dropped ?? given[0] ?? group[0], lacking);
        // Training scripts have options that complete or drop these (`--no-validate`).
        yield group === TRAINING ? finding : { ...finding, severity: 'warning' };
      }
    }
  },
};

function isGiven(config: DictValue, key: string): boolean {
  const value = config.entries.get(key)?.value;
  return value !== undefined && value.kind !== 'none';
}

function incomplete(
  context: RuleContext,
  given: readonly string[],
  blamed: string,
  lacking: readonly string[],
): Finding {
  const place = context.locate([blamed]);
  const { entries } = context.plan.config;
  return {
    message: `${named(lacking)} ${lacking.length > 1 ? 'are' : 'is'} missing while ${named(given)} ${given.length > 1 ? 'are' : 'is'} there. MMEngine takes all three or none: the Runner stops with a ValueError as soon as it is made. Add what is missing, or set all three to None.`,
    keyPath: [blamed],
    place,
    related: given.flatMap((key) => linkTo(entries.get(key), place, `\`${key}\` is set here`)),
    fixes: loopFix(context, given, lacking),
  };
}

/** Of the three, only the loop's dict has a value that needs no knowledge of the data. */
function loopFix(context: RuleContext, given: readonly string[], lacking: readonly string[]): readonly Fix[] {
  const [key] = given.length === 1 ? given : lacking;
  if (key !== 'val_cfg' && key !== 'test_cfg') return [];
  if (given.length === 1) {
    const edits = context.set([key], notation(context.loaded, null));
    return edits ? [{ title: `Set \`${key}\` to None`, edits, preferred: true }] : [];
  }
  const edits = lacking.length === 1 ? context.set([key], notation(context.loaded, {})) : undefined;
  return edits ? [{ title: `Add an empty \`${key}\``, edits, preferred: true }] : [];
}
