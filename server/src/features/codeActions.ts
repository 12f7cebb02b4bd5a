import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import type { LoadedConfig } from '../config/result.ts';
import type { CheckedFinding } from '../rules/check.ts';
import type { Range } from '../text/source.ts';
import type { FeatureContext } from './context.ts';
import { conversionActions, isAboutTraining } from './conversionActions.ts';
import { diagnostics, toLspEdits } from './diagnostics.ts';
import { fixAll } from './fixAll.ts';
import { ignoreActions } from './ignoreActions.ts';
import { meantDiagnostics, quickFixes } from './quickFixes.ts';
import { rememberAction } from './rememberAction.ts';
import { type EditTarget, workspaceEdit } from './workspaceEdit.ts';

export const CODE_ACTION_KINDS = ['quickfix', 'refactor.rewrite', 'source.fixAll.mmengineLens'] as const;
type Kind = (typeof CODE_ACTION_KINDS)[number];

export interface CodeActionRequest {
  readonly range: Range;
  /** What the editor shows in the range. */
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds that the editor wants; all when undefined. */
  readonly only: readonly string[] | undefined;
  /** The editor asks on its own, to know whether to show a light bulb. */
  readonly automatic: boolean;
  readonly target: EditTarget;
  /** The editor has the extension's commands, which can ask the user for a number. */
  readonly commands: boolean;
}

/** The file at hand as if it had another text. */
export interface Trial {
  findings(text: string): readonly CheckedFinding[];
  load(text: string): LoadedConfig;
}

/** Fixes of findings, all fixes at once, and conversions. */
export function codeActions(context: FeatureContext, request: CodeActionRequest, trial: Trial): CodeAction[] {
  const { analysis } = context;
  const { range, diagnostics: shown, target } = request;
  const actions: CodeAction[] = [];
  if (isWanted('quickfix', request)) {
    const meant = meantDiagnostics(range, shown, diagnostics(context, undefined));
    actions.push(
      ...quickFixes(meant, target),
      ...ignoreActions(analysis, meant, target, (text) => trial.findings(text)),
    );
  }
  if (isWanted('refactor.rewrite', request) && (!request.automatic || isAboutTraining(analysis, range)))
    actions.push(
      ...conversionActions(analysis, target, request.commands, (text) => trial.load(text)),
      ...rememberAction(context, target),
    );
  if (isWanted('source.fixAll.mmengineLens', request)) actions.push(...fixAllAction(context, target, trial));
  return actions;
}

/** A kind is wanted when it or one above it is: `source` asks for `source.fixAll.mmengineLens` too. */
function isWanted(kind: Kind, { only, automatic }: CodeActionRequest): boolean {
  if (only === undefined || only.length === 0) return !(automatic && kind.startsWith('source'));
  return only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

function fixAllAction({ analysis: { loaded } }: FeatureContext, target: EditTarget, trial: Trial): CodeAction[] {
  const { source } = loaded;
  const edits = fixAll(source.text, (text) => trial.findings(text));
  if (edits.length === 0) return [];
  const title = 'Fix all auto-fixable MMEngine Lens problems';
  const edit = workspaceEdit(target, [{ label: title, edits: toLspEdits(edits, source) }]);
  return [{ title, kind: 'source.fixAll.mmengineLens', edit }];
}
