import { afterEach, expect, test } from 'vitest';
import { BASE, CHILD, EPOCH_CONFIG } from './support/configs.ts';
import { Editor, type EditorOptions, PULL } from './support/editor.ts';

let editor: Editor;
afterEach(async () => {
  expect(await editor.shutdown()).toBe(0);
});
const start = async (options?: EditorOptions) => {
  editor = await Editor.start(options);
};

test('a finding carries its rule, its origin in the base and its fix', async () => {
  await start({ files: { 'base.py': BASE } });
  await editor.open('child.py', CHILD);
  const [finding, ...more] = await editor.pull('child.py');
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    source: 'mmengine-lens',
    code: 'train-cfg-type-and-by-epoch',
    severity: 1,
    range: { start: { line: 1, character: 17 } },
    relatedInformation: [{ location: { uri: editor.uri('base.py'), range: { start: { line: 0 } } } }],
    data: { rule: 'train-cfg-type-and-by-epoch' },
  });
  expect(finding?.data.fixes.length).toBeGreaterThan(0);
});

test('the same findings have the same result id and are not sent twice', async () => {
  await start({ files: { 'base.py': BASE } });
  await editor.open('child.py', CHILD);
  const first = await editor.report('child.py');
  expect(first.kind).toBe('full');
  expect(await editor.report('child.py', first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
  await editor.replace('child.py', 'by_epoch=True, ', '');
  expect(await editor.report('child.py', first.resultId)).toMatchObject({ kind: 'full', items: [] });
});

test('findings follow the keys that are typed', async () => {
  await start();
  await editor.open('config.py', EPOCH_CONFIG);
  expect(await editor.pull('config.py')).toEqual([]);
  await editor.replace('config.py', '[6, 8]', '[6, 8');
  expect((await editor.pull('config.py')).map(({ code }) => code)).toContain('config-syntax');
  await editor.replace('config.py', '[6, 8', '[6, 8]');
  expect(await editor.pull('config.py')).toEqual([]);
});

test('an edited base that is open makes its children be asked about again', async () => {
  await start({ files: { 'base.py': BASE } });
  await editor.open('base.py', BASE);
  await editor.open('child.py', CHILD);
  expect(await editor.pull('child.py')).toHaveLength(1);
  expect(editor.requests.filter(({ method }) => method === 'workspace/diagnostic/refresh')).toEqual([]);
  await editor.replace('base.py', "type='EpochBasedTrainLoop', ", '');
  await editor.requested('workspace/diagnostic/refresh');
  expect(await editor.pull('child.py')).toEqual([]);
  // The disk still holds the old text.
  await editor.close('base.py');
  await editor.requested('workspace/diagnostic/refresh');
  expect(await editor.pull('child.py')).toHaveLength(1);
});

test('a base that changes on the disk does too', async () => {
  await start({ files: { 'base.py': BASE } });
  await editor.open('child.py', CHILD);
  expect(await editor.pull('child.py')).toHaveLength(1);
  await editor.changedOnDisk('base.py', BASE.replace("type='EpochBasedTrainLoop', ", ''));
  await editor.requested('workspace/diagnostic/refresh');
  expect(await editor.pull('child.py')).toEqual([]);
});

test('an editor that takes related documents gets the children with the base', async () => {
  const textDocument = { ...PULL.textDocument, diagnostic: { relatedDocumentSupport: true } };
  await start({ files: { 'base.py': BASE }, capabilities: { ...PULL, textDocument } });
  await editor.open('base.py', BASE);
  await editor.open('child.py', CHILD);
  expect(await editor.pull('child.py')).toHaveLength(1);
  await editor.replace('base.py', "type='EpochBasedTrainLoop', ", '');
  const report = await editor.report('base.py');
  expect(report.relatedDocuments).toMatchObject({ [editor.uri('child.py')]: { kind: 'full', items: [] } });
});

test('an editor that does not ask is sent findings with the version they are about', async () => {
  await start({ files: { 'base.py': BASE }, capabilities: {} });
  expect(editor.initialized?.capabilities.diagnosticProvider).toBeUndefined();
  await editor.open('base.py', BASE);
  await editor.open('child.py', CHILD);
  expect((await editor.publishedFor('child.py', 1)).diagnostics).toHaveLength(1);
  await editor.replace('child.py', 'by_epoch=True, ', '');
  expect(await editor.publishedFor('child.py', 2)).toMatchObject({ version: 2, diagnostics: [] });
  await editor.replace('child.py', 'max_epochs=36', 'max_iters=36');
  expect((await editor.publishedFor('child.py', 3)).diagnostics).not.toEqual([]);
  await editor.replace('base.py', "type='EpochBasedTrainLoop', max_epochs=12", 'by_epoch=False, max_iters=12');
  const codes = (await editor.publishedFor('child.py', 3)).diagnostics.map(({ code }) => code);
  expect(codes).not.toContain('train-cfg-foreign-key');
  await editor.close('child.py');
  expect(await editor.publishedFor('child.py', 0)).toMatchObject({ diagnostics: [] });
});

test('rapid keys end with the findings of the last text', async () => {
  await start({ capabilities: {} });
  await editor.open('config.py', EPOCH_CONFIG);
  for (let i = 0; i < 50; i++) await editor.replace('config.py', 'model = dict(', `model = dict(x${i}=1, `);
  await editor.replace(
    'config.py',
    'by_epoch=True, max_epochs',
    "type='EpochBasedTrainLoop', by_epoch=True, max_epochs",
  );
  const { diagnostics } = await editor.publishedFor('config.py', 52);
  expect(diagnostics.map(({ code }) => code)).toEqual(['train-cfg-type-and-by-epoch']);
});

test('ordinary Python gets nothing', async () => {
  await start();
  const code = 'import os\n\n\ndef main():\n    return os.getcwd()\n\n\ntrain_cfg = main()\n';
  await editor.open('tool.py', code);
  expect(await editor.pull('tool.py')).toEqual([]);
  expect(await editor.request('textDocument/hover', 'tool.py', { position: { line: 6, character: 2 } })).toBeNull();
  expect(await editor.codeActions('tool.py')).toEqual([]);
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  expect(await editor.request('textDocument/inlayHint', 'tool.py', { range })).toEqual([]);
  expect(await editor.send('mmengineLens/status', { uri: editor.uri('tool.py') })).toBeNull();
});

test('settings change severities and silence rules', async () => {
  const workspace = { ...PULL.workspace, configuration: true };
  await start({
    files: { 'base.py': BASE },
    capabilities: { ...PULL, workspace },
    settings: { rules: { 'train-cfg-type-and-by-epoch': 'hint' } },
  });
  await editor.requested('workspace/configuration');
  await editor.open('child.py', CHILD);
  expect(await editor.pull('child.py')).toMatchObject([{ severity: 4 }]);
  editor.settings = { rules: { 'train-cfg-type-and-by-epoch': 'off' } };
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  await editor.requested('workspace/diagnostic/refresh');
  expect(await editor.pull('child.py')).toEqual([]);
});

test('settings that make no sense change nothing', async () => {
  await start({ files: { 'base.py': BASE } });
  const settings = { mmengineLens: { itersPerEpoch: 'many', rules: { 'train-cfg-type-and-by-epoch': 3 }, python: 7 } };
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  await editor.open('child.py', CHILD);
  expect(await editor.pull('child.py')).toMatchObject([{ severity: 1 }]);
});
