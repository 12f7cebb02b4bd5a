import type { WorkspaceEdit } from 'vscode-languageserver';

/*
 * What the editor's side and the server say to each other beyond the language server protocol.
 * Types and names only: both sides import it, in Node and in the browser.
 */

/** Commands of the VS Code extension. A code action may name them only when {@link InitializationOptions.commands} is set. */
export const Command = {
  restart: 'mmengineLens.restart',
  convertToIter: 'mmengineLens.convertToIter',
  convertToEpoch: 'mmengineLens.convertToEpoch',
  previewConversion: 'mmengineLens.previewConversion',
} as const;

/** Methods of the requests below. */
export const Method = {
  /** Client to server: {@link StatusParams} → {@link Status} | null. */
  status: 'mmengineLens/status',
  /** Client to server: {@link ConvertParams} → {@link ConvertResult}. */
  convert: 'mmengineLens/convert',
  /** Server to client: {@link ReadFileParams} → {@link ReadFileResult}. Only with {@link InitializationOptions.readFile}. */
  readFile: 'mmengineLens/readFile',
} as const;

/** Section of the settings below, in `workspace/configuration` and in VS Code's settings. */
export const SETTINGS_SECTION = 'mmengineLens';

/** What the user sets. Any editor may answer `workspace/configuration` with a part of it, or with nothing. */
export interface Settings {
  /** Iterations in one pass over the training data, for files that do not say it themselves; null: not known. */
  readonly itersPerEpoch?: number | null;
  readonly python?: {
    /** Interpreter or root of the environment whose packages configs inherit from; empty: found by looking around. */
    readonly interpreter?: string;
    /** Further folders that hold packages, such as a source checkout; absolute or relative to the workspace folder. */
    readonly searchPaths?: readonly string[];
  };
  /** Severity by rule id, in place of the rule's own. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly conversion?: {
    /** How converted numbers are written: `58640`, or `8 * iters_per_epoch` with that variable at the top of the file. */
    readonly numbers?: NumberSetting;
    /** Whether a conversion converts the numbers of schedulers, or lets MMEngine do it when it builds them. */
    readonly schedulers?: SchedulerSetting;
  };
}

export type SchedulerSetting = 'iterations' | 'convert-to-iter-based';

export type NumberSetting = 'literals' | 'expressions';

export type RuleSetting = 'error' | 'warning' | 'info' | 'hint' | 'off';

/** Given by the client in `initialize`; another editor gives none of it. */
export interface InitializationOptions {
  /** The client has the commands of {@link Command}. */
  readonly commands?: boolean;
  /** The client answers {@link Method.readFile}: the way to files that are not on this machine's disk. */
  readonly readFile?: boolean;
  /** The client reports changed files on its own; the server need not register for them. */
  readonly watchesFiles?: boolean;
  /** The WebAssembly modules, where the server cannot read them itself (a web worker). */
  readonly wasm?: { readonly treeSitter: Uint8Array; readonly python: Uint8Array };
}

/** The two ways to count training. */
export type TrainingUnit = 'iter' | 'epoch';

export interface StatusParams {
  readonly uri: string;
}

/** What a config trains: `text` for the status bar ("Epochs: 300"), `detail` in Markdown for its hover. */
export interface Status {
  readonly text: string;
  readonly detail: string;
}

export interface ConvertParams {
  readonly uri: string;
  readonly to: TrainingUnit;
  /** Iterations in one pass over the training data. */
  readonly itersPerEpoch?: number;
  /** The steps to do, by the names that `mmlens convert --steps` takes; all of them when absent. */
  readonly steps?: readonly string[];
}

export type ConvertResult =
  /**
   * `steps` are those that have something to do; the edit has one annotation for each, unless they share edits. `notes`
   * names what was kept because it has no counterpart.
   */
  | { readonly edit: WorkspaceEdit; readonly steps: readonly ConvertedStep[]; readonly notes?: readonly string[] }
  /** The conversion needs a number that nobody has said yet. `suggestion` is offered, never taken unasked. */
  | { readonly needs: 'itersPerEpoch'; readonly prompt: string; readonly suggestion?: number }
  | { readonly refused: string };

export interface ConvertedStep {
  /** As {@link ConvertParams.steps} takes it. */
  readonly id: string;
  readonly title: string;
}

/** The argument of the conversion commands. From the command palette there is none: the active editor is meant. */
export interface ConvertArguments {
  readonly uri?: string;
  /** Only for {@link Command.previewConversion}; the other commands say it by their name. */
  readonly to?: TrainingUnit;
  readonly itersPerEpoch?: number;
  readonly steps?: readonly string[];
}

export interface ReadFileParams {
  readonly uri: string;
}

export type ReadFileResult =
  | { readonly kind: 'file'; readonly text: string }
  /** Names of the entries, sorted. */
  | { readonly kind: 'directory'; readonly entries: readonly string[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'too-large'; readonly bytes: number };
