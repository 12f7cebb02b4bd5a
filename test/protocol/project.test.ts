import { afterEach, expect, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node.js';
import { Editor, type EditorOptions, PULL } from './support/editor.ts';

const PAST_THE_END = 'train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=20)\n';
const RULE = 'val-only-at-end';

let editor: Editor;
afterEach(async () => {
  expect(await editor.shutdown()).toBe(0);
});
const start = async (options?: EditorOptions) => {
  editor = await Editor.start(options);
};
const ignoring = (actions: readonly CodeAction[]) =>
  actions.filter(({ title }) => title.startsWith('Ignore this rule'));

test('a project file says what is found, and a changed one makes open configs be asked about again', async () => {
  await start({ files: { 'mmlens.toml': `[rules]\n${RULE} = "error"\n` } });
  await editor.open('a.py', PAST_THE_END);
  expect(await editor.pull('a.py')).toMatchObject([{ code: RULE, severity: 1 }]);
  await editor.changedOnDisk('mmlens.toml', `[rules]\n${RULE} = "off"\n`);
  await editor.requested('workspace/diagnostic/refresh');
  expect(await editor.pull('a.py')).toEqual([]);
});

test('it stands before the settings of the editor, rule by rule', async () => {
  const settings = { rules: { [RULE]: 'off', 'config-base-not-found': 'hint' } };
  await start({
    files: { 'mmlens.toml': `[rules]\n${RULE} = "warning"\n` },
    capabilities: { ...PULL, workspace: { ...PULL.workspace, configuration: true } },
    settings,
  });
  await editor.requested('workspace/configuration');
  await editor.open('a.py', PAST_THE_END);
  expect(await editor.pull('a.py')).toMatchObject([{ code: RULE, severity: 2 }]);
  await editor.open('b.py', "_base_ = './gone.py'\n");
  expect(await editor.pull('b.py')).toMatchObject([{ code: 'config-base-not-found', severity: 4 }]);
});

test('what is wrong in it is underlined while it is typed, and mended', async () => {
  await start();
  await editor.open('a.py', PAST_THE_END);
  expect(await editor.pull('a.py')).toHaveLength(1);
  await editor.open('mmlens.toml', '[rules]\nval-only-at-ned = "off"\n');
  const diagnostics = await editor.pull('mmlens.toml');
  expect(diagnostics).toMatchObject([
    {
      severity: 1,
      source: 'mmengine-lens',
      message: expect.stringContaining('did you mean'),
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 15 } },
    },
  ]);
  const [fix] = await editor.codeActions('mmlens.toml', { diagnostics, only: ['quickfix'] });
  await editor.apply('mmlens.toml', fix?.edit);
  expect(await editor.pull('mmlens.toml')).toEqual([]);
  expect(await editor.pull('a.py')).toEqual([]);
});

test('excluded files and what a baseline knows get nothing', async () => {
  const entry = { path: 'known.py', rule: RULE, keyPath: ['train_cfg', 'val_interval'], count: 1 };
  await start({
    files: {
      'mmlens.toml': 'exclude = ["old"]\nbaseline = "base.json"\n',
      'base.json': JSON.stringify({ version: 1, findings: [entry] }),
    },
  });
  await editor.open('old/a.py', PAST_THE_END);
  expect(await editor.pull('old/a.py')).toEqual([]);
  await editor.open('known.py', PAST_THE_END);
  expect(await editor.pull('known.py')).toEqual([]);
  await editor.open('new.py', PAST_THE_END);
  expect(await editor.pull('new.py')).toHaveLength(1);
  await editor.changedOnDisk('base.json', JSON.stringify({ version: 1, findings: [] }));
  await editor.requested('workspace/diagnostic/refresh');
  expect(await editor.pull('known.py')).toHaveLength(1);
});

test.each([
  ['at the end of the line', PAST_THE_END, `${PAST_THE_END.trimEnd()}  # mmlens: ignore[${RULE}]\n`],
  [
    'behind a comment',
    `${PAST_THE_END.trimEnd()}  # why\r\n`,
    `${PAST_THE_END.trimEnd()}  # why  # mmlens: ignore[${RULE}]\r\n`,
  ],
  [
    'in a comment that ignores another rule',
    `${PAST_THE_END.trimEnd()}  # mmlens: ignore[sampler-none, unused-ignore]\n`,
    `${PAST_THE_END.trimEnd()}  # mmlens: ignore[sampler-none, unused-ignore, ${RULE}]\n`,
  ],
])('a finding can be ignored %s', async (_, before, after) => {
  await start();
  await editor.open('a.py', before);
  const diagnostics = await editor.pull('a.py');
  const actions = await editor.codeActions('a.py', { diagnostics, only: ['quickfix'] });
  const [ignore, ...more] = ignoring(actions);
  expect(more).toEqual([]);
  expect(ignore).toMatchObject({ title: `Ignore this rule here (${RULE})`, diagnostics: [{ code: RULE }] });
  await editor.apply('a.py', ignore?.edit);
  expect(editor.text('a.py')).toBe(after);
  expect(await editor.pull('a.py')).toEqual([]);
});

test('no comment is offered where it could not stand', async () => {
  await start();
  await editor.open('a.py', "train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=20, x='''\n''')\n");
  expect(await editor.pull('a.py')).not.toEqual([]);
  expect(ignoring(await editor.codeActions('a.py', { only: ['quickfix'] }))).toEqual([]);
  const json = '{"train_cfg": {"by_epoch": true, "max_epochs": 12, "val_interval": 20}}\n';
  await editor.open('a.json', json);
  expect(await editor.pull('a.json')).toHaveLength(1);
  expect(ignoring(await editor.codeActions('a.json', { only: ['quickfix'] }))).toEqual([]);
});

test('an unused ignore is taken out by its fix', async () => {
  await start();
  await editor.open(
    'a.py',
    'train_cfg = dict(by_epoch=True, max_epochs=12)  # mmlens: ignore[train-cfg-foreign-key]\n',
  );
  const diagnostics = await editor.pull('a.py');
  expect(diagnostics).toMatchObject([{ code: 'unused-ignore', severity: 3, tags: [1] }]);
  const [fix] = await editor.codeActions('a.py', { diagnostics, only: ['quickfix'] });
  await editor.apply('a.py', fix?.edit);
  expect(editor.text('a.py')).toBe('train_cfg = dict(by_epoch=True, max_epochs=12)\n');
});
