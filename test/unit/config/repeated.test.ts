import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigLoader } from '../../../server/src/config/loader.ts';
import { RepeatedStatements } from '../../../server/src/python/plain/repeated.ts';
import { parsePlain } from '../../../server/src/python/plain/statements.ts';
import type { Module } from '../../../server/src/python/syntax.ts';
import { memoryHost } from '../../support/memory.ts';
import { spelledOut } from '../../support/trees.ts';

const LINES = [
  "_base_ = ['./base.py']",
  'lr = 0.1',
  "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12)",
  "model = dict(\n    type='Net',\n    depth=lr,  # a\n    stages=[dict(a=1), (2, 3)])",
  'model = dict(_delete_=True, type=nowhere)',
  'model.depth = 3',
  "model['depth'] = lr",
  'model.stages[0].a += 2',
  'a, (b, *c) = 1, [2, 3, 4]',
  'a = b = {"x": lr, **dict(y=1)}',
  'x = [i * lr for i in range(3) if i]',
  "y = dict(a=1)['b']",
  "z = f'{lr}' + 'a' * 2",
  'w = not a or -lr < 3',
  'base = _base_.model',
  'import math',
  'import os.path as path',
  'from math import pi as p, e',
  'from .base import model',
  'from torch.optim import SGD',
  'optimizer = dict(type=SGD, lr=p)',
  'with read_base():\n    from .base import *',
  'd = dict(a=1, a=2)',
  'filename = 1',
  'v = {{_base_.model}}',
  '# a comment',
  '',
];

// What a module's functions do is not compared.
expect.addEqualityTesters([(a, b) => (typeof a === 'function' && typeof b === 'function' ? true : undefined)]);

test('what is read of repeated statements is read where they stand', () => {
  const texts = fc.array(fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 8 }), {
    minLength: 2,
    maxLength: 5,
  });
  fc.assert(
    fc.property(texts, (files) => {
      const repeated = new RepeatedStatements();
      for (const lines of files) {
        const text = `${lines.join('\n')}\n`;
        expect(
          read(text, (each) => parsePlain(each, repeated)),
          text,
        ).toEqual(read(text, parsePlain));
      }
    }),
    { numRuns: 1000 },
  );
});

test('a repeated statement is one step of the work, as any other', () => {
  const repeated = new RepeatedStatements();
  const parse = (text: string) => parsePlain(text, repeated);
  // So many steps that those of the last statements decide.
  const text = `z = 0\nfor i in range(199946):\n    z = i\n${'a = 1\n'.repeat(50)}model = 5\n`;
  expect(read(text, parsePlain).config.entries.get('model')?.value).toMatchObject({ kind: 'int', value: 5 });
  expect(read(text, parse).config.entries.get('model')?.value).toMatchObject({ kind: 'int', value: 5 });
});

test('a carriage return ends a line of a config', () => {
  const { config, refusals } = read("lr = 0.1\rmodel = dict(\r    depth=lr)\rx = '''a\rb'''\r", () => undefined);
  expect(refusals).toEqual([]);
  expect(config.entries.get('model')?.at).toMatchObject({ start: 9, end: 36 });
  expect(config.entries.get('x')?.value).toMatchObject({ value: 'a\nb' });
});

function read(text: string, parse: (text: string) => Module | undefined) {
  const files = new Map([
    ['/base.py', "model = dict(type='Net', depth=50, stages=[dict(a=0)])\n"],
    ['/config.py', text],
  ]);
  const host = memoryHost(files);
  const loader = new ConfigLoader({ ...host, parse: (source) => parse(source.text) ?? host.parse(source) });
  const { module, ...loaded } = loader.evaluate('/config.py');
  return { ...loaded, module: module && spelledOut(module) };
}
