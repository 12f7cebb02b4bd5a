import { rulePage } from '../../rules/page.ts';
import { registry } from '../../rules/registry.generated.ts';
import type { Severity } from '../../rules/rule.ts';
import type { Range } from '../../text/source.ts';
import type { FileReport, Report, ReportedFinding } from '../report.ts';
import { version } from '../version.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const satisfies Record<
  Severity,
  string
>;

/** SARIF 2.1.0, for code scanning. */
export function sarifFormat({ files }: Report): string {
  const rules = registry.map((rule) => ({
    id: rule.id,
    shortDescription: { text: rule.summary },
    help: { text: rule.summary, markdown: rulePage(rule) },
    defaultConfiguration: { level: LEVELS[rule.severity] },
  }));
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'MMEngine Lens', version, rules } },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap((file) => file.diagnostics.map((finding) => result(file, finding, indexes))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function result(
  { path }: FileReport,
  { rule, severity, message, range, related }: ReportedFinding,
  indexes: ReadonlyMap<string, number>,
): object {
  const ruleIndex = indexes.get(rule);
  return {
    ruleId: rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: message },
    locations: [location(path, range)],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, index) => ({
        id: index + 1,
        ...location(other.path, other.range),
        message: { text: other.message },
      })),
    }),
  };
}

function location(path: string, { start, end }: Range): { physicalLocation: object } {
  return {
    physicalLocation: {
      artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}
