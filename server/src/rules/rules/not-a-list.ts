import type { TextEdit } from '../../text/source.ts';
import { isLocal } from '../links.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { standAt } from '../support/place.ts';

const KEY = ['custom_hooks'] as const;

/** One hook where MMEngine needs a list of them. */
export const rule: Rule = {
  id: 'not-a-list',
  severity: 'error',
  summary: '`custom_hooks` is a single dict instead of a list.',
  docs: {
    what: 'A `custom_hooks` that is the dict of one hook, in a config that can be trained. It has to be a list, with one hook too.',
    why: 'MMEngine goes through it as through a list, meets the keys of the dict, and stops with `TypeError: hook should be an instance of Hook or dict, but got type` when the Runner is built.',
    bad: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=12)
custom_hooks = dict(type='EMAHook')
`,
      },
    ],
    good: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=12)
custom_hooks = [dict(type='EMAHook')]
`,
      },
    ],
  },
  *check(context) {
    const value = context.plan.config.entries.get(KEY[0])?.value;
    if (!context.plan.isRoot || value?.kind !== 'dict' || value.open || !value.entries.has('type')) return;
    const edits = bracketed(context);
    yield {
      message:
        '`custom_hooks` is a dict. MMEngine needs a list here and stops with a TypeError when the Runner is built. Put the dict into square brackets.',
      ...standAt(context, KEY),
      fixes: edits ? [{ title: 'Put it into square brackets', edits, preferred: true }] : [],
    };
  },
};

function bracketed(context: RuleContext): readonly TextEdit[] | undefined {
  const slot = context.plan.config.entries.get(KEY[0]);
  const { style, path } = context.loaded;
  if (!isLocal(context, slot) || slot?.valueAt?.path !== path || style === 'yaml') return undefined;
  // Written elsewhere, or put together: there is no one place for the brackets.
  if (slot.overrides || slot.value.at?.start !== slot.valueAt.start) return undefined;
  const { start, end } = slot.valueAt;
  return [
    { span: { start, end: start }, text: '[' },
    { span: { start: end, end }, text: ']' },
  ];
}
