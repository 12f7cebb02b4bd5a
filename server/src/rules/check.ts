import type { LoadedConfig } from '../config/result.ts';
import { createConfigEditor } from '../editing/create.ts';
import type { TrainingPlan } from '../training/plan.ts';
import { locate } from './locate.ts';
import { loadingFailed } from './refusals.ts';
import { registry } from './registry.generated.ts';
import type { Finding, Rule, RuleContext, Severity } from './rule.ts';
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
 * What all rules find in one config, in source order. A config that MMEngine cannot load gets the reasons for that alone:
 * it would not come far enough for anything else.
 */
export function checkConfig(loaded: LoadedConfig, plan: TrainingPlan, options: CheckOptions): CheckedFinding[] {
  const context = createContext(loaded, plan, options);
  const findings: CheckedFinding[] = [];
  for (const rule of applicableRules(loaded))
    for (const finding of rule.check(context))
      findings.push({ ...finding, rule: rule.id, severity: finding.severity ?? rule.severity });
  return findings.sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
}

function applicableRules(loaded: LoadedConfig): readonly Rule[] {
  if (!loaded.isConfig || loadingFailed(loaded)) return registry.filter((rule) => rule.id.startsWith('config-'));
  // What MMCV would have made of its own settings is not ours to say.
  if (isLegacyConfig(loaded.config)) return registry.filter((rule) => rule.id === 'legacy-mmcv-key');
  return registry;
}

function createContext(loaded: LoadedConfig, plan: TrainingPlan, options: CheckOptions): RuleContext {
  const edit: RuleContext['edit'] = (change) => {
    const editor = createConfigEditor(loaded);
    return change(editor) ? editor.edits() : undefined;
  };
  return {
    loaded,
    plan,
    itersPerEpoch: options.itersPerEpoch,
    locate: (keyPath, slot) => locate(loaded, keyPath, slot),
    set: (keyPath, expression) => edit((editor) => editor.set(keyPath, expression)),
    remove: (keyPath) => edit((editor) => editor.remove(keyPath)),
    edit,
  };
}
