import type { LoadedConfig } from '../config/result.ts';
import type { Slot } from '../config/values.ts';
import type { ConfigEditor } from '../editing/editor.ts';
import type { Place, TextEdit } from '../text/source.ts';
import type { KeyPath, TrainingPlan } from '../training/plan.ts';
import type { UnusedIgnore } from './ignores.ts';
import type { Directive } from './support/directives.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** One rule, one file: what it is, its documentation, its check and its fixes. */
export interface Rule {
  /** kebab-case; names the bad pattern. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence for tables. */
  readonly summary: string;
  readonly docs: RuleDocs;
  /** It is about the findings of the others. */
  readonly runsLast?: true;
  check(context: RuleContext): Iterable<Finding>;
}

export interface RuleDocs {
  /** What the rule looks for. Markdown. */
  readonly what: string;
  /** The real consequence in the run. Markdown. */
  readonly why: string;
  /** Executed as tests: each must yield exactly one finding of this rule. */
  readonly bad: readonly Example[];
  /** Executed as tests: no finding of any rule with severity error or warning. */
  readonly good: readonly Example[];
}

export interface Example {
  /** File name, `config.py` unless the example is about another format. */
  readonly file?: string;
  readonly code: string;
  /** Other files that the example inherits from, by relative path. */
  readonly others?: Readonly<Record<string, string>>;
}

export interface RuleContext {
  readonly loaded: LoadedConfig;
  readonly plan: TrainingPlan;
  /** Iterations in one pass over the training data: given, or from the file's `# mmlens: iters-per-epoch=N` comment. */
  readonly itersPerEpoch: number | undefined;
  /** Ids of all rules. */
  readonly rules: readonly string[];
  /** The `# mmlens: …` comments of the file at hand, in source order. */
  readonly directives: readonly Directive[];
  /** The ignoring ones among them that had nothing to ignore; known only to a rule that runs last. */
  readonly unusedIgnores: readonly UnusedIgnore[];
  /** What several rules work out alike about something, worked out once. */
  once<T>(about: object, work: () => T): T;
  /** Where in the file at hand a finding about `slot` belongs: the entry itself, the local key above it, or the `_base_` entry. */
  locate(keyPath: KeyPath, slot?: Slot): Place;
  /** Edits that set a key in the file at hand, inherited or not; undefined when it cannot be done safely. */
  set(keyPath: KeyPath, expression: string): readonly TextEdit[] | undefined;
  /** Edits that take a key out of the effective config; undefined when it is inherited and cannot be dropped here. */
  remove(keyPath: KeyPath): readonly TextEdit[] | undefined;
  /** Several changes as one fix; undefined as soon as `change` answers false. */
  edit(change: (editor: ConfigEditor) => boolean): readonly TextEdit[] | undefined;
}

export interface Finding {
  /** What is wrong, what will happen in the run, what to do. Full sentences. */
  readonly message: string;
  readonly keyPath: KeyPath;
  /** In the file at hand. */
  readonly place: Place;
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
  readonly fixes?: readonly Fix[];
  /** Only when it differs from the rule's own severity. */
  readonly severity?: Severity;
}

export interface Fix {
  /** Imperative: "Set `by_epoch=False`". */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Safe to apply on save with all others. */
  readonly preferred?: boolean;
}
