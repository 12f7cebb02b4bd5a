import type { Rule } from '../rule.ts';

/** A file that was not read, and why. */
export const rule: Rule = {
  id: 'config-file-skipped',
  severity: 'info',
  summary: 'The file was not analysed.',
  docs: {
    what: 'A file that is larger than 2 MB, not text, or not readable.',
    why: 'Nothing in it is checked. Configs are small; a file of this size is usually generated data that a config should load at run time.',
    bad: [],
    good: [{ code: 'train_cfg = dict(by_epoch=True, max_epochs=12)\n' }],
  },
  *check({ loaded }) {
    for (const { rule: id, message, place } of loaded.notices)
      if (id === 'config-file-skipped') yield { message, keyPath: [], place };
  },
};
