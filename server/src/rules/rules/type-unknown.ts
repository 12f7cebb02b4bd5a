import type { Value } from '../../config/values.ts';
import type { Kind } from '../../mmengine/catalogue.ts';
import type { KeyPath, TrainingPlan } from '../../training/plan.ts';
import { linkTo } from '../links.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
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
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=10)
`,
      },
    ],
  },
  *check(context) {
    const { plan } = context;
    if (plan.config.open || !plan.isRoot) return;
    const found: Finding[] = [];
    lookAtTypes(plan, (kind, keyPath, value) => {
      const finding = misspelt(context, kind, keyPath, value);
      if (finding) found.push(finding);
    });
    yield* found;
  },
};

/** Every place in a config whose registry is known, with what stands there. */
function lookAtTypes(
  { config: { entries }, hooks, schedulers }: TrainingPlan,
  look: (kind: Kind, keyPath: KeyPath, value: Value | undefined) => void,
): void {
  for (const keyPath of LOOPS) look('loop', keyPath, entries.get(keyPath[0])?.value);
  look('logProcessor', LOG_PROCESSOR, entries.get('log_processor')?.value);
  for (const keyPath of SAMPLERS) {
    const loader = entries.get(keyPath[0])?.value;
    if (loader?.kind === 'dict') look('sampler', keyPath, loader.entries.get(keyPath[1])?.value);
  }
  for (const { keyPath, cfg } of hooks) look('hook', keyPath, cfg);
  for (const { keyPath, cfg } of schedulers) look('scheduler', keyPath, cfg);
}

const LOOPS = [['train_cfg'], ['val_cfg'], ['test_cfg']] as const;
const LOG_PROCESSOR = ['log_processor'] as const;
const SAMPLERS = ['train_dataloader', 'val_dataloader', 'test_dataloader'].flatMap((loader) => [
  [loader, 'sampler'] as const,
  [loader, 'batch_sampler'] as const,
]);

function misspelt(context: RuleContext, kind: Kind, keyPath: KeyPath, value: Value | undefined): Finding | undefined {
  if (value?.kind !== 'dict' || value.open) return undefined;
  const slot = value.entries.get('type');
  if (slot?.value.kind !== 'str') return undefined;
  const name = slot.value.value;
  const scope = scopeOf(context, value);
  if (scope === undefined) return undefined;
  const [close] = context.plan.types.closeNames(kind, name, scope);
  if (close === undefined) return undefined;
  const place = context.locate([...keyPath, 'type']);
  const edits = context.set([...keyPath, 'type'], notation(context.loaded, close));
  return {
    message: `No ${NOUNS[kind]} is called ${name}; did you mean ${close}? MMEngine stops with a KeyError when it builds it. Correct the name.`,
    keyPath: [...keyPath, 'type'],
    place,
    related: linkTo(slot, place, 'The type is set here'),
    ...(edits ? { fixes: [{ title: `Change to ${close}`, edits, preferred: true }] } : {}),
  };
}
