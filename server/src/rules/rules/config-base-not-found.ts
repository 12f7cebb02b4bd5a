import { refusalFindings } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/** A base that does not exist. */
export const rule: Rule = {
  id: 'config-base-not-found',
  severity: 'error',
  summary: 'A base config does not exist where `_base_` or an import says.',
  docs: {
    what: 'A `_base_` entry, or a relative import in `with read_base()`, that names no file. Paths are relative to the file that names them, not to the working directory.',
    why: 'MMEngine stops with `FileNotFoundError` (`ConfigParsingError` in lazy configs) before it builds anything.',
    bad: [{ code: "_base_ = './schedule_1x.py'\n" }],
    good: [
      {
        code: "_base_ = './schedule_1x.py'\n",
        others: { 'schedule_1x.py': 'train_cfg = dict(by_epoch=True, max_epochs=12)\n' },
      },
    ],
  },
  check: (context) =>
    refusalFindings(context, 'config-base-not-found', ({ message }) =>
      /does not exist\.$|is a folder, not a file\.$/.test(message)
        ? 'Correct the path; it is read relative to the file that names it.'
        : 'Correct what stands here.',
    ),
};
