import { afterEach, expect, test } from 'vitest';
import { BASE, CHILD } from './support/configs.ts';
import { Editor, PULL } from './support/editor.ts';

let editor: Editor;
afterEach(async () => {
  expect(await editor.shutdown()).toBe(0);
});

test('a file that is on no disk is fetched from the editor, bases too', async () => {
  editor = await Editor.start({ initializationOptions: { readFile: true }, capabilities: PULL });
  const asked: string[] = [];
  editor.connection.onRequest('mmengineLens/readFile', ({ uri }: { uri: string }) => {
    asked.push(uri);
    return uri.endsWith('/base.py') ? { kind: 'file', text: BASE } : { kind: 'missing' };
  });
  const uri = 'vscode-vfs://github/owner/repo/configs/child.py';
  await editor.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 1, text: CHILD },
  });
  const report = await editor.send('textDocument/diagnostic', { textDocument: { uri } });
  expect(report).toMatchObject({
    items: [
      {
        code: 'train-cfg-type-and-by-epoch',
        relatedInformation: [{ location: { uri: 'vscode-vfs://github/owner/repo/configs/base.py' } }],
      },
    ],
  });
  expect(asked).toContain('vscode-vfs://github/owner/repo/configs/base.py');
});
