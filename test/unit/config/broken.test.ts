import { expect, test } from 'vitest';
import { loadConfig } from '../../support/memory.ts';

test.each([
  ['config.py', "default_hooks = dict(checkpoint=dict(type='CheckpointHook', interval=1)\n", 'SyntaxError'],
  ['config.py', "_base_ = ['./base.py'\nmodel = dict(depth=50)\n", 'SyntaxError'],
  ['config.json', '{"_base_": "base.json", "train_cfg": {"max_epochs": 3,}}', 'JSONDecodeError'],
  ['config.json', '{\n  "train_cfg": {"by_epoch": true "max_epochs": 3}\n}', 'JSONDecodeError'],
  ['config.yaml', 'train_cfg:\n\tby_epoch: true\n', 'ScannerError'],
])('a config that cannot be read is one all the same: %s %s', (name, text, error) => {
  const loaded = loadConfig({ [name]: text }, name);
  expect(loaded.isConfig).toBe(true);
  expect(loaded.refusals.map((refusal) => refusal.error)).toContain(error);
});

test.each([
  ['old.py', "print 'hello'\nmodel = train(data)\n"],
  ['call.py', 'train(train_cfg=dict(a=1\n'],
  ['word.py', "text = '''\n  train_cfg = dict(\n"],
  ['log.json', '{"mode": "train", "config": "train_cfg = dict(max_epochs=3)"}\n{"mode": "val"}\n'],
  ['jobs.json', '{"id": 1, "cfg": {"train_cfg": {"max_epochs": 3}}}\n{"id": 2}\n'],
  ['tool.py', '"""Usage:\n\ntrain_cfg = dict(max_epochs=3)\n"""\nimport os\nx = os.getcwd() 1\n'],
  ['py2.py', "train_cfg = dict(load('x'))\nprint train_cfg\n"],
  ['chart.yaml', 'train_cfg:\n{{- toYaml .Values.train }}\n'],
  ['notes.yaml', 'notes: |\n  about train_cfg\n\tand tabs\n'],
])('broken text of another kind is none: %s', (name, text) => {
  expect(loadConfig({ [name]: text }, name).isConfig).toBe(false);
});
