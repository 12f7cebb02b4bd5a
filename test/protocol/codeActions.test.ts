import { afterEach, expect, test } from 'vitest';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver/node.js';
import { BASE, CHILD, EPOCH_CONFIG } from './support/configs.ts';
import { Editor, type EditorOptions, PULL } from './support/editor.ts';

let editor: Editor;
afterEach(async () => {
  expect(await editor.shutdown()).toBe(0);
});
const start = async (options?: EditorOptions) => {
  editor = await Editor.start(options);
};
const titles = (actions: readonly CodeAction[]) => actions.map(({ title }) => title);

test('a quick fix answers its finding and mends it', async () => {
  await start({ files: { 'base.py': BASE } });
  await editor.open('child.py', CHILD);
  const diagnostics = await editor.pull('child.py');
  const fixes = await editor.codeActions('child.py', { diagnostics, only: ['quickfix'] });
  expect(fixes[0]).toMatchObject({ kind: 'quickfix', diagnostics });
  await editor.apply('child.py', fixes[0]?.edit);
  expect(await editor.pull('child.py')).toEqual([]);
});

test('a missing comma is pointed at and put in', async () => {
  await start();
  await editor.open('config.py', EPOCH_CONFIG.replace('[6, 8],', '[6, 8]'));
  const diagnostics = await editor.pull('config.py');
  expect(diagnostics).toMatchObject([{ code: 'config-syntax', range: { start: { line: 2 } } }]);
  const [fix] = await editor.codeActions('config.py', { diagnostics, only: ['quickfix'] });
  await editor.apply('config.py', fix?.edit);
  expect(editor.text('config.py')).toBe(EPOCH_CONFIG);
  expect(await editor.pull('config.py')).toEqual([]);
});

test('both commas that the guide forgot are put in at once by source.fixAll', async () => {
  await start();
  const broken = EPOCH_CONFIG.replace('[6, 8],', '[6, 8]').replace('max_epochs=10,', 'max_epochs=10');
  await editor.open('config.py', broken);
  expect(await editor.pull('config.py')).toHaveLength(2);
  const actions = await editor.codeActions('config.py', { only: ['source.fixAll'] });
  expect(actions).toMatchObject([{ kind: 'source.fixAll.mmengineLens' }]);
  await editor.apply('config.py', actions[0]?.edit);
  expect(editor.text('config.py')).toBe(EPOCH_CONFIG);
});

test('the whole conversion is one action, with an annotation for each step', async () => {
  await start();
  await editor.open('config.py', EPOCH_CONFIG);
  const actions = await editor.codeActions('config.py', { only: ['refactor.rewrite'] });
  const whole = actions.find(({ title }) => title.startsWith('Convert to iteration-based training'));
  expect(Object.keys(whole?.edit?.changeAnnotations ?? {})).toHaveLength(5);
  expect(whole?.edit?.documentChanges).toMatchObject([{ textDocument: { uri: editor.uri('config.py'), version: 1 } }]);
  await editor.apply('config.py', whole?.edit);
  const text = editor.text('config.py');
  for (const part of ['max_iters=10000', 'val_interval=2000', 'milestones=[6000, 8000]', 'interval=2000', '# keep me'])
    expect(text).toContain(part);
  expect(await editor.pull('config.py')).toEqual([]);
  const back = await editor.codeActions('config.py', { only: ['refactor.rewrite'] });
  expect(titles(back).every((title) => !title.includes('iteration-based'))).toBe(true);
});

test('step by step, in any order, ends where all at once does', async () => {
  await start();
  await editor.open('whole.py', EPOCH_CONFIG);
  const offered = await editor.codeActions('whole.py', { only: ['refactor.rewrite'] });
  const steps = titles(offered).filter((title) => !title.startsWith('Convert to'));
  expect(steps).toHaveLength(5);
  await editor.apply('whole.py', offered[0]?.edit);
  await editor.open('steps.py', EPOCH_CONFIG);
  // The step that says how training counts comes last: until then the file is offered the others.
  for (const title of steps.toReversed()) {
    const actions = await editor.codeActions('steps.py', { only: ['refactor.rewrite'] });
    await editor.apply('steps.py', actions.find((action) => action.title === title)?.edit);
  }
  expect(editor.text('steps.py')).toBe(editor.text('whole.py'));
});

test('a conversion that leaves the schedulers to MMEngine is a choice of its own', async () => {
  await start();
  await editor.open('config.py', EPOCH_CONFIG);
  const actions = await editor.codeActions('config.py', { only: ['refactor.rewrite'] });
  await editor.apply('config.py', actions.find(({ title }) => title.includes('`convert_to_iter_based`'))?.edit);
  expect(editor.text('config.py')).toContain('milestones=[6, 8]');
  expect(editor.text('config.py')).toMatch(/end=10,\s+convert_to_iter_based=True/);
  expect(editor.text('config.py')).toContain('max_iters=10000');
  expect(await editor.pull('config.py')).toEqual([]);
});

test('without the number of iterations per epoch, only what does not need it is offered', async () => {
  await start();
  await editor.open('config.py', EPOCH_CONFIG.slice(EPOCH_CONFIG.indexOf('\n') + 1));
  const actions = await editor.codeActions('config.py', { only: ['refactor.rewrite'] });
  expect(titles(actions)).not.toContain('Convert to iteration-based training');
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.every(({ edit, command }) => edit !== undefined && command === undefined)).toBe(true);
});

test('the extension is handed a command that asks for it', async () => {
  await start({ initializationOptions: { commands: true } });
  await editor.open('config.py', EPOCH_CONFIG.slice(EPOCH_CONFIG.indexOf('\n') + 1));
  const [whole] = await editor.codeActions('config.py', { only: ['refactor'] });
  expect(whole).toMatchObject({
    title: 'Convert to iteration-based training…',
    command: { command: 'mmengineLens.convertToIter', arguments: [{ uri: editor.uri('config.py') }] },
  });
  const params = { uri: editor.uri('config.py'), to: 'iter' };
  expect(await editor.send('mmengineLens/convert', params)).toMatchObject({ needs: 'itersPerEpoch' });
  const answered = await editor.send('mmengineLens/convert', { ...params, itersPerEpoch: 1000 });
  await editor.apply('config.py', (answered as { edit: WorkspaceEdit }).edit);
  expect(editor.text('config.py')).toContain('max_iters=10000');
  const odd = editor.send('mmengineLens/convert', params);
  expect(await odd).toMatchObject({ refused: expect.stringContaining('nothing to convert') });
});

test('an editor that knows no versions gets plain edits', async () => {
  await start({ capabilities: { textDocument: PULL.textDocument ?? {} } });
  await editor.open('config.py', EPOCH_CONFIG);
  const [whole] = await editor.codeActions('config.py', { only: ['refactor.rewrite'] });
  expect(Object.keys(whole?.edit ?? {})).toEqual(['changes']);
});

test('no light bulb for a conversion where nothing counts', async () => {
  await start();
  await editor.open('config.py', EPOCH_CONFIG);
  const automatic = { triggerKind: 2 };
  const at = (line: number) => ({ start: { line, character: 1 }, end: { line, character: 1 } });
  expect(await editor.codeActions('config.py', automatic, at(11))).toEqual([]);
  expect(await editor.codeActions('config.py', automatic, at(1))).not.toEqual([]);
});
