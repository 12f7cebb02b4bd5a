import { afterEach, expect, test } from 'vitest';
import { EPOCH_CONFIG } from './support/configs.ts';
import { Editor, type EditorOptions, PULL } from './support/editor.ts';

let editor: Editor;
afterEach(async () => {
  expect(await editor.shutdown()).toBe(0);
});

const CONFIG = EPOCH_CONFIG.slice(EPOCH_CONFIG.indexOf('\n') + 1).replace(
  /dataset=dict\(.*?\)/,
  "dataset=dict(type='Mine', ann_file='data/train.txt')",
);
const start = async (lines: number, more: EditorOptions = {}) => {
  editor = await Editor.start({ files: { 'data/train.txt': 'a\n'.repeat(lines) }, ...more });
  await editor.open('toy_4xb2.py', CONFIG);
};
const convert = () => editor.send('mmengineLens/convert', { uri: editor.uri('toy_4xb2.py'), to: 'iter' });

test('a conversion counts the samples and suggests, with how far it is', async () => {
  const capabilities = { ...PULL, window: { workDoneProgress: true } };
  const seen: unknown[] = [];
  await start(100_001, { capabilities });
  editor.connection.onRequest('window/workDoneProgress/create', () => null);
  editor.connection.onNotification('$/progress', (params) => seen.push((params as { value: unknown }).value));
  expect(await convert()).toMatchObject({
    needs: 'itersPerEpoch',
    suggestion: 12_501,
    prompt: expect.stringContaining('ceil(100,001 / (2 × 4)) = 12,501'),
  });
  expect(seen).toMatchObject([
    { kind: 'begin', cancellable: true },
    { kind: 'report', percentage: 100 },
    { kind: 'end' },
  ]);
});

test('an editor that shows no progress, or refuses to, gets the same suggestion', async () => {
  await start(8, { capabilities: { ...PULL, window: { workDoneProgress: true } } });
  expect(await convert()).toMatchObject({ suggestion: 1 });
  editor.write('data/train.txt', 'a\n'.repeat(80));
  expect(await convert()).toMatchObject({ suggestion: 10 });
});

test('a hover counts what is small, and the number can be remembered', async () => {
  await start(80);
  const line = CONFIG.split('\n').findIndex((text) => text.startsWith('train_dataloader'));
  const hover = await editor.request<{ contents: { value: string } }>('textDocument/hover', 'toy_4xb2.py', {
    position: { line, character: 3 },
  });
  expect(hover.contents.value).toContain('**10 iterations**');
  const actions = await editor.codeActions('toy_4xb2.py', { only: ['refactor.rewrite'] });
  const remember = actions.find(({ title }) => title.startsWith('Remember 10 iterations per epoch'));
  await editor.apply('toy_4xb2.py', remember?.edit);
  expect(editor.text('toy_4xb2.py')).toBe(`# mmlens: iters-per-epoch=10\n${CONFIG}`);
  expect(await convert()).toHaveProperty('edit');
});
