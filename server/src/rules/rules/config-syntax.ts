import type { SyntaxProblem } from '../../python/index.ts';
import { refusalFindings } from '../refusals.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';

/** Every place where the text is not Python (YAML, JSON). */
export const rule: Rule = {
  id: 'config-syntax',
  severity: 'error',
  summary: 'The file is not valid Python, YAML or JSON.',
  docs: {
    what: 'Text that does not parse: a missing comma, a bracket that is never closed, a string without its end.',
    why: 'MMEngine parses the whole file before it uses any of it. One slip and it stops with a `SyntaxError`; other findings about the file have to wait until it parses.',
    bad: [
      {
        code: `param_scheduler = dict(
    type='MultiStepLR',
    milestones=[6, 8]
    by_epoch=True,
)
`,
      },
    ],
    good: [
      {
        code: `param_scheduler = dict(
    type='MultiStepLR',
    milestones=[6, 8],
    by_epoch=True,
)
`,
      },
    ],
  },
  *check(context) {
    const problems = context.loaded.module?.errors ?? [];
    const own = context.loaded.refusals.some(
      (refusal) => refusal.rule === 'config-syntax' && refusal.inherited === undefined,
    );
    if (own && problems.length > 0) for (const problem of problems) yield syntaxFinding(context, problem);
    else yield* refusalFindings(context, 'config-syntax', 'Correct the text there.');
  },
};

function syntaxFinding({ loaded }: RuleContext, problem: SyntaxProblem): Finding {
  const finding = {
    message: `${problem.message} MMEngine cannot read the file: it stops with a SyntaxError.`,
    keyPath: [],
    place: { path: loaded.path, start: problem.start, end: problem.end },
  };
  if (problem.insert === undefined) return finding;
  const { insert, start } = problem;
  const title = insert === ',' ? 'Insert the missing comma' : `Insert \`${insert}\``;
  return { ...finding, fixes: [{ title, edits: [{ span: { start, end: start }, text: insert }], preferred: true }] };
}
