import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import type { ProjectProblem } from '../project/read.ts';
import type { SourceText } from '../text/source.ts';
import type { CodeActionRequest } from './codeActions.ts';
import { type DiagnosticData, SOURCE, toLspEdits } from './diagnostics.ts';
import { meantDiagnostics, quickFixes } from './quickFixes.ts';

const CODE = 'project-file';
const ERROR = 1;

/** What is wrong in a project file, as an editor takes it. */
export function projectDiagnostics(problems: readonly ProjectProblem[], source: SourceText): Diagnostic[] {
  return problems.map(({ message, span, fix }) => ({
    range: source.rangeOf(span),
    severity: ERROR,
    code: CODE,
    source: SOURCE,
    message,
    data: {
      rule: CODE,
      fixes: fix ? [{ title: fix.title, preferred: true, edits: toLspEdits(fix.edits, source) }] : [],
    } satisfies DiagnosticData,
  }));
}

/** The fixes of what is wrong in a project file. */
export function projectActions(
  { range, diagnostics, only, target }: CodeActionRequest,
  current: readonly Diagnostic[],
): CodeAction[] {
  const isWanted = only === undefined || only.length === 0 || only.some((kind) => 'quickfix'.startsWith(kind));
  return isWanted ? quickFixes(meantDiagnostics(range, diagnostics, current), target) : [];
}
