import { describe, expect, test } from 'vitest';
import { check, fixed } from './support.ts';

const PAST_THE_END = 'train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=20)';
const RULE = 'val-only-at-end';

const rules = (code: string, name = 'config.py', itersPerEpoch?: number) =>
  check({ [name]: code }, name, itersPerEpoch).findings.map(({ rule }) => rule);

describe('# mmlens: ignore[…]', () => {
  test.each([
    ['at the end of the line', `${PAST_THE_END}  # mmlens: ignore[${RULE}]\n`],
    ['with several rules and a reason', `${PAST_THE_END}  # mmlens: ignore[ ${RULE} ,config-syntax] on purpose\n`],
    ['behind another comment', `${PAST_THE_END}  # noqa: E501  # mmlens: ignore[${RULE}]\n`],
    ['without blanks', `${PAST_THE_END}  #mmlens:ignore[${RULE}]\n`],
    ['on a line of its own above', `# mmlens: ignore[${RULE}]\n\n# why\n${PAST_THE_END}\n`],
    [
      'on the line of the key inside a dict',
      `train_cfg = dict(by_epoch=True, max_epochs=12,\n    val_interval=20)  # mmlens: ignore[${RULE}]\n`,
    ],
    [
      'above the key inside a dict',
      `train_cfg = dict(by_epoch=True, max_epochs=12,\n    # mmlens: ignore[${RULE}]\n    val_interval=20)\n`,
    ],
  ])('keeps a finding away %s', (_, code) => {
    expect(rules(code).filter((rule) => rule !== 'unused-ignore')).toEqual([]);
  });

  test('works in YAML, but not in a string', () => {
    const yaml = 'train_cfg:\n  by_epoch: true\n  max_epochs: 12\n  val_interval: 20';
    expect(rules(`${yaml}\n`, 'config.yaml')).toEqual([RULE]);
    expect(rules(`${yaml}  # mmlens: ignore[${RULE}]\n`, 'config.yaml')).toEqual([]);
    expect(
      rules(`train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=20, x='# mmlens: ignore[${RULE}]')\n`),
    ).toContain(RULE);
  });

  test('concerns no other line and no other rule', () => {
    expect(rules(`a = 1  # mmlens: ignore[${RULE}]\n${PAST_THE_END}\n`)).toEqual(['unused-ignore', RULE]);
    expect(rules(`${PAST_THE_END}  # mmlens: ignore[sampler-none]\n`)).toEqual([RULE, 'unused-ignore']);
  });

  test('ignores that MMEngine does not load the file', () => {
    const code = "_base_ = './gone.py'";
    expect(rules(`${code}\n`)).toEqual(['config-base-not-found']);
    expect(rules(`${code}  # mmlens: ignore[config-base-not-found]\n`)).toEqual([]);
  });
});

describe('# mmlens: ignore-file', () => {
  test('ignores every finding of the file, or those of the rules it names', () => {
    expect(rules(`# mmlens: ignore-file\n${PAST_THE_END}\n`)).toEqual([]);
    expect(rules(`${PAST_THE_END}\n# mmlens: ignore-file[${RULE}]\n`)).toEqual([]);
    expect(rules(`# mmlens: ignore-file[sampler-none]\n${PAST_THE_END}\n`)).toEqual(['unused-ignore', RULE]);
  });
});

describe('a comment that has no effect', () => {
  test('a bare ignore ignores nothing and says so', () => {
    expect(rules(`${PAST_THE_END}  # mmlens: ignore\n`)).toEqual([RULE, 'directive-malformed']);
    expect(rules(`${PAST_THE_END}  # mmlens: ignore[]\n`)).toEqual([RULE, 'directive-malformed']);
  });

  test.each(['[sampler-none', ': sampler-none', '(sampler-none)', ' sampler-none', '=sampler-none'])(
    'an ignore-file that names its rules in another way ignores nothing and says so: %j',
    (names) => {
      expect(rules(`# mmlens: ignore-file${names}\n${PAST_THE_END}\n`)).toEqual(['directive-malformed', RULE]);
    },
  );

  test('a reason may stand behind it', () => {
    expect(rules(`# mmlens: ignore-file  written by a script\n${PAST_THE_END}\n`)).toEqual([]);
    expect(rules(`# mmlens: ignore-file - old-style file\n${PAST_THE_END}\n`)).toEqual([]);
  });

  test('a misspelt rule is told from a known one, and mended', () => {
    const files = { 'config.py': `${PAST_THE_END}  # mmlens: ignore[val-only-at-ned]\n` };
    const [, finding] = check(files).findings;
    expect(finding).toMatchObject({ rule: 'ignore-unknown-rule', message: expect.stringContaining(`\`${RULE}\``) });
    expect(finding && fixed(files, 'config.py', finding)['config.py']).toBe(
      `${PAST_THE_END}  # mmlens: ignore[${RULE}]\n`,
    );
    expect(finding && fixed(files, 'config.py', finding, 1)['config.py']).toBe(`${PAST_THE_END}\n`);
  });

  test.each([
    ['# mmlens: ignore[sampler-none]\na = 1\n', 'a = 1\n'],
    ['a = 1  # mmlens: ignore[sampler-none]\n', 'a = 1\n'],
    ['a = 1  # keep  # mmlens: ignore[sampler-none]\r\n', 'a = 1  # keep\r\n'],
    ['a = 1  # mmlens: ignore[sampler-none]  # keep\n', 'a = 1  # keep\n'],
  ])('an unused one is removed with what belongs to it: %j', (code, after) => {
    const files = { 'config.py': `train_cfg = dict(by_epoch=True, max_epochs=12)\n${code}` };
    const [finding] = check(files, 'config.py', 1000).findings;
    expect(finding?.rule).toBe('unused-ignore');
    expect(finding && fixed(files, 'config.py', finding)['config.py']).toBe(
      `train_cfg = dict(by_epoch=True, max_epochs=12)\n${after}`,
    );
  });

  test('only the unused name goes where another is needed', () => {
    const files = { 'config.py': `${PAST_THE_END}  # mmlens: ignore[sampler-none, ${RULE}]\n` };
    const [finding] = check(files).findings;
    expect(finding && fixed(files, 'config.py', finding)['config.py']).toBe(
      `${PAST_THE_END}  # mmlens: ignore[${RULE}]\n`,
    );
  });

  test('can be ignored itself', () => {
    expect(rules(`${PAST_THE_END}  # mmlens: ignore[sampler-none, ${RULE}, unused-ignore]\n`)).toEqual([]);
  });
});

describe('an ignore that may be needed elsewhere is left alone', () => {
  const SCHEDULER = "param_scheduler = dict(type='MultiStepLR', by_epoch=False, milestones=[6000, 8000])";
  test('when the rule would have to know how long an epoch is', () => {
    const code = `train_cfg = dict(by_epoch=True, max_epochs=12)\n${SCHEDULER}  # mmlens: ignore[scheduler-never-reached]\n`;
    expect(rules(code)).toEqual([]);
    expect(rules(code, 'config.py', 1000)).toEqual(['unused-ignore']);
  });

  test('when a base is in a package that is not installed here', () => {
    const code = `_base_ = 'mmdet::x.py'  # mmlens: ignore[sampler-none]\ntrain_cfg = dict(max_epochs=12)\n`;
    expect(rules(code)).not.toContain('unused-ignore');
  });

  test('when MMEngine does not load the file', () => {
    const code = `_base_ = './gone.py'  # mmlens: ignore[sampler-none]\n`;
    expect(rules(code)).toEqual(['config-base-not-found']);
  });
});

test('ordinary Python may say what it likes', () => {
  expect(rules('import os  # mmlens: ignore\nx = os  # mmlens: nonsense\n')).toEqual([]);
});
