import type { LoadedConfig } from '../config/result.ts';
import type { Slot } from '../config/values.ts';
import { createConfigEditor } from '../editing/create.ts';
import type { ConfigEditor } from '../editing/editor.ts';
import { isLegacyConfig } from '../mmengine/legacy.ts';
import type { Place, TextEdit } from '../text/source.ts';
import type { KeyPath, TrainingPlan } from '../training/plan.ts';
import { Ignores, type UnusedIgnore } from './ignores.ts';
import { locate } from './locate.ts';
import { loadingFailed } from './refusals.ts';
import { registry } from './registry.generated.ts';
import type { Finding, Rule, RuleContext, Severity } from './rule.ts';
import { type Directive, directivesIn } from './support/directives.ts';

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
  const ignores = new Ignores(loaded, directives, RULE_IDS);
  const rules = applicableRules(loaded);
  const uncertain = new Set<string>();
  const findings: CheckedFinding[] = [];
  const context = new Context(loaded, plan, options.itersPerEpoch, directives);
  const run = (rule: Rule): void => {
    for (const found of rule.check(context)) {
      const finding = { ...found, rule: rule.id, severity: found.severity ?? rule.severity };
      if (!ignores.covers(finding)) findings.push(finding);
    }
  };
  const running = rules === registry && !hasLoadingTrouble(loaded) ? OTHER_RULES : rules;
  for (const rule of running) {
    if (rule.runsLast) continue;
    run(rule);
    if (context.takeAskedInVain()) uncertain.add(rule.id);
  }
  // Only a directive can be of no use.
  if (directives.length > 0 && isKnownWhole(loaded, rules))
    context.unusedIgnores = ignores.unused((id) =>
      id === '' ? uncertain.size === 0 : rules.some((rule) => rule.id === id && !rule.runsLast) && !uncertain.has(id),
    );
  for (const rule of running) if (rule.runsLast) run(rule);
  return findings.sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
}

const RULE_IDS: readonly string[] = registry.map(({ id }) => id);
/** About what MMEngine refuses to load, or what is not read here. */
const LOADING_RULES: readonly Rule[] = registry.filter((rule) => rule.id.startsWith('config-'));
const OTHER_RULES: readonly Rule[] = registry.filter((rule) => !rule.id.startsWith('config-'));
const LEGACY_RULES: readonly Rule[] = registry.filter((rule) => rule.id === 'legacy-mmcv-key');

function applicableRules(loaded: LoadedConfig): readonly Rule[] {
  if (!loaded.isConfig || loadingFailed(loaded)) return LOADING_RULES;
  // What MMCV would have made of its own settings is not ours to say.
  return isLegacyConfig(loaded.config) ? LEGACY_RULES : registry;
}

/** There is something for the {@link LOADING_RULES} to speak about. */
function hasLoadingTrouble({ refusals, notices }: LoadedConfig): boolean {
  return refusals.length > 0 || notices.length > 0;
}

/** Nothing is unknown that could make a rule speak elsewhere, where a package is installed or an import can be followed. */
function isKnownWhole(loaded: LoadedConfig, rules: readonly Rule[]): boolean {
  return rules === registry && !loaded.config.open && loaded.refusals.length === 0;
}

/** One context serves all rules: making one for each would take longer than most of them do. */
class Context implements RuleContext {
  readonly loaded: LoadedConfig;
  readonly plan: TrainingPlan;
  readonly rules = RULE_IDS;
  readonly directives: readonly Directive[];
  unusedIgnores: readonly UnusedIgnore[] = [];
  private readonly givenItersPerEpoch: number | undefined;
  private askedInVain = false;
  private readonly results = new Map<object, { readonly result: unknown; readonly askedInVain: boolean }>();

  constructor(
    loaded: LoadedConfig,
    plan: TrainingPlan,
    itersPerEpoch: number | undefined,
    directives: readonly Directive[],
  ) {
    this.loaded = loaded;
    this.plan = plan;
    this.givenItersPerEpoch = itersPerEpoch;
    this.directives = directives;
  }

  get itersPerEpoch(): number | undefined {
    if (this.givenItersPerEpoch === undefined) this.askedInVain = true;
    return this.givenItersPerEpoch;
  }

  once<T>(about: object, work: () => T): T {
    const known = this.results.get(about);
    if (known) {
      // Whoever takes a result has asked for all that it rests on.
      this.askedInVain ||= known.askedInVain;
      return known.result as T;
    }
    const before = this.askedInVain;
    this.askedInVain = false;
    const result = work();
    this.results.set(about, { result, askedInVain: this.askedInVain });
    this.askedInVain ||= before;
    return result;
  }

  /** True when somebody has asked since the last time how long an epoch is, and may be silent for want of an answer. */
  takeAskedInVain(): boolean {
    const { askedInVain } = this;
    this.askedInVain = false;
    return askedInVain;
  }

  locate(keyPath: KeyPath, slot?: Slot): Place {
    return locate(this.loaded, keyPath, slot);
  }

  set(keyPath: KeyPath, expression: string): readonly TextEdit[] | undefined {
    return this.edit((editor) => editor.set(keyPath, expression));
  }

  remove(keyPath: KeyPath): readonly TextEdit[] | undefined {
    return this.edit((editor) => editor.remove(keyPath));
  }

  edit(change: (editor: ConfigEditor) => boolean): readonly TextEdit[] | undefined {
    const editor = createConfigEditor(this.loaded);
    return change(editor) ? editor.edits() : undefined;
  }
}
