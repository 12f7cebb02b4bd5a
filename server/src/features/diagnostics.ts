import type { Diagnostic, DiagnosticSeverity, DiagnosticTag, TextEdit } from 'vscode-languageserver';
import type { CheckedFinding } from '../rules/check.ts';
import type { Severity } from '../rules/rule.ts';
import type { SourceText } from '../text/source.ts';
import type { FeatureContext } from './context.ts';
import { uriOf } from './uri.ts';

export const SOURCE = 'mmengine-lens';

/** Travels in `Diagnostic.data`, so that a fix is found by its rule and never by a message. */
export interface DiagnosticData {
  readonly rule: string;
  readonly fixes: readonly {
    readonly title: string;
    readonly preferred: boolean;
    readonly edits: readonly TextEdit[];
  }[];
}

const SEVERITIES = { error: 1, warning: 2, info: 3, hint: 4 } as const satisfies Record<Severity, DiagnosticSeverity>;
const UNNECESSARY = 1 satisfies DiagnosticTag;

/** Rules about something that nobody reads: editors show it faded. */
const UNREAD: ReadonlySet<string> = new Set(['legacy-mmcv-key', 'runner-variable-unused', 'unused-ignore']);

/** The findings of the file at hand as an editor takes them. `docs` is the folder of the rules' pages, where there is one. */
export function diagnostics(context: FeatureContext, docs: string | undefined): Diagnostic[] {
  return context.analysis.findings.map((finding) => diagnostic(finding, context, docs));
}

function diagnostic(finding: CheckedFinding, context: FeatureContext, docs: string | undefined): Diagnostic {
  const { source } = context.analysis.loaded;
  const { rule, place, message, severity, related = [] } = finding;
  return {
    range: source.rangeOf(place),
    severity: SEVERITIES[severity],
    code: rule,
    ...(docs !== undefined && { codeDescription: { href: `${docs}${rule}.md` } }),
    source: SOURCE,
    message,
    ...(UNREAD.has(rule) && { tags: [UNNECESSARY] }),
    ...(related.length > 0 && {
      relatedInformation: related.map((other) => ({
        location: { uri: uriOf(other.place.path), range: context.rangeOf(other.place) },
        message: other.message,
      })),
    }),
    data: dataOf(finding, source),
  };
}

function dataOf({ rule, fixes = [] }: CheckedFinding, source: SourceText): DiagnosticData {
  return {
    rule,
    fixes: fixes.map(({ title, edits, preferred = false }) => ({ title, preferred, edits: toLspEdits(edits, source) })),
  };
}

/** Edits of one text with lines and characters. */
export function toLspEdits(
  edits: readonly { readonly span: { readonly start: number; readonly end: number }; readonly text: string }[],
  source: SourceText,
): TextEdit[] {
  return edits.map(({ span, text }) => ({ range: source.rangeOf(span), newText: text }));
}
