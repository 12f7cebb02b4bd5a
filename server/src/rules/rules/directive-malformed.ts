import { closest } from '../../mmengine/editDistance.ts';
import type { Place } from '../../text/source.ts';
import { itersPerEpochIn } from '../../training/itersPerEpoch.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { DIRECTIVE_WORDS, type Directive, meansRules } from '../support/directives.ts';

/** A `# mmlens:` comment that says nothing this tool understands. */
export const rule: Rule = {
  id: 'directive-malformed',
  severity: 'warning',
  summary: 'A `# mmlens:` comment that is not understood.',
  docs: {
    what: 'A comment that begins with `mmlens:` and goes on with anything but `ignore[rule, …]`, `ignore-file`, `ignore-file[rule, …]` or `iters-per-epoch=N`. A bare `ignore` is not accepted either: it would also hide whatever goes wrong on that line next year. Also, of several `iters-per-epoch=N` with different numbers, all but the last, which alone counts.',
    why: 'The comment has no effect: findings that it was to keep away are still reported, and a number of iterations per epoch that it was to give is still unknown.',
    bad: [
      { code: 'train_cfg = dict(by_epoch=True, max_epochs=12)  # mmlens: ignore\n' },
      { code: '# mmlens: iters_per_epoch=7330\ntrain_cfg = dict(by_epoch=True, max_epochs=12)\n' },
      {
        code: '# mmlens: iters-per-epoch=7330\ntrain_cfg = dict(by_epoch=True, max_epochs=12)\n# mmlens: iters-per-epoch=500\n',
      },
      { file: 'config.yaml', code: 'train_cfg:  # mmlens: iters-per-epoch=many\n  by_epoch: true\n  max_epochs: 12\n' },
    ],
    good: [
      { code: '# mmlens: iters-per-epoch=7330\ntrain_cfg = dict(by_epoch=True, max_epochs=12)\n' },
      {
        code: `train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=90001)  # mmlens: ignore[val-only-at-end]
`,
      },
    ],
  },
  *check(context) {
    for (const directive of context.directives) {
      const finding = fault(directive, context);
      if (finding) yield finding;
    }
    yield* overruled(context);
  },
};

/** A number of iterations per epoch below which another one stands. */
function* overruled({ directives, loaded: { path, source } }: RuleContext): Iterable<Finding> {
  const counts = directives.flatMap((directive) => {
    const value = directive.word === 'iters-per-epoch' ? itersPerEpochIn(source.slice(directive)) : undefined;
    return value === undefined ? [] : { value, place: { path, start: directive.start, end: directive.end } };
  });
  const last = counts.at(-1);
  for (const { value, place } of counts)
    if (last && value !== last.value)
      yield {
        message: `This comment says ${value} iterations per epoch, and a later one says ${last.value}: the last one counts. Take one of them out.`,
        keyPath: [],
        place,
        related: [{ place: last.place, message: 'This one counts' }],
      };
}

function fault(directive: Directive, { loaded: { path, source }, rules }: RuleContext): Finding | undefined {
  const { word, wordAt, names, start, end } = directive;
  const place: Place = { path, start, end };
  const found = (message: string, fixes: Finding['fixes'] = []): Finding => ({ message, keyPath: [], place, fixes });
  switch (word) {
    case 'ignore':
      return names === undefined || names.length === 0
        ? found(
            'This comment names no rule, so it ignores nothing. Write `# mmlens: ignore[rule]` with the name that the finding gives.',
          )
        : undefined;
    case 'ignore-file':
      if (meansRules(directive, rules))
        return found(
          'This comment does not name its rules in brackets, so it ignores nothing. Write `# mmlens: ignore-file[rule]`, or `# mmlens: ignore-file` to ignore every finding in this file.',
        );
      return names?.length === 0
        ? found(
            'This comment names no rule between its brackets, so it ignores nothing. Name rules, or drop the brackets to ignore every finding in this file.',
          )
        : undefined;
    case 'iters-per-epoch':
      return itersPerEpochIn(source.slice(directive)) === undefined
        ? found(
            'The number of iterations per epoch must be a whole number, 1 or more: `# mmlens: iters-per-epoch=7330`. As it stands, this comment says nothing.',
          )
        : undefined;
  }
  const meant = closest(word.replaceAll('_', '-'), DIRECTIVE_WORDS);
  if (word === '' || meant === undefined)
    return found(
      `What this comment says after \`mmlens:\` is not known, so it has no effect. Known are ${DIRECTIVE_WORDS.map((known) => `\`${known}\``).join(', ')}.`,
    );
  return found(
    `There is no comment \`# mmlens: ${word}\`; did you mean \`${meant}\`? As it stands, it has no effect. Correct it.`,
    [{ title: `Change to \`${meant}\``, edits: [{ span: wordAt, text: meant }] }],
  );
}
