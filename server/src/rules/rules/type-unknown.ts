import type { Value } from '../../config/values.ts';
import type { Kind } from '../../mmengine/catalogue.ts';
import type { KeyPath } from '../../training/plan.ts';
import { linkTo } from '../links.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { notation } from '../support/notation.ts';
import { scopeOf } from '../support/types.ts';

const NOUNS: Readonly<Record<Kind, string>> = {
  hook: 'hook',
  loop: 'loop',
  sampler: 'sampler',
  scheduler: 'parameter scheduler',
  logProcessor: 'log processor',
};

/** A misspelt type. */
export const rule: Rule = {
  id: 'type-unknown',
  severity: 'error',
  summary: 'A `type` that no package knows, close to one that it does.',
  docs: {
    what: 'The `type` of a loop, hook, sampler, parameter scheduler or log processor that neither MMEngine nor the package in `default_scope` has, and that is one slip away from a type that they do have. Types that files of the workspace register are known. Nothing is said where the type may come from a module of `custom_imports` that is not found, or from the scope of a package that is not known.',
    why: 'MMEngine looks the name up when it builds the object and stops with `KeyError: … is not in the … registry`.',
    bad: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSamplr', shuffle=True))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
    good: [
      {
        code: `train_dataloader = dict(
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
    const { plan } = context;
    if (plan.config.open || !plan.isRoot) return;
    for (const [kind, keyPath, value] of typed(context)) yield* misspelt(context, kind, keyPath, value);
  },
};

/** Every place in a config whose registry is known, with what stands there. */
function* typed({ plan }: RuleContext): Iterable<readonly [Kind, KeyPath, Value]> {
  const { entries } = plan.config;
  for (const key of ['train_cfg', 'val_cfg', 'test_cfg']) yield ['loop', [key], entries.get(key)?.value ?? NOTHING];
  yield ['logProcessor', ['log_processor'], entries.get('log_processor')?.value ?? NOTHING];
  for (const key of ['train_dataloader', 'val_dataloader', 'test_dataloader']) {
    const loader = entries.get(key)?.value;
    for (const part of ['sampler', 'batch_sampler'])
      if (loader?.kind === 'dict') yield ['sampler', [key, part], loader.entries.get(part)?.value ?? NOTHING];
  }
  for (const { keyPath, cfg } of plan.hooks) yield ['hook', keyPath, cfg ?? NOTHING];
  for (const { keyPath, cfg } of plan.schedulers) yield ['scheduler', keyPath, cfg];
}

const NOTHING: Value = { kind: 'none', at: undefined };

function* misspelt(context: RuleContext, kind: Kind, keyPath: KeyPath, value: Value): Iterable<Finding> {
  const slot = value.kind === 'dict' && !value.open ? value.entries.get('type') : undefined;
  if (value.kind !== 'dict' || slot?.value.kind !== 'str') return;
  const name = slot.value.value;
  const scope = scopeOf(context, value);
  if (scope === undefined) return;
  const [close] = context.plan.types.closeNames(kind, name, scope);
  if (close === undefined) return;
  const place = context.locate([...keyPath, 'type']);
  const edits = context.set([...keyPath, 'type'], notation(context.loaded, close));
  yield {
    message: `No ${NOUNS[kind]} is called ${name}; did you mean ${close}? MMEngine stops with a KeyError when it builds it. Correct the name.`,
    keyPath: [...keyPath, 'type'],
    place,
    related: linkTo(slot, place, 'The type is set here'),
    ...(edits ? { fixes: [{ title: `Change to ${close}`, edits, preferred: true }] } : {}),
  };
}
