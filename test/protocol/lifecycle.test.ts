import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ErrorCodes } from 'vscode-languageserver/node.js';
import { EPOCH_CONFIG } from './support/configs.ts';
import { CLI, Editor } from './support/editor.ts';

test('says what it can do', async () => {
  const editor = await Editor.start();
  expect(editor.initialized?.capabilities).toMatchObject({
    textDocumentSync: { openClose: true, change: 2 },
    diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
    hoverProvider: true,
    definitionProvider: true,
    inlayHintProvider: true,
    codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.mmengineLens'] },
  });
  expect(await editor.shutdown()).toBe(0);
  expect(editor.stderr).toBe('');
});

test('leaves with status 1 when it was not asked to shut down', async () => {
  const editor = await Editor.start();
  expect(await editor.quit()).toBe(1);
});

test('leaves when its input ends', () => {
  const { status, signal } = spawnSync(process.execPath, [CLI, '--stdio'], { input: '', timeout: 10_000 });
  expect({ status, signal }).toEqual({ status: 1, signal: null });
});

test('refuses requests before it is initialized and after it was shut down, and stays alive', async () => {
  const editor = Editor.spawn();
  const position = { line: 0, character: 0 };
  const tooEarly = editor.request('textDocument/hover', 'a.py', { position });
  await expect(tooEarly).rejects.toMatchObject({ code: ErrorCodes.ServerNotInitialized });
  await editor.open('a.py', EPOCH_CONFIG);
  await editor.initialize();
  expect(await editor.pull('a.py')).toEqual([]);
  await expect(editor.initialize()).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
  await editor.send('shutdown');
  const tooLate = editor.request('textDocument/hover', 'a.py', { position });
  await expect(tooLate).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
  expect(await editor.quit()).toBe(0);
});

test('survives messages about documents that are not open', async () => {
  const editor = await Editor.start();
  const uri = editor.uri('never.py');
  await editor.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 7 },
    contentChanges: [{ text: 'train_cfg = 1' }],
  });
  await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  expect(await editor.pull('never.py')).toEqual([]);
  expect(await editor.request('textDocument/hover', 'never.py', { position: { line: 5, character: 5 } })).toBeNull();
  expect(await editor.codeActions('never.py')).toEqual([]);
  expect(await editor.shutdown()).toBe(0);
});
