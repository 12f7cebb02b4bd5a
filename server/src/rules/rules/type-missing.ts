import type { DictValue, Value } from '../../config/values.ts';
import { standardHook } from '../../training/hooks.ts';
import type { KeyPath } from '../../training/plan.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { DATA_AND_OPTIMIZER } from '../support/examples.ts';
import { loopUnit } from '../support/loop.ts';
import { notation } from '../support/notation.ts';
import { standAt } from '../support/place.ts';
import { SAMPLER_OF, TRAIN_SAMPLER } from '../support/samplers.ts';

/** A dict that says how to build something, and not what. */
export const rule: Rule = {
  id: 'type-missing',
  severity: 'error',
  summary: 'A hook, a scheduler or the training sampler has no `type`.',
  docs: {
    what: 'An entry of `default_hooks` or `custom_hooks`, a scheduler, or the `sampler` of `train_dataloader` that is a dict without `type`, in a config that can be trained. In a config that inherits the type, such a dict is right: it changes some arguments.',
    why: 'MMEngine merges nothing into its own default hooks: an entry of `default_hooks` takes the place of the default as a whole. Building it stops with a `KeyError` about the missing `type` (an `AssertionError` for a scheduler) before training begins. It happens when a base goes, or when an override is copied into a config that stands alone.',
    bad: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=10)
default_hooks = dict(checkpoint=dict(interval=2))
`,
      },
    ],
    good: [
      {
        code: `${DATA_AND_OPTIMIZER}train_cfg = dict(by_epoch=True, max_epochs=10)
default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=2))
`,
      },
      {
        code: "_base_ = './runtime.py'\ndefault_hooks = dict(checkpoint=dict(interval=2))\n",
        others: { 'runtime.py': "default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=1))\n" },
      },
    ],
  },
  *check(context) {
    const { plan } = context;
    if (!plan.isRoot || plan.config.open) return;
    for (const { cfg, keyPath } of plan.hooks)
      if (cfg && lacksType(cfg)) yield missing(context, keyPath, standardHook(String(keyPath[1])));
    const schedulers = plan.config.entries.get('param_scheduler')?.value;
    // A dict may hold one for each optimizer; what is in a list is built.
    if (schedulers?.kind === 'list' || schedulers?.kind === 'tuple') {
      for (const [index, { value }] of schedulers.items.entries())
        if (value.kind === 'dict' && lacksType(value)) yield missing(context, ['param_scheduler', index], undefined);
    } else if (schedulers?.kind === 'dict' && isArguments(schedulers))
      yield missing(context, ['param_scheduler'], undefined);
    const loader = plan.config.entries.get('train_dataloader')?.value;
    const sampler = plan.sampler?.cfg;
    // A loop of another kind may build its data loader in its own way.
    const unit = loopUnit(context);
    if (unit && loader?.kind === 'dict' && !loader.open && sampler && lacksType(sampler))
      yield missing(context, TRAIN_SAMPLER, SAMPLER_OF[unit]);
  },
};

/** Without a type, and with nothing in it that could be the schedulers of one optimizer each. */
function isArguments(schedulers: DictValue): boolean {
  const isPlain = (value: Value): boolean =>
    value.kind === 'list' || value.kind === 'tuple'
      ? value.items.length > 0 && value.items.every((item) => isPlain(item.value))
      : ['str', 'int', 'float', 'bool', 'none'].includes(value.kind);
  const { entries } = schedulers;
  return lacksType(schedulers) && entries.size > 0 && [...entries.values()].every(({ value }) => isPlain(value));
}

function lacksType({ entries, open }: DictValue): boolean {
  return !open && !entries.has('type');
}

/** @param usual the type that MMEngine itself has in this place */
function missing(context: RuleContext, keyPath: KeyPath, usual: string | undefined): Finding {
  const edits = usual === undefined ? undefined : context.set([...keyPath, 'type'], notation(context.loaded, usual));
  const name = keyPath.filter((key) => typeof key === 'string').join('.');
  const isItem = typeof keyPath.at(-1) === 'number';
  const subject = isItem ? `This entry of \`${name}\`` : `\`${name}\``;
  const isHook = keyPath[0] === 'default_hooks' && usual !== undefined;
  const why = isHook ? ' It takes the place of the default hook as a whole, and inherits nothing from it.' : '';
  return {
    message: `${subject} has no \`type\`.${why} MMEngine stops with ${keyPath[0] === 'param_scheduler' ? 'an AssertionError' : 'a KeyError'} before training begins. Add the type${usual === undefined ? '' : `, for example ${usual}`}.`,
    ...standAt(context, keyPath),
    fixes: edits ? [{ title: `Set \`type='${usual}'\``, edits, preferred: true }] : [],
  };
}
