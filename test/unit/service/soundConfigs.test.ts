import { expect, test } from 'vitest';
import { registry } from '../../../server/src/rules/registry.generated.ts';
import type { TrainingPlan } from '../../../server/src/training/plan.ts';
import { lensWith } from '../features/lens.ts';

/** What several configs on top of one base say about the rest of their settings. */
const CHILDREN: Readonly<Record<string, string>> = {
  'a.py': '',
  'b.py': 'other = 1\n',
  'c.py': 'model = dict(depth=101)\n',
  'd.py': 'train_cfg = dict(max_epochs=2)\n',
  'e.py': 'model = None\nval_evaluator = None\n',
  'f.py': "# mmlens: ignore-file[sampler-none]\nmodel = dict(type='A')\n",
};

/** Without what holds functions, of which each reading has its own. */
const ownPart = ({ config: _, types: __, ...plan }: TrainingPlan) => plan;

test.each(registry.flatMap(({ id, docs }) => [...docs.bad, ...docs.good].map((example) => [id, example] as const)))(
  'configs on top of one base are judged as each by itself: %s %#',
  (_, { file = 'config.py', code, others }) => {
    if (!file.endsWith('.py')) return;
    const children = Object.entries(CHILDREN).map(([name, text]) => [name, `_base_ = './${file}'\n${text}`] as const);
    const files = { ...others, [file]: code, ...Object.fromEntries(children) };
    const shared = lensWith(files);
    for (const [name] of children) {
      const byItself = lensWith(files).check(`/${name}`);
      const among = shared.check(`/${name}`);
      expect(among.findings).toEqual(byItself.findings);
      expect(ownPart(among.plan)).toEqual(ownPart(byItself.plan));
    }
  },
);

test('what a base says is judged once', () => {
  const base = `model = dict(type='A')
optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.01))
train_dataloader = dict(batch_size=32, dataset=dict(type='CIFAR10'), sampler=dict(type='DefaultSampler', shuffle=True))
train_cfg = dict(by_epoch=True, max_epochs=10)
`;
  const children = Object.entries(CHILDREN).map(([name, text]) => [name, `_base_ = './base.py'\n${text}`]);
  const lens = lensWith({ 'base.py': base, ...Object.fromEntries(children) });
  const loopOf = (name: string) => {
    const { findings, plan } = lens.check(`/${name}`);
    expect(findings).toEqual([]);
    return plan.loop;
  };
  expect(loopOf('b.py')).toBe(loopOf('a.py'));
  expect(loopOf('c.py')).toBe(loopOf('a.py'));
  expect(loopOf('d.py')).not.toBe(loopOf('a.py'));
});
