import { isLegacyConfig, legacyKeys, speaksMMEngine } from '../../mmengine/legacy.ts';
import { isLocal } from '../links.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { readsName } from '../support/syntaxWalk.ts';

/** Settings of MMCV that MMEngine does not read. */
export const rule: Rule = {
  id: 'legacy-mmcv-key',
  severity: 'warning',
  summary: 'A setting of MMCV 0.x or 1.x that MMEngine does not read.',
  docs: {
    what: "Top-level keys such as `lr_config`, `optimizer_config`, `checkpoint_config`, `log_config`, `evaluation`, `runner`, `data` or `total_epochs` in a config that otherwise speaks MMEngine, and that nothing in the file reads as a variable. A config that is MMCV's through and through gets one remark that it is not checked.",
    why: 'MMEngine takes every top-level variable into the config and looks only at those it knows. The others are ignored without a word: with an `lr_config` instead of a `param_scheduler` the learning rate stays constant to the end.',
    bad: [
      {
        code: `train_cfg = dict(by_epoch=True, max_epochs=12)
lr_config = dict(policy='step', step=[8, 11])
`,
      },
    ],
    good: [
      {
        code: `train_cfg = dict(by_epoch=True, max_epochs=12)
param_scheduler = dict(type='MultiStepLR', milestones=[8, 11])
`,
      },
      {
        code: `train_cfg = dict(by_epoch=True, max_epochs=12)
optimizer = dict(type='SGD', lr=0.01)
optim_wrapper = dict(optimizer=optimizer)
`,
      },
    ],
  },
  *check(context) {
    const { config } = context.plan;
    if (isLegacyConfig(config)) yield* wholeConfig(context);
    else yield* singleKeys(context);
  },
};

function* wholeConfig(context: RuleContext): Iterable<Finding> {
  const [first] = legacyKeys(context.plan.config);
  if (!first) return;
  yield {
    message: `This is a config of MMCV 0.x or 1.x (it has \`${first.name}\`), which MMEngine cannot train. It is not checked. MMEngine's migration guide tells how to rewrite it.`,
    keyPath: [first.name],
    place: context.locate([first.name]),
    severity: 'info',
  };
}

function* singleKeys(context: RuleContext): Iterable<Finding> {
  const { loaded, plan } = context;
  // A script passes on what it likes, and other lazy files may import any variable of this one.
  if (loaded.style === 'script') return;
  const local = legacyKeys(plan.config).filter(({ name }) => isLocal(context, plan.config.entries.get(name)));
  if (local.length === 0 || !speaksMMEngine(plan.config)) return;
  for (const { name, effect, instead, telling } of local) {
    if (loaded.module && readsName(loaded.module, name)) continue;
    // A fragment may well leave a variable for its children to use.
    if (!telling && !plan.isRoot) continue;
    yield {
      message: `\`${name}\` is a setting of MMCV 1.x, and MMEngine ignores it: ${effect}. Say it in ${instead}.`,
      keyPath: [name],
      place: context.locate([name]),
    };
  }
}
