import { afterEach, expect, test } from 'vitest';
import type { Hover, InlayHint, Location } from 'vscode-languageserver/node.js';
import { BASE, CHILD, EPOCH_CONFIG } from './support/configs.ts';
import { Editor, WHOLE } from './support/editor.ts';

let editor: Editor;
afterEach(async () => {
  expect(await editor.shutdown()).toBe(0);
});

/** The position of the `|` in `marked`, which is otherwise a part of the text. */
function positionOf(text: string, marked: string): { line: number; character: number } {
  const offset = text.indexOf(marked.replace('|', '')) + marked.indexOf('|');
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

async function hoverOn(name: string, marked: string): Promise<string> {
  const hover = await editor.request<Hover | null>('textDocument/hover', name, {
    position: positionOf(editor.text(name), marked),
  });
  return hover === null ? '' : (hover.contents as { value: string }).value;
}

test('hover tells the effective value, where it comes from and what it means', async () => {
  editor = await Editor.start({ files: { 'base.py': BASE } });
  await editor.open('child.py', "_base_ = './base.py'\ntrain_cfg = dict(max_epochs=36)\n");
  const text = await hoverOn('child.py', 'max_ep|ochs');
  expect(text).toContain('train_cfg.max_epochs');
  expect(text).toContain('36 epochs');
  expect(text).toContain(`overrides \`12\` in [`);
  expect(text).toContain(`${editor.uri('base.py')}#L1`);
  expect(await hoverOn('child.py', 'train|_cfg')).toContain('epoch-based');
  expect(await hoverOn('child.py', './ba|se.py')).toContain('`param_scheduler`');
});

test('hover corrects what the guide says about samplers and types', async () => {
  editor = await Editor.start();
  await editor.open('config.py', EPOCH_CONFIG);
  expect(await hoverOn('config.py', 'samp|ler=dict')).toContain('without shuffling');
  expect(await hoverOn('config.py', 'train|_cfg')).toContain('_delete_=True');
  expect(await hoverOn('config.py', 'mile|stones')).toContain('= 6,000 iterations, 8,000 iterations');
  expect(await hoverOn('config.py', 'log_metric|_by_epoch')).toContain('epoch');
  expect(await hoverOn('config.py', 'int|erval=2, by')).toContain('2 epochs (= 2,000 iterations)');
  expect(await hoverOn('config.py', 'lr|=0.1')).toContain('optim_wrapper.optimizer.lr');
  expect(await hoverOn('config.py', '# keep| me')).toBe('');
});

test('definition leads to the origin', async () => {
  editor = await Editor.start({ files: { 'base.py': BASE } });
  const text =
    "_base_ = './base.py'\nlr = 0.1\ntrain_cfg = dict(max_epochs=36)\nepochs = '{{_base_.train_cfg.max_epochs}}'\n";
  await editor.open('child.py', text);
  const to = (marked: string) =>
    editor.request<Location[]>('textDocument/definition', 'child.py', { position: positionOf(text, marked) });
  const base = editor.uri('base.py');
  expect(await to('./ba|se.py')).toMatchObject([{ uri: base, range: { start: { line: 0, character: 0 } } }]);
  expect(await to('max_ep|ochs=36')).toMatchObject([{ uri: base, range: { start: { line: 0, character: 45 } } }]);
  expect(await to('_base_.train|_cfg')).toMatchObject([{ uri: base }]);
});

test('a base is a link', async () => {
  editor = await Editor.start({ files: { 'base.py': BASE } });
  await editor.open('child.py', CHILD);
  expect(await editor.request('textDocument/documentLink', 'child.py')).toMatchObject([
    { target: editor.uri('base.py'), range: { start: { line: 0, character: 10 }, end: { line: 0, character: 19 } } },
  ]);
});

test('inlay hints give the length in the other unit', async () => {
  editor = await Editor.start();
  await editor.open('config.py', EPOCH_CONFIG);
  const labels = async () =>
    (await editor.request<InlayHint[]>('textDocument/inlayHint', 'config.py', { range: WHOLE })).map(
      ({ label }) => label,
    );
  expect(await labels()).toContain('= 10,000 iterations');
  await editor.replace('config.py', '# mmlens: iters-per-epoch=1000\n', '');
  expect(await labels()).toContain('epochs');
});

test('the status says how the config trains', async () => {
  editor = await Editor.start();
  await editor.open('config.py', EPOCH_CONFIG);
  const status = await editor.send('mmengineLens/status', { uri: editor.uri('config.py') });
  expect(status).toMatchObject({ text: 'Epochs: 10', detail: expect.stringContaining('10,000 iterations') });
});
