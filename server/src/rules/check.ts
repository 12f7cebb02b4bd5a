import type { LoadedConfig } from '../config/result.ts';
import { createConfigEditor } from '../editing/create.ts';
import type { TrainingPlan } from '../training/plan.ts';
import { Ignores } from './ignores.ts';
import { locate } from './locate.ts';
import { loadingFailed } from './refusals.ts';
import { registry } from './registry.generated.ts';
import type { Finding, Rule, RuleContext, Severity } from './rule.ts';
import { type Directive, directivesIn } from './support/directives.ts';
import { isLegacyConfig } from './support/legacy.ts';

/** A finding with the rule that made it and the severity that rule gives it. */
export interface CheckedFinding extends Finding {
  readonly rule: string;
  readonly severity: Severity;
}

export interface CheckOptions {
  /** Iterations in one pass over the training data, where the user has said so. */
  readonly itersPerEpoch: number | undefined;
}

/**
 * What all rules find in one config, in source order, without what its own comments ignore. A config that MMEngine cannot
 * load gets the reasons for that alone: it would not come far enough for anything else.
 */
export function checkConfig(loaded: LoadedConfig, plan: TrainingPlan, options: CheckOptions): CheckedFinding[] {
  const directives = directivesIn(loaded);
  const ignores = new Ignores(loaded, directives);
  const rules = applicableRules(loaded);
  const uncertain = new Set<string>();
  const findings: CheckedFinding[] = [];
  const run = (rule: Rule, context: RuleContext): void => {
    for (const found of rule.check(context)) {
      const finding = { ...found, rule: rule.id, severity: found.severity ?? rule.severity };
      if (!ignores.covers(finding)) findings.push(finding);
    }
  };
  const context = createContext(loaded, plan, directives);
  for (const rule of rules.filter(({ runsLast }) => !runsLast))
    run(
      rule,
      withItersPerEpoch(context, options.itersPerEpoch, () => uncertain.add(rule.id)),
    );
  const unusedIgnores = isKnownWhole(loaded, rules)
    ? ignores.unused((id) =>
        id === '' ? uncertain.size === 0 : rules.some((rule) => rule.id === id && !rule.runsLast) && !uncertain.has(id),
      )
    : [];
  for (const rule of rules.filter(({ runsLast }) => runsLast)) run(rule, { ...context, unusedIgnores });
  return findings.sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
}

function applicableRules(loaded: LoadedConfig): readonly Rule[] {
  if (!loaded.isConfig || loadingFailed(loaded)) return registry.filter((rule) => rule.id.startsWith('config-'));
  // What MMCV would have made of its own settings is not ours to say.
  if (isLegacyConfig(loaded.config)) return registry.filter((rule) => rule.id === 'legacy-mmcv-key');
  return registry;
}

/** The context of a rule, which may be silent only because it asks in vain how long an epoch is. */
function withItersPerEpoch(context: RuleContext, itersPerEpoch: number | undefined, inVain: () => void): RuleContext {
  if (itersPerEpoch !== undefined) return { ...context, itersPerEpoch };
  return {
    ...context,
    get itersPerEpoch() {
      inVain();
      return undefined;
    },
  };
}

/** Nothing is unknown that could make a rule speak elsewhere, where a package is installed or an import can be followed. */
function isKnownWhole(loaded: LoadedConfig, rules: readonly Rule[]): boolean {
  return rules === registry && !loaded.config.open && loaded.refusals.length === 0;
}

function createContext(loaded: LoadedConfig, plan: TrainingPlan, directives: readonly Directive[]): RuleContext {
  const edit: RuleContext['edit'] = (change) => {
    const editor = createConfigEditor(loaded);
    return change(editor) ? editor.edits() : undefined;
  };
  return {
    loaded,
    plan,
    itersPerEpoch: undefined,
    rules: registry.map(({ id }) => id),
    directives,
    unusedIgnores: [],
    locate: (keyPath, slot) => locate(loaded, keyPath, slot),
    set: (keyPath, expression) => edit((editor) => editor.set(keyPath, expression)),
    remove: (keyPath) => edit((editor) => editor.remove(keyPath)),
    edit,
  };
}
