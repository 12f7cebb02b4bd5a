import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import type { LoadedConfig } from '../config/result.ts';
import type { CheckedFinding } from '../rules/check.ts';
import { directivesIn } from '../rules/support/directives.ts';
import { applyEdits, type TextEdit } from '../text/source.ts';
import type { Analysis } from './context.ts';
import { toLspEdits } from './diagnostics.ts';
import { type EditTarget, workspaceEdit } from './workspaceEdit.ts';

/**
 * An action for each finding that ignores its rule on its line with a comment. Where a comment cannot stand (JSON, inside
 * a string, behind a backslash) there is none.
 * @param findingsIn what is found in a text that stands in place of the file's
 */
export function ignoreActions(
  { loaded, findings }: Analysis,
  meant: readonly Diagnostic[],
  target: EditTarget,
  findingsIn: (text: string) => readonly CheckedFinding[],
): CodeAction[] {
  if (loaded.style === 'json') return [];
  const { source } = loaded;
  const isEnough = (edit: TextEdit, rule: string): boolean => {
    const after = findingsIn(applyEdits(source.text, [edit]));
    return after.length < findings.length && countOf(rule, after) < countOf(rule, findings);
  };
  return meant.flatMap((diagnostic) => {
    const rule = String(diagnostic.code);
    const lines = new Set([diagnostic.range.start.line, diagnostic.range.end.line]);
    const edit = [...lines].map((line) => ignoring(loaded, line, rule)).find((each) => isEnough(each, rule));
    if (!edit) return [];
    const title = `Ignore this rule here (${rule})`;
    const change = workspaceEdit(target, [{ label: title, edits: toLspEdits([edit], source) }]);
    return [{ title, kind: 'quickfix', diagnostics: [diagnostic], edit: change }];
  });
}

function countOf(rule: string, findings: readonly CheckedFinding[]): number {
  return findings.filter((finding) => finding.rule === rule).length;
}

/** The edit that ignores a rule on a line: one more name in a comment that is there, or a new comment. */
function ignoring(loaded: LoadedConfig, line: number, rule: string): TextEdit {
  const { source } = loaded;
  const last = directivesIn(loaded)
    .find(({ word, start }) => word === 'ignore' && source.positionAt(start).line === line)
    ?.names?.at(-1);
  if (last) return { span: { start: last.end, end: last.end }, text: `, ${rule}` };
  const from = source.offsetAt({ line, character: 0 });
  const written = /^[^\r\n]*/.exec(source.text.slice(from))?.[0].trimEnd().length ?? 0;
  return { span: { start: from + written, end: from + written }, text: `  # mmlens: ignore[${rule}]` };
}
