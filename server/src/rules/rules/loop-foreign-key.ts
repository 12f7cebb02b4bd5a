import { findType } from '../../mmengine/catalogue.ts';
import { isLocal, linkTo } from '../links.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { byCause } from '../support/foreignArguments.ts';
import { foreignKeys } from '../support/loops.ts';
import { catalogued } from '../support/types.ts';
import { named } from '../support/values.ts';

/** What MMEngine builds when the dict names no type, and the keys that show that the dict is meant for it. */
const LOOPS = [
  { key: 'val_cfg', plain: 'ValLoop', parts: ['val_dataloader', 'val_evaluator'] },
  { key: 'test_cfg', plain: 'TestLoop', parts: ['test_dataloader', 'test_evaluator'] },
] as const;

/** A key in `val_cfg` or `test_cfg` that the loop does not take. */
export const rule: Rule = {
  id: 'loop-foreign-key',
  severity: 'error',
  summary: '`val_cfg` or `test_cfg` has a key that its loop does not take.',
  docs: {
    what: 'A key in `val_cfg` or `test_cfg` that is no argument of the loop, such as an `interval` from the time before MMEngine 0.2, when it stood there. Today the interval of validations is `val_interval` in `train_cfg`.',
    why: 'Building the loop stops with `TypeError: … got an unexpected keyword argument`, for `val_cfg` before training begins.',
    bad: [
      {
        code: `val_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=False))
val_evaluator = dict(type='Accuracy')
val_cfg = dict(interval=2)
`,
      },
    ],
    good: [
      {
        code: `val_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=False))
val_evaluator = dict(type='Accuracy')
val_cfg = dict()
train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=2)
`,
      },
    ],
  },
  *check(context) {
    for (const loop of LOOPS) yield* check(context, loop);
  },
};

function* check(context: RuleContext, { key, plain, parts }: (typeof LOOPS)[number]): Iterable<Finding> {
  const { entries } = context.plan.config;
  const cfg = entries.get(key)?.value;
  // A dict of this name alone may belong to a model: MMDetection and MMSegmentation once had such.
  if (cfg?.kind !== 'dict' || !parts.some((part) => entries.has(part))) return;
  const typed = cfg.entries.has('type');
  if (!typed && cfg.open) return;
  const entry = typed ? catalogued(context, 'loop', cfg) : findType('loop', plain, 'mmengine');
  if (!entry) return;
  for (const { keys } of byCause(context, cfg, foreignKeys(cfg, entry))) {
    const [name = ''] = keys;
    const keyPath = [key, name];
    const isOwn = isLocal(context, cfg.entries.get(name));
    const place = context.locate(isOwn ? keyPath : cfg.entries.has('type') ? [key, 'type'] : [key]);
    const edits = context.edit((editor) => keys.every((one) => editor.remove([key, one])));
    const moved =
      key === 'val_cfg' && name === 'interval' ? ' The interval of validations is `val_interval` in `train_cfg`.' : '';
    yield {
      message: `${entry.name} does not take ${named(keys)}: building it stops with a TypeError${key === 'val_cfg' ? ' before training begins' : ' when testing begins'}. Remove ${named(keys)}.${moved}`,
      keyPath,
      place,
      related: keys.flatMap((one) => linkTo(cfg.entries.get(one), place, `\`${one}\` is set here`)),
      ...(edits ? { fixes: [{ title: `Remove ${named(keys)}`, edits, preferred: true }] } : {}),
    };
  }
}
