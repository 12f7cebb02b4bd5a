import type { LoopPlan, Quantity } from '../../training/plan.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { inOtherUnit, isIterationCount, tooOften } from '../support/intervals.ts';
import { type LoopUnit, otherUnit, trainLoop, UNITS } from '../support/loops.ts';
import { LOOP_PATHS, standBeside } from '../support/place.ts';
import { neverValidates } from '../support/validation.ts';

/** Numbers that only make sense in the other unit. */
export const rule: Rule = {
  id: 'interval-unit-suspect',
  severity: 'warning',
  summary: 'An interval that only makes sense in the other unit.',
  docs: {
    what: 'A `val_interval`, an interval in `dynamic_intervals`, or the `interval` or `save_begin` of the CheckpointHook, whose number was meant for the other unit: 1 in a training of 90,000 iterations, 2000 in one of 12 epochs. Reported only where the numbers leave no other reading: counted in iterations, an interval of at most 5 that comes round 300 times, or one of at most 50 that comes round 1,000 times; counted in epochs, one of at least 500 that is ten times the length of the training.',
    why: 'Counted in iterations, `val_interval=1` validates on the whole data set after each iteration, and a checkpoint `interval=1` with `by_epoch=False` writes a file each time: a day becomes months, or the disk fills. Counted in epochs, 2000 is never reached: one validation and one checkpoint, at the very end.',
    bad: [
      { code: 'train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=1)\n' },
      {
        code: "_base_ = './schedule.py'\ntrain_cfg = dict(val_interval=2000)\n",
        others: { 'schedule.py': 'train_cfg = dict(by_epoch=True, max_epochs=12)\n' },
      },
      {
        code: `train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=10000)
default_hooks = dict(
    checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=1))
`,
      },
      {
        code: 'train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=10000, dynamic_intervals=[(280, 1)])\n',
      },
    ],
    good: [
      {
        code: `train_cfg = dict(by_epoch=False, max_iters=90000, val_interval=10000)
default_hooks = dict(
    checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=10000))
`,
      },
      { code: 'train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)\n' },
      { code: 'train_cfg = dict(by_epoch=True, max_epochs=300, val_interval=10, dynamic_intervals=[(280, 1)])\n' },
    ],
  },
  *check(context) {
    const plan = context.plan.loop;
    const loop = trainLoop(context);
    if (!plan || !loop) return;
    const length = plan.length.unit === loop.unit ? positive(plan.length) : undefined;
    if (length !== undefined && !neverValidates(context)) {
      const found = [...validation(context, plan, loop.unit, length)];
      yield* found;
      if (found.length === 0 && loop.unit === 'iter') yield* laterValidations(context, plan, length);
    }
    yield* checkpoints(context, loop.unit, length);
  },
};

function* validation(context: RuleContext, plan: LoopPlan, unit: LoopUnit, length: number): Iterable<Finding> {
  const interval = positive(plan.valInterval);
  if (interval === undefined) return;
  const times = unit === 'iter' ? tooOften(interval, length - before(plan)) : undefined;
  if (times !== undefined)
    yield suspect(
      context,
      plan.valInterval,
      'iter',
      `Under an iteration-based loop \`val_interval\` counts iterations: this validates every ${every(interval)}, ${count(times)} times in ${count(length)} iterations.`,
    );
  else if (unit === 'epoch' && isIterationCount(interval, length) && !plan.dynamicIntervals.slot)
    yield suspect(
      context,
      plan.valInterval,
      'epoch',
      `Under an epoch-based loop \`val_interval\` counts epochs, and the training has ${length}: it validates only once, at the end.`,
    );
}

/** Iterations before the first that may be validated after. */
function before({ valBegin }: LoopPlan): number {
  return Math.max(0, (valBegin.value ?? 1) - 1);
}

/** Each interval of `dynamic_intervals` holds from its own beginning to that of the next. */
function* laterValidations(context: RuleContext, plan: LoopPlan, length: number): Iterable<Finding> {
  const { value: intervals = [], keyPath } = plan.dynamicIntervals;
  for (const [index, [from, interval]] of intervals.entries()) {
    const until = Math.min(intervals[index + 1]?.[0] ?? length, length);
    const first = Math.max(from, before(plan));
    const times = interval > 0 ? tooOften(interval, until - first) : undefined;
    if (times === undefined) continue;
    yield {
      message: `Under an iteration-based loop \`dynamic_intervals\` counts iterations: from iteration ${count(from)} on this validates every ${every(interval)}, ${count(times)} times in ${count(length)} iterations. The numbers look like ones of epochs. Write them in iterations.`,
      ...standBeside(context, keyPath, ...LOOP_PATHS),
    };
    return;
  }
}

function* checkpoints(context: RuleContext, unit: LoopUnit, length: number | undefined): Iterable<Finding> {
  const hook = context.plan.checkpoint;
  if (!hook) return;
  const interval = positive(hook.interval);
  const begin = positive(hook.saveBegin);
  if (hook.interval.unit === 'iter') {
    const iterations = unit === 'iter' ? length : iterationsOf(context, length);
    const times = interval && iterations ? tooOften(interval, iterations) : undefined;
    if (interval && iterations && times)
      yield suspect(
        context,
        hook.interval,
        'iter',
        `With \`by_epoch=False\` the checkpoint \`interval\` counts iterations: this writes a checkpoint every ${every(interval)}, ${count(times)} times in ${count(iterations)} iterations.`,
      );
    else if (interval === 1 && iterations === undefined)
      yield suspect(
        context,
        hook.interval,
        'iter',
        'With `by_epoch=False` the checkpoint `interval` counts iterations: this writes a checkpoint after every single iteration.',
      );
  }
  // Checkpoints counted in epochs under an iteration loop are a finding of their own.
  if (hook.interval.unit !== 'epoch' || unit !== 'epoch' || length === undefined) return;
  if (interval && isIterationCount(interval, length))
    yield suspect(
      context,
      hook.interval,
      'epoch',
      `The checkpoint \`interval\` counts epochs, and the training has ${length}: no checkpoint is written before the end.`,
    );
  else if (begin && isIterationCount(begin, length))
    yield suspect(
      context,
      hook.saveBegin,
      'epoch',
      `\`save_begin\` counts epochs, and the training has ${length}: no checkpoint is written before the end.`,
    );
}

/** @param unit in which the number is counted now. */
function suspect(context: RuleContext, quantity: Quantity, unit: LoopUnit, what: string): Finding {
  const { keyPath, value } = quantity;
  const key = keyPath[keyPath.length - 1];
  const { itersPerEpoch } = context;
  const meant =
    itersPerEpoch === undefined || value === undefined ? undefined : inOtherUnit(value, otherUnit(unit), itersPerEpoch);
  const edits = meant === undefined ? undefined : context.set(keyPath, String(meant));
  return {
    message: `${what} The number looks like one of ${UNITS[otherUnit(unit)]}. Write it in ${UNITS[unit]}.`,
    ...standBeside(context, keyPath, [...keyPath.slice(0, -1), 'by_epoch'], ...LOOP_PATHS),
    ...(edits ? { fixes: [{ title: `Set \`${key}=${meant}\``, edits, preferred: true }] } : {}),
  };
}

function iterationsOf({ itersPerEpoch }: RuleContext, epochs: number | undefined): number | undefined {
  return epochs === undefined || itersPerEpoch === undefined ? undefined : epochs * itersPerEpoch;
}

function every(interval: number): string {
  return interval === 1 ? 'iteration' : `${interval} iterations`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

/** A number that the config itself gives, not a default. */
function positive({ slot, value }: Quantity): number | undefined {
  return slot && value !== undefined && value > 0 && Number.isFinite(value) ? value : undefined;
}
