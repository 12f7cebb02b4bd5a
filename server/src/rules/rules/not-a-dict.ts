import type { Value } from '../../config/values.ts';
import type { TextEdit } from '../../text/source.ts';
import { isLocal, linkTo } from '../links.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { trainLoop } from '../support/loops.ts';

/** Keys that MMEngine builds from a dict and from nothing else that a config can hold. */
const DICTS = [
  'train_cfg',
  'val_cfg',
  'test_cfg',
  'train_dataloader',
  'val_dataloader',
  'test_dataloader',
  'optim_wrapper',
  'default_hooks',
  'log_processor',
];

const WRONG: readonly Value['kind'][] = ['tuple', 'list', 'str', 'int', 'float', 'bool', 'set'];

/** Something else where MMEngine needs a dict. */
export const rule: Rule = {
  id: 'not-a-dict',
  severity: 'error',
  summary: 'A setting is a tuple or something else where MMEngine needs a dict.',
  docs: {
    what: 'A `train_cfg`, `train_dataloader`, `optim_wrapper`, … that is no dict. The usual cause is a comma after the closing bracket: Python makes a tuple with one element of it.',
    why: 'MMEngine cannot build anything from it and stops with a `TypeError` or `AttributeError` before training begins.',
    bad: [
      {
        code: `train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True)),
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_cfg = dict(by_epoch=True, max_epochs=12)
`,
      },
    ],
    good: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=12)
`,
      },
    ],
  },
  *check(context) {
    for (const key of DICTS) {
      const slot = context.plan.config.entries.get(key);
      if (!slot || !WRONG.includes(slot.value.kind) || mayBeOther(context, key, slot.value)) continue;
      const place = context.locate([key]);
      const comma = isLocal(context, slot) ? strayComma(context, key) : undefined;
      const what = comma
        ? `The comma after its closing bracket makes \`${key}\` a tuple.`
        : `\`${key}\` is ${articled(slot.value.kind)}.`;
      yield {
        message: `${what} MMEngine needs a dict here and stops with an error when it builds from it. ${comma ? 'Remove the comma.' : 'Write a dict.'}`,
        keyPath: [key],
        place,
        related: linkTo(slot, place, `\`${key}\` is set here`),
        ...(comma ? { fixes: [{ title: 'Remove the comma', edits: [comma], preferred: true }] } : {}),
      };
    }
  },
};

/** Loops of other kinds take several data loaders; a list of them is then right. */
function mayBeOther(context: RuleContext, key: string, value: Value): boolean {
  if (!key.endsWith('_dataloader') || value.kind !== 'list') return false;
  if (key === 'train_dataloader') return context.plan.loop !== undefined && !trainLoop(context)?.plain;
  const loop = context.plan.config.entries.get(key.replace('dataloader', 'cfg'))?.value;
  return loop?.kind !== 'dict' || loop.open !== undefined || loop.entries.has('type');
}

/** The edit that takes the comma out of `key = dict(...),`. */
function strayComma({ loaded }: RuleContext, key: string): TextEdit | undefined {
  for (const statement of loaded.module?.body ?? []) {
    if (statement.kind !== 'Assign' || statement.value.kind !== 'Tuple') continue;
    const [target] = statement.targets;
    const [element, ...others] = statement.value.elements;
    if (target?.kind !== 'Name' || target.id !== key || !element || others.length > 0) continue;
    if (!statement.value.parenthesized) return { span: { start: element.end, end: statement.value.end }, text: '' };
  }
  return undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  str: 'a text',
  int: 'a number',
  float: 'a number',
  bool: 'a boolean',
};

function articled(kind: Value['kind']): string {
  return NAMES[kind] ?? `a ${kind}`;
}
