import { findTypes } from '../../mmengine/catalogue.ts';
import type { HookPlan, Unit } from '../../training/plan.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { lengthIn, loopUnit, NEEDS_ITERS_PER_EPOCH } from '../support/loop.ts';
import { notation } from '../support/notation.ts';
import { firstKey, LOOP_PATHS, standAgainstLoop, standAt, standBeside } from '../support/place.ts';
import { amount, numberOf, readable } from '../support/values.ts';

const EMA_HOOK = 'mmengine.hooks.ema_hook.EMAHook';

/** A start of the averaging that MMEngine refuses. */
export const rule: Rule = {
  id: 'ema-begin-mismatch',
  severity: 'error',
  summary: 'An EMAHook begins at an epoch or iteration that the training does not have.',
  docs: {
    what: 'An `EMAHook` with `begin_epoch` above 1 under an iteration-based loop, with `begin_epoch` or `begin_iter` past the end of training, or with both of them.',
    why: 'The hook compares `begin_epoch` with `runner.max_epochs`, which is 1 under an iteration-based loop, and `begin_iter` with `runner.max_iters`. What lies behind stops the run with an `AssertionError` when training begins; giving both stops it when the hook is built.',
    bad: [
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\ncustom_hooks = [dict(type='EMAHook', ema_type='ExpMomentumEMA', momentum=0.0002, begin_epoch=5)]\n",
      },
      { code: "custom_hooks = [dict(type='EMAHook', begin_epoch=5, begin_iter=10000)]\n" },
    ],
    good: [
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', max_iters=90000)\ncustom_hooks = [dict(type='EMAHook', momentum=0.0002, begin_iter=30000)]\n",
      },
    ],
  },
  *check(context) {
    for (const hook of context.plan.hooks) {
      if (!hook.cfg || hook.cfg.open || !isEmaHook(context, hook)) continue;
      const epoch = numberOf(hook.cfg.entries.get('begin_epoch')?.value) ?? 0;
      const iter = numberOf(hook.cfg.entries.get('begin_iter')?.value) ?? 0;
      if (epoch !== 0 && iter !== 0) yield bothGiven(context, hook, { epoch, iter });
      else if (epoch > 0) yield* pastEpochs(context, hook, epoch);
      else if (iter > 0) yield* pastIterations(context, hook, iter);
    }
  },
};

/** MMEngine's hook, or one derived from it: so is any that a bare name can mean where the scope is not known. */
function isEmaHook({ plan }: RuleContext, { type }: HookPlan): boolean {
  const entries = type.entry ? [type.entry] : findTypes('hook', type.qualified ?? '', plan.scope);
  return (
    entries.length > 0 && entries.every((entry) => [`${entry.module}.${entry.name}`, ...entry.mro].includes(EMA_HOOK))
  );
}

function bothGiven(context: RuleContext, hook: HookPlan, begins: Readonly<Record<Unit, number>>) {
  const loop = loopUnit(context);
  const needless = loop === undefined ? undefined : loop === 'iter' ? 'begin_epoch' : 'begin_iter';
  // What is left must be something that the training comes to.
  const comes = loop !== undefined && begins[loop] <= (lengthIn(context, loop) ?? begins[loop]);
  const edits = needless && comes && context.remove([...hook.keyPath, needless]);
  return {
    message: `${hook.type.value} begins at an epoch (\`begin_epoch\`) and at an iteration (\`begin_iter\`): MMEngine takes one of them and stops with an AssertionError. Take the other out.`,
    ...standAt(context, firstKey(context, hook.keyPath, needless ?? 'begin_iter')),
    fixes: edits ? [{ title: `Remove \`${needless}\``, edits }] : [],
  };
}

function* pastEpochs(context: RuleContext, hook: HookPlan, begin: number) {
  const keyPath = [...hook.keyPath, 'begin_epoch'];
  if (loopUnit(context) === 'iter') {
    if (begin <= 1) return;
    const fix = inIterations(context, hook, begin);
    yield {
      message: `${hook.type.value} begins at epoch ${readable(begin)}, but an iteration-based loop has one single epoch: MMEngine stops with an AssertionError when training begins. Say in iterations when the averaging begins, with \`begin_iter\`.${fix ? '' : ` ${NEEDS_ITERS_PER_EPOCH}`}`,
      ...standAgainstLoop(context, keyPath),
      fixes: fix ? [fix] : [],
    };
    return;
  }
  const epochs = loopUnit(context) === 'epoch' ? lengthIn(context, 'epoch') : undefined;
  if (epochs !== undefined && begin > epochs)
    yield { message: pastEnd(hook, 'epoch', begin, epochs), ...standBeside(context, keyPath, ...LOOP_PATHS) };
}

function* pastIterations(context: RuleContext, hook: HookPlan, begin: number) {
  const iterations = loopUnit(context) === undefined ? undefined : lengthIn(context, 'iter');
  if (iterations !== undefined && begin > iterations)
    yield {
      message: pastEnd(hook, 'iter', begin, iterations),
      ...standBeside(context, [...hook.keyPath, 'begin_iter'], ...LOOP_PATHS),
    };
}

function pastEnd(hook: HookPlan, unit: 'epoch' | 'iter', begin: number, length: number): string {
  return `${hook.type.value} begins at ${unit === 'epoch' ? 'epoch' : 'iteration'} ${readable(begin)}, but training is over after ${amount(length, unit)}: MMEngine stops with an AssertionError when training begins. Let it begin earlier, or train longer.`;
}

/** Epochs count from 1 here: the averaging begins with the first iteration of that epoch. */
function inIterations(context: RuleContext, hook: HookPlan, epoch: number): Fix | undefined {
  const { itersPerEpoch } = context;
  if (itersPerEpoch === undefined) return undefined;
  const begin = Math.round((epoch - 1) * itersPerEpoch) + 1;
  const iterations = lengthIn(context, 'iter');
  if (iterations !== undefined && begin > iterations) return undefined;
  const edits = context.edit((editor) =>
    editor.rename([...hook.keyPath, 'begin_epoch'], 'begin_iter', notation(context.loaded, begin)),
  );
  return edits && { title: `Set \`begin_iter=${begin}\` instead`, edits, preferred: true };
}
