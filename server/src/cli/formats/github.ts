import type { Severity } from '../../rules/rule.ts';
import type { FileReport, Report, ReportedFinding } from '../report.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const satisfies Record<
  Severity,
  string
>;

/** Workflow commands, which GitHub Actions turns into annotations of a pull request. */
export function githubFormat({ files }: Report): string {
  return files.flatMap((file) => file.diagnostics.map((finding) => `${annotation(file, finding)}\n`)).join('');
}

function annotation({ path }: FileReport, { severity, rule, message, range }: ReportedFinding): string {
  const { start, end } = range;
  // Columns are only allowed within one line.
  const columns = start.line === end.line ? `,col=${start.character + 1},endColumn=${end.character + 1}` : '';
  const place = `file=${property(path)},line=${start.line + 1},endLine=${end.line + 1}${columns}`;
  return `::${COMMANDS[severity]} ${place},title=${property(rule)}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
