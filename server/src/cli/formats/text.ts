import type { Severity } from '../../rules/rule.ts';
import { colors } from '../output.ts';
import type { FileReport, Report, ReportedFinding, Summary } from '../report.ts';

/** Findings for people, one after the other, and a last line that counts them. */
export function textFormat({ files, summary }: Report): string {
  const blocks = files.flatMap((file) => file.diagnostics.map((finding) => block(file, finding)));
  return `${[...blocks, lastLine(files, summary)].join('\n')}\n`;
}

const PAINT: Readonly<Record<Severity, (text: string) => string>> = {
  error: (text) => colors.bold(colors.red(text)),
  warning: (text) => colors.bold(colors.yellow(text)),
  info: (text) => colors.cyan(text),
  hint: (text) => colors.dim(text),
};

function block({ path }: FileReport, { severity, rule, message, range, related, fixes }: ReportedFinding): string {
  const place = `${colors.bold(path)}:${range.start.line + 1}:${range.start.character + 1}`;
  return [
    `${place}: ${PAINT[severity](severity)} ${colors.dim(`[${rule}]`)}`,
    ...message.split('\n').map((line) => `  ${line}`),
    ...related.map((other) => colors.dim(`  ${other.path}:${other.range.start.line + 1}: ${other.message}`)),
    ...fixes.map((title) => colors.green(`  fix: ${title}`)),
    '',
  ].join('\n');
}

function lastLine(files: readonly FileReport[], { errors, warnings, configs, files: looked, known }: Summary): string {
  const others = looked > configs ? `${counted(looked - configs, 'other file')} passed over` : '';
  const left = known ? `${counted(known, 'finding')} known to the baseline` : '';
  const rest = [others, left].filter((part) => part !== '').join('; ');
  const where = `${counted(configs, 'config')}${rest === '' ? '' : ` (${rest})`}`;
  if (errors + warnings > 0) {
    const bad = files.filter(({ diagnostics }) =>
      diagnostics.some(({ severity }) => severity === 'error' || severity === 'warning'),
    ).length;
    const found = [errors > 0 ? counted(errors, 'error') : '', warnings > 0 ? counted(warnings, 'warning') : ''];
    return `${colors.bold(found.filter((part) => part !== '').join(' and '))} in ${bad} of ${where}.`;
  }
  return configs === 0
    ? `No configs in ${counted(looked, 'file')}.`
    : `${colors.green('No errors or warnings')} in ${where}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
