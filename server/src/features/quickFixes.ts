import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import type { Range } from '../text/source.ts';
import type { DiagnosticData } from './diagnostics.ts';
import { SOURCE } from './diagnostics.ts';
import { type EditTarget, workspaceEdit } from './workspaceEdit.ts';

export interface QuickFixRequest {
  readonly range: Range;
  /** What the editor shows there. */
  readonly shown: readonly Diagnostic[];
  /** What is found now; `shown` may be older. */
  readonly current: readonly Diagnostic[];
  readonly target: EditTarget;
}

/** The fixes of the findings that the editor asks about, or of all in the range when it names none of ours. */
export function quickFixes({ range, shown, current, target }: QuickFixRequest): CodeAction[] {
  const ours = shown.filter(({ source }) => source === SOURCE);
  const meant = current.filter((diagnostic) =>
    ours.length > 0 ? ours.some((other) => isSame(other, diagnostic)) : overlaps(diagnostic.range, range),
  );
  return meant.flatMap((diagnostic) => {
    const { fixes } = diagnostic.data as DiagnosticData;
    return fixes.map(({ title, preferred, edits }) => ({
      title,
      kind: 'quickfix',
      diagnostics: [ours.find((other) => isSame(other, diagnostic)) ?? diagnostic],
      ...(preferred && { isPreferred: true }),
      edit: workspaceEdit(target, [{ label: title, edits }]),
    }));
  });
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && isSamePosition(a.range.start, b.range.start) && isSamePosition(a.range.end, b.range.end);
}

function isSamePosition(a: Range['start'], b: Range['start']): boolean {
  return a.line === b.line && a.character === b.character;
}

function overlaps(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
