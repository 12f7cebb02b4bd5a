import type { DictValue } from '../../config/values.ts';
import { isLocal, linkTo, written } from '../links.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { byCause } from '../support/foreignArguments.ts';
import { inOtherUnit } from '../support/intervals.ts';
import {
  foreignTrainKeys,
  type KnownLoop,
  LENGTH_OF,
  LOOP_OF,
  type LoopUnit,
  otherUnit,
  trainLoop,
  UNITS,
} from '../support/loops.ts';
import { notation } from '../support/notation.ts';
import { named } from '../support/values.ts';

const UNIT_KEYS = ['val_begin', 'val_interval', 'dynamic_intervals'];

/** A key that the loop does not take. */
export const rule: Rule = {
  id: 'train-cfg-foreign-key',
  severity: 'error',
  summary: '`train_cfg` has a key that its loop does not take.',
  docs: {
    what: 'A key in `train_cfg` that is no argument of the loop: `max_epochs` under an iteration-based loop, `max_iters` under an epoch-based one, a `_delete_` that no base gives anything to delete, or a misspelt name. Usually inherited: a child dict merges into the dict of its base and keeps what it does not override.',
    why: 'Building the loop stops with `TypeError: … got an unexpected keyword argument` before training begins. That holds for the example in the documentation of `Runner.build_train_loop` itself, `dict(by_epoch=False, max_epochs=3)`.',
    bad: [
      { code: 'train_cfg = dict(by_epoch=False, max_epochs=3)\n' },
      {
        code: "_base_ = './schedule.py'\ntrain_cfg = dict(by_epoch=False, max_iters=90000)\n",
        others: { 'schedule.py': 'train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)\n' },
      },
    ],
    good: [
      {
        code: "_base_ = './schedule.py'\ntrain_cfg = dict(_delete_=True, by_epoch=False, max_iters=90000, val_interval=10000)\n",
        others: { 'schedule.py': 'train_cfg = dict(by_epoch=True, max_epochs=12, val_interval=1)\n' },
      },
    ],
  },
  *check(context) {
    const cfg = context.plan.loop?.cfg;
    const loop = trainLoop(context);
    if (!cfg || !loop) return;
    const keys = foreignTrainKeys(cfg, loop.entry);
    const length = LENGTH_OF[otherUnit(loop.unit)];
    if (keys.includes(length)) yield finding(context, loop, [length]);
    const others = keys.filter((key) => key !== length);
    for (const cause of byCause(context, cfg, others, chooserIn(cfg))) yield finding(context, loop, cause.keys);
  },
};

function chooserIn({ entries }: DictValue): 'type' | 'by_epoch' {
  return entries.has('type') ? 'type' : 'by_epoch';
}

/** @param keys one, or all that the choice of the loop leaves over from what is inherited */
function finding(context: RuleContext, loop: KnownLoop, keys: readonly string[]): Finding {
  const cfg = context.plan.loop?.cfg;
  const entries = cfg?.entries;
  const [key = ''] = keys;
  const slot = entries?.get(key);
  const chooser = cfg ? chooserIn(cfg) : 'by_epoch';
  const place = context.locate(['train_cfg', isLocal(context, slot) ? key : chooser]);
  const isLength = key === LENGTH_OF[otherUnit(loop.unit)];
  const own = LENGTH_OF[loop.unit];
  const inherited = isLocal(context, slot) ? '' : keys.length === 1 ? ' It is inherited.' : ' They are inherited.';
  const what =
    key === '_delete_'
      ? '`_delete_` stays in `train_cfg` as a key, because no base has a `train_cfg` that it could delete.'
      : `${loop.entry.name} does not take ${named(keys)}.${inherited}`;
  const todo = isLength
    ? `Give the length as \`${own}\` alone, or count in ${UNITS[otherUnit(loop.unit)]}.`
    : `Remove ${named(keys)}.`;
  return {
    message: `${what} Building the loop stops with a TypeError before training begins. ${todo}`,
    keyPath: ['train_cfg', key],
    place,
    related: [
      ...keys.flatMap((name) => linkTo(entries?.get(name), place, `\`${name}\` is set here`)),
      ...linkTo(entries?.get(chooser), place, `\`${chooser}=${written(entries?.get(chooser))}\` is set here`),
    ],
    fixes: isLength ? lengthFixes(context, loop, key) : removal(context, keys, `Remove ${named(keys)}`),
  };
}

/** What this file itself says wins over what it inherits. */
function lengthFixes(context: RuleContext, loop: KnownLoop, key: string): readonly Fix[] {
  const entries = context.plan.loop?.cfg.entries;
  const own = entries?.get(LENGTH_OF[loop.unit]);
  const foreign = entries?.get(key);
  const counting = switchTo(context, otherUnit(loop.unit), [LENGTH_OF[loop.unit], ...inheritedUnitKeys(context, own)]);
  if (!own) return [...convertLength(context, loop, key), ...counting];
  const leftovers = [key, ...inheritedUnitKeys(context, foreign)];
  const removing = removal(context, leftovers, `Remove \`${key}\` and count in ${UNITS[loop.unit]}`);
  const wantsForeign = isLocal(context, foreign) && !isLocal(context, own);
  const ordered = wantsForeign ? [...counting, ...removing] : removing;
  // Nothing is preferred where what the file wants cannot be had.
  const wanted = wantsForeign ? counting[0] : removing[0];
  return ordered.map((fix) => ({ ...fix, preferred: fix === wanted }));
}

/** Intervals that come with an inherited length are counted in its unit. */
function inheritedUnitKeys(context: RuleContext, length: Parameters<typeof isLocal>[1]): string[] {
  const entries = context.plan.loop?.cfg.entries;
  if (length === undefined || isLocal(context, length)) return [];
  return UNIT_KEYS.filter((key) => entries?.has(key) && !isLocal(context, entries.get(key)));
}

function removal(context: RuleContext, keys: readonly string[], title: string): readonly Fix[] {
  const edits = context.edit((editor) => keys.every((key) => editor.remove(['train_cfg', key])));
  return edits ? [{ title, edits, preferred: true }] : [];
}

/** The length in the loop's own unit, where the number of iterations in an epoch is known. */
function convertLength(context: RuleContext, loop: KnownLoop, key: string): readonly Fix[] {
  const { itersPerEpoch, plan } = context;
  const entries = plan.loop?.cfg.entries;
  const length = entries?.get(key)?.value;
  // Intervals of its own are in one unit or the other: only the author knows in which.
  if (itersPerEpoch === undefined || length?.kind !== 'int' || UNIT_KEYS.some((name) => entries?.has(name))) return [];
  const value = inOtherUnit(Number(length.value), otherUnit(loop.unit), itersPerEpoch);
  const own = LENGTH_OF[loop.unit];
  const edits = context.edit((editor) => editor.rename(['train_cfg', key], own, String(value)));
  return edits ? [{ title: `Set \`${own}=${value}\` instead`, edits, preferred: true }] : [];
}

/** The loop of the other unit, when it is MMEngine's own that runs now and nothing else then breaks. */
function switchTo(context: RuleContext, unit: LoopUnit, drop: readonly string[]): readonly Fix[] {
  const { plan, loaded } = context;
  const entries = plan.loop?.cfg.entries;
  if (unit === 'epoch' && plan.sampler?.behaviour === 'infinite') return [];
  const type = entries?.get('type')?.value;
  const edits = context.edit((editor) => {
    const chosen =
      type === undefined
        ? editor.set(['train_cfg', 'by_epoch'], notation(loaded, unit === 'epoch'))
        : type.kind === 'lazy'
          ? editor.require('mmengine.runner', LOOP_OF[unit]) && editor.set(['train_cfg', 'type'], LOOP_OF[unit])
          : editor.set(['train_cfg', 'type'], notation(loaded, LOOP_OF[unit]));
    return chosen && drop.every((key) => !entries?.has(key) || editor.remove(['train_cfg', key]));
  });
  return edits ? [{ title: `Count in ${UNITS[unit]}`, edits }] : [];
}
