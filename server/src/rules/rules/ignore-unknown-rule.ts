import { closest } from '../../mmengine/editDistance.ts';
import type { Rule } from '../rule.ts';
import { withoutNames } from '../support/withoutNames.ts';

/** A comment that ignores a rule which does not exist. */
export const rule: Rule = {
  id: 'ignore-unknown-rule',
  severity: 'warning',
  summary: 'A `# mmlens: ignore[…]` comment names a rule that does not exist.',
  docs: {
    what: 'A name in the brackets of `# mmlens: ignore[…]` or `# mmlens: ignore-file[…]` that no rule has. `mmlens rule` lists them all.',
    why: 'The comment ignores nothing: the finding that it was to keep away is still reported.',
    bad: [{ code: 'train_cfg = dict(by_epoch=True, max_epochs=12)  # mmlens: ignore[train-cfg-bad-valeu]\n' }],
    good: [
      {
        code: `train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=90001)  # mmlens: ignore[val-only-at-end]
`,
      },
    ],
  },
  *check({ loaded: { path, source }, directives, rules }) {
    if (directives.length === 0) return;
    const known = new Set(rules);
    for (const directive of directives) {
      if (directive.word !== 'ignore' && directive.word !== 'ignore-file') continue;
      for (const { id, start, end } of directive.names ?? []) {
        if (known.has(id)) continue;
        const meant = closest(id, known);
        yield {
          message:
            meant === undefined
              ? `There is no rule \`${id}\`, so the name ignores nothing. \`mmlens rule\` lists all rules.`
              : `There is no rule \`${id}\`; did you mean \`${meant}\`? As it stands, the name ignores nothing. Correct it.`,
          keyPath: [],
          place: { path, start, end },
          fixes: [
            ...(meant === undefined
              ? []
              : [{ title: `Change to \`${meant}\``, edits: [{ span: { start, end }, text: meant }] }]),
            { title: `Remove \`${id}\``, edits: [withoutNames(directive, [id], source)] },
          ],
        };
      }
    }
  },
};
