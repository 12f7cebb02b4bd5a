import { expect, test } from 'vitest';
import { itersPerEpochComment } from '../../../server/src/training/itersPerEpoch.ts';
import { loadedConfig } from './made.ts';

const inYaml = (text: string) => itersPerEpochComment(loadedConfig({}, 'yaml', text))?.value;

test.each([
  ['# mmlens: iters-per-epoch=7330\na: 1', 7330],
  ['a: 1  # mmlens: iters-per-epoch = 12\n', 12],
  ['# measured; mmlens: iters-per-epoch=12, 8 GPUs', 12],
  ['# mmlens: iters-per-epoch=0', undefined],
  ['# mmlens: iters-per-epoch=x', undefined],
  ['# mmlens: iters-per-epoch=10.5', undefined],
  ['# mmlens: iters-per-epoch=7,330', undefined],
  ['# mmlens: iters-per-epoch=7 330', undefined],
  ["# mmlens: iters-per-epoch=7'330", undefined],
  ['# mmlens: iters-per-epoch=7_330', 7330],
  ['# mmlens: iters-per-epoch=7330 8 GPUs', 7330],
  ['# mmlens: iters-per-epoch=7330.', 7330],
  ['a: mmlens: iters-per-epoch=5', undefined],
  ['# mmlens: iters-per-epoch=5\n# mmlens: iters-per-epoch=6', 6],
])('%j', (text, value) => {
  expect(inYaml(text)).toBe(value);
});

test('in Python the tree says what is a comment', () => {
  const text = "a = '# mmlens: iters-per-epoch=5'\n# mmlens: iters-per-epoch=6\n";
  const start = text.lastIndexOf('#');
  const comment = { start, end: text.length - 1, text: text.slice(start, -1) };
  const module = { body: [], errors: [], comments: [comment], start: 0, end: text.length };
  const loaded = { ...loadedConfig({}, 'classic', text), module };
  expect(itersPerEpochComment(loaded)).toEqual({ value: 6, span: { start, end: text.length - 1 } });
});
