import { findRunnerCalls } from '../../config/detect.ts';
import type { LoadedConfig } from '../../config/result.ts';
import type { TextEdit } from '../../text/source.ts';
import type { Rule } from '../rule.ts';

/** A setting that a script makes and never hands over. */
export const rule: Rule = {
  id: 'runner-variable-unused',
  severity: 'warning',
  summary: 'A script sets a config variable that its `Runner(...)` never gets.',
  docs: {
    what: 'A training script that assigns `param_scheduler`, `default_hooks`, `log_processor`, … at module level and does not pass it to its `Runner(...)`. The example in the guide of MMEngine itself forgets `param_scheduler` in this way.',
    why: 'The Runner knows only what it is given, and takes its defaults for the rest. Without `param_scheduler` the learning rate never drops; without `default_hooks` there is one checkpoint an epoch.',
    bad: [
      {
        file: 'train.py',
        code: `from mmengine.runner import Runner

train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True))
param_scheduler = dict(type='MultiStepLR', milestones=[6, 8])
runner = Runner(
    model=dict(type='ToyModel'),
    work_dir='./work_dir',
    train_dataloader=train_dataloader,
    optim_wrapper=dict(optimizer=dict(type='SGD', lr=0.01)),
    train_cfg=dict(by_epoch=True, max_epochs=10),
)
runner.train()
`,
      },
    ],
    good: [
      {
        file: 'train.py',
        code: `from mmengine.runner import Runner

train_dataloader = dict(
    batch_size=32,
    dataset=dict(type='CIFAR10'),
    sampler=dict(type='DefaultSampler', shuffle=True))
param_scheduler = dict(type='MultiStepLR', milestones=[6, 8])
runner = Runner(
    model=dict(type='ToyModel'),
    work_dir='./work_dir',
    train_dataloader=train_dataloader,
    optim_wrapper=dict(optimizer=dict(type='SGD', lr=0.01)),
    param_scheduler=param_scheduler,
    train_cfg=dict(by_epoch=True, max_epochs=10),
)
runner.train()
`,
      },
    ],
  },
  *check({ loaded }) {
    const call = loaded.runnerCall;
    if (!call) return;
    for (const { name, at } of call.unusedVariables) {
      const edits = passing(loaded, name);
      yield {
        message: `\`${name}\` is set here and never passed to \`Runner(...)\`: it has no effect, and MMEngine runs with its default. Pass \`${name}=${name}\` to the Runner.`,
        keyPath: [name],
        place: at,
        related: [{ place: call.at, message: 'This call does not receive it' }],
        ...(edits ? { fixes: [{ title: `Pass \`${name}\` to the Runner`, edits, preferred: true }] } : {}),
      };
    }
  },
};

/** `name=name` after the last argument of the call, laid out as that one is. */
function passing({ module, source }: LoadedConfig, name: string): TextEdit[] | undefined {
  const [call] = module ? findRunnerCalls(module) : [];
  const last = call?.args.at(-1);
  if (!call || !last || call.args.some(({ form }) => form === 'double-star')) return undefined;
  const separator = startsItsLine(source.text, last.start) ? `,${lineStart(source.text, last.start)}` : ', ';
  return [{ span: { start: last.end, end: last.end }, text: `${separator}${name}=${name}` }];
}

function startsItsLine(text: string, offset: number): boolean {
  return /(^|\n)[ \t]*$/.test(text.slice(0, offset));
}

/** The line break and the indentation before `offset`. */
function lineStart(text: string, offset: number): string {
  return /\r?\n[ \t]*$/.exec(text.slice(0, offset))?.[0] ?? ' ';
}
