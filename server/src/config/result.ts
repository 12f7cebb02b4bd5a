import type { Module } from '../python/index.ts';
import type { Place, SourceText } from '../text/source.ts';
import type { DictValue, Slot } from './values.ts';

/** `script` is a training script whose `Runner(...)` call is the config. */
export type ConfigStyle = 'classic' | 'lazy' | 'yaml' | 'json' | 'script';

/** MMEngine would not load the file: Python's error name, its message, and where the cause stands. */
export interface Refusal {
  /** Id of the rule that reports it. */
  readonly rule: RefusalRule;
  /** Python's class name: `KeyError`, `FileNotFoundError`, `ConfigParsingError`, … */
  readonly error: string;
  readonly message: string;
  readonly place: Place;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  /** The base that is to blame; undefined when it is the file itself. */
  readonly inherited?: string;
  /** What to do, in full sentences, where that is not the usual. */
  readonly advice?: string;
}

export type RefusalRule =
  | 'config-syntax'
  | 'config-base-not-found'
  | 'config-base-cycle'
  | 'config-duplicate-base-key'
  | 'config-merge-type'
  | 'config-mixed-lazy'
  | 'config-evaluation'
  /** A base in a package that is not installed here: MMEngine may well have it where the config is used. */
  | 'config-base-unavailable';

/** Something worth saying about how the file was read, not about its content. */
export interface ConfigNotice {
  readonly rule: 'config-file-skipped';
  readonly message: string;
  readonly place: Place;
}

/** One of a config's direct bases. */
export interface BaseEntry {
  /** Undefined when it was not found. */
  readonly path: string | undefined;
  /** The text that names it. */
  readonly at: Place;
  /** Every file that it inherits from in turn. */
  readonly ancestors: ReadonlySet<string>;
}

/** One config read as MMEngine reads it. Never throws: what goes wrong is in `refusals`. */
export interface LoadedConfig {
  readonly path: string;
  readonly source: SourceText;
  /** False for ordinary Python, YAML or JSON; everything below is then empty. */
  readonly isConfig: boolean;
  readonly style: ConfigStyle;
  /** The effective config after inheritance; as much of it as could be read when there are refusals. */
  readonly config: DictValue;
  /** Top-level names that lazy imports bound; they are not part of what MMEngine dumps. */
  readonly imported: ReadonlySet<string>;
  /** Empty when MMEngine loads the file; the first is the error it raises. */
  readonly refusals: readonly Refusal[];
  readonly notices: readonly ConfigNotice[];
  /** Direct bases in source order with the place of the entry that names them; `path` is undefined when not found. */
  readonly bases: readonly BaseEntry[];
  /** Every file that was read, or looked for and missing, to evaluate this one (itself excluded). */
  readonly dependencies: ReadonlySet<string>;
  /** The syntax tree of a Python file; undefined for YAML and JSON. */
  readonly module: Module | undefined;
  /** The `Runner(...)` call of a script. */
  readonly runnerCall: RunnerCall | undefined;
}

export interface RunnerCall {
  readonly at: Place;
  /** How many such calls the script has; this is the first of them. */
  readonly count: number;
  /** Config keys that the module sets and the call never receives. */
  readonly unusedVariables: readonly { readonly name: string; readonly at: Place; readonly slot: Slot }[];
}
