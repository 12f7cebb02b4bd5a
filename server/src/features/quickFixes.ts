import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import type { Range } from '../text/source.ts';
import type { DiagnosticData } from './diagnostics.ts';
import { SOURCE } from './diagnostics.ts';
import { type EditTarget, workspaceEdit } from './workspaceEdit.ts';

/**
 * The findings that the editor asks about, or all in the range when it names none of ours, as they are now.
 * @param shown what the editor shows there, which may be older than `current`
 */
export function meantDiagnostics(
  range: Range,
  shown: readonly Diagnostic[],
  current: readonly Diagnostic[],
): Diagnostic[] {
  const ours = shown.filter(({ source }) => source === SOURCE);
  if (ours.length === 0) return current.filter((diagnostic) => overlaps(diagnostic.range, range));
  return current.flatMap((diagnostic) => {
    const asked = ours.find((other) => isSame(other, diagnostic));
    // An editor matches an action with its own diagnostic, which may lack the data.
    return asked ? [{ ...asked, data: diagnostic.data }] : [];
  });
}

/** The fixes that findings carry. */
export function quickFixes(meant: readonly Diagnostic[], target: EditTarget): CodeAction[] {
  return meant.flatMap((diagnostic) => {
    const { fixes } = diagnostic.data as DiagnosticData;
    return fixes.map(({ title, preferred, edits }) => ({
      title,
      kind: 'quickfix',
      diagnostics: [diagnostic],
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
