import { describe, expect, test } from 'vitest';
import type { LensHost } from '../../../server/src/service.ts';
import { applyEdits, SourceText } from '../../../server/src/text/source.ts';
import { dataIn } from '../training/epochLength/support.ts';
import { hoverAt, lensWith } from './lens.ts';

const TEXT = `# A licence.
default_scope = 'mmdet'
train_cfg = dict(by_epoch=True, max_epochs=12)
train_dataloader = dict(
    batch_size=2,
    sampler=dict(type='DefaultSampler', shuffle=True),
    dataset=dict(
        type='CocoDataset',
        data_root='data/coco/',
        ann_file='annotations/instances_train2017.json',
        filter_cfg=dict(filter_empty_gt=True, min_size=32)))
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.1))
auto_scale_lr = dict(base_batch_size=16)
`;
const TARGET = { uri: 'file:///config.py', version: 1, documentChanges: true, changeAnnotations: true };

const lensOver = (text: string, more: Partial<LensHost> = {}) => lensWith({ 'config.py': text }, more);

function remember(text: string, settings: { readonly itersPerEpoch?: number } = {}) {
  const lens = lensOver(text, { settings });
  const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } };
  const actions = lens.codeActions('/config.py', {
    range,
    diagnostics: [],
    only: ['refactor.rewrite'],
    automatic: false,
    target: { ...TARGET, documentChanges: false },
    commands: true,
  });
  const action = actions.find(({ title }) => title.startsWith('Remember'));
  const edits = action?.edit?.changes?.[TARGET.uri] ?? [];
  const source = new SourceText('/config.py', text);
  const after = applyEdits(
    text,
    edits.map(({ range: { start, end }, newText }) => ({
      span: { start: source.offsetAt(start), end: source.offsetAt(end) },
      text: newText,
    })),
  );
  return { title: action?.title, after };
}

describe('the number of iterations per epoch', () => {
  test('is suggested with its formula and sources, and never taken unasked', () => {
    const lens = lensOver(TEXT);
    const result = lens.conversion('/config.py', { uri: TARGET.uri, to: 'iter' }, TARGET);
    expect(result).toMatchObject({ needs: 'itersPerEpoch', suggestion: 7330 });
    const { prompt } = result as { prompt: string };
    expect(prompt).toContain('Worked out: ceil(117,266 / (2 × 8)) = 7,330, with samples 117,266: ');
    expect(prompt).toContain('COCO train2017');
    expect(prompt).toContain('this file:5');
  });

  test('is asked for with advice where it cannot be worked out', () => {
    const lens = lensOver(TEXT.replace('CocoDataset', 'YouTubeVISDataset'));
    const result = lens.conversion('/config.py', { uri: TARGET.uri, to: 'iter' }, TARGET);
    expect(result).toEqual({ needs: 'itersPerEpoch', prompt: expect.stringContaining('len(train_dataloader)') });
    expect(result).toMatchObject({ prompt: expect.stringContaining('`YouTubeVISDataset`') });
  });

  test('is counted where data are in reach', async () => {
    const content = JSON.stringify({
      images: Array.from({ length: 33 }, (_, id) => ({ id, width: 99, height: 99 })),
      annotations: Array.from({ length: 33 }, (_, id) => ({ image_id: id, category_id: 1 })),
      categories: [{ id: 1, name: 'person' }],
    });
    const data = dataIn({ '/work/data/mine/annotations/instances_train2017.json': content });
    const lens = lensOver(TEXT.replaceAll('coco', 'mine'), { data: { files: data, roots: ['/work'] } });
    const ask = () => lens.conversion('/config.py', { uri: TARGET.uri, to: 'iter' }, TARGET);
    expect(ask()).toMatchObject({ prompt: expect.stringContaining('has not been counted yet') });
    expect(await lens.countSamples()).toBe(true);
    expect(ask()).toMatchObject({ suggestion: 3 });
    expect(await lens.countSamples()).toBe(false);
  });

  test('is explained on hovers about the data loader and the length, nowhere else', () => {
    const at = (before: string) => hoverAt(TEXT.replace(before, `|${before}`));
    for (const place of ['train_dataloader', 'batch_size', 'dataset=', 'train_cfg', 'max_epochs'])
      expect(at(place)).toContain('One epoch is **7,330 iterations**: `ceil(117,266 / (2 × 8)) = 7,330`');
    expect(at('batch_size')).toContain('[this file:13](');
    for (const place of ['by_epoch', 'sampler', 'optim_wrapper']) expect(at(place)).not.toContain('One epoch is');
    const said = hoverAt(`# mmlens: iters-per-epoch=10\n${TEXT.replace('batch_size', '|batch_size')}`);
    expect(said).toContain('say 10 iterations per epoch, which is what counts here');
  });

  test('gives no inlay hint until the file or the settings say it', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const labels = (text: string) =>
      lensOver(text)
        .inlayHints('/config.py', range)
        .map(({ label }) => label);
    expect(labels(TEXT).join()).not.toContain('87,960');
    expect(labels(`# mmlens: iters-per-epoch=7330\n${TEXT}`)).toContain('= 87,960 iterations');
  });
});

describe('Remember', () => {
  const comment = '# mmlens: iters-per-epoch=7330';

  test('writes the comment below the comments at the top', () => {
    const { title, after } = remember(TEXT);
    expect(title).toBe('Remember 7,330 iterations per epoch in this file');
    expect(after).toBe(TEXT.replace('licence.\n', `licence.\n${comment}\n`));
    expect(remember(after).title).toBeUndefined();
    expect(lensOver(after).check('/config.py').itersPerEpoch).toBe(7330);
  });

  test('keeps line ends and the byte order mark', () => {
    const crlf = TEXT.replace('# A licence.\n', '').replaceAll('\n', '\r\n');
    expect(remember(crlf).after).toBe(`${comment}\r\n${crlf}`);
    expect(remember(`\uFEFF${crlf}`).after).toBe(`\uFEFF${comment}\r\n${crlf}`);
  });

  test('takes what the settings say, and says when it is an assumption', () => {
    expect(remember(TEXT, { itersPerEpoch: 12 }).title).toBe('Remember 12 iterations per epoch in this file');
    const alone = remember(TEXT.replace('auto_scale_lr', 'something'));
    expect(alone.title).toBe('Remember 58,633 iterations per epoch in this file (an assumption)');
  });

  test('has nothing to say where nothing is known', () => {
    expect(remember(TEXT.replace('CocoDataset', 'YouTubeVISDataset')).title).toBeUndefined();
    expect(remember('train_cfg = dict(by_epoch=True, max_epochs=12)\n').title).toBeUndefined();
  });
});
