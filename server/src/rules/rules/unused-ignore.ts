import type { Rule } from '../rule.ts';
import { withoutNames } from '../support/withoutNames.ts';

/** A comment that ignores what is not there. */
export const rule: Rule = {
  id: 'unused-ignore',
  severity: 'info',
  runsLast: true,
  summary: 'A `# mmlens: ignore[…]` comment keeps no finding away.',
  docs: {
    what: 'A rule named in `# mmlens: ignore[…]` that finds nothing on that line, or in `# mmlens: ignore-file[…]` that finds nothing in the file. Nothing is said while a part of the config is unknown, such as a base from a package that is not installed here, or an unknown number of iterations per epoch that the rule asks for.',
    why: 'Nothing happens in the run. But the comment says that something is wrong here, which is no longer true, and it would hide the same mistake when somebody makes it again.',
    bad: [
      { code: 'train_cfg = dict(by_epoch=True, max_epochs=12)  # mmlens: ignore[train-cfg-foreign-key]\n' },
      {
        file: 'config.yaml',
        code: '# mmlens: ignore-file[train-cfg-foreign-key]\ntrain_cfg:\n  by_epoch: true\n  max_epochs: 12\n',
      },
    ],
    good: [
      {
        code: `train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=90001)  # mmlens: ignore[val-only-at-end]
`,
      },
    ],
  },
  *check({ loaded: { path, source }, unusedIgnores }) {
    for (const { directive, unused } of unusedIgnores) {
      const { start, end, word, names = [] } = directive;
      const where = word === 'ignore-file' ? 'in this file' : 'here';
      const listed = unused.map((id) => `\`${id}\``).join(' and ');
      const nothing =
        listed === '' ? 'Nothing is found' : `${listed} ${unused.length === 1 ? 'finds' : 'find'} nothing`;
      const isWhole = names.every(({ id }) => unused.includes(id));
      yield {
        message: `${nothing} ${where}, so this comment ${isWhole ? 'has no effect. Remove it.' : 'says more than it does. Remove what is not needed.'}`,
        keyPath: [],
        place: { path, start, end },
        fixes: [
          {
            title: isWhole ? 'Remove the unused comment' : `Remove ${listed}`,
            edits: [withoutNames(directive, unused, source)],
          },
        ],
      };
    }
  },
};
