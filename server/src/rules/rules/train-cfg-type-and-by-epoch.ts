import type { DictValue } from '../../config/values.ts';
import { isLocal, linkTo, written } from '../links.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { inOtherUnit } from '../support/intervals.ts';
import {
  foreignTrainKeys,
  type KnownLoop,
  LENGTH_OF,
  otherUnit,
  plainLoop,
  typedLoop,
  UNITS,
} from '../support/loops.ts';

/** Counted in the loop's unit: an inherited one means something else once the unit changes. */
const UNIT_KEYS = ['val_begin', 'val_interval', 'dynamic_intervals'];

/** Two answers to the question which loop runs. */
export const rule: Rule = {
  id: 'train-cfg-type-and-by-epoch',
  severity: 'error',
  summary: '`train_cfg` has both `type` and `by_epoch`.',
  docs: {
    what: 'A `train_cfg` that says twice which loop runs: by its `type` and by `by_epoch`. Usually one of them is inherited: a child that sets `by_epoch=False` merges into the dict of its base and keeps the `type` written there.',
    why: 'MMEngine does not choose. The run stops with `RuntimeError: Only one of `type` or `by_epoch` can exist in `loop_cfg`` before training begins.',
    bad: [
      {
        code: "train_cfg = dict(type='IterBasedTrainLoop', by_epoch=False, max_iters=90000)\n",
      },
      {
        code: "_base_ = './schedule.py'\ntrain_cfg = dict(by_epoch=False, max_iters=90000)\n",
        others: { 'schedule.py': "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12, val_interval=1)\n" },
      },
    ],
    good: [
      {
        code: "_base_ = './schedule.py'\ntrain_cfg = dict(_delete_=True, by_epoch=False, max_iters=90000, val_interval=10000)\n",
        others: { 'schedule.py': "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12, val_interval=1)\n" },
      },
    ],
  },
  *check(context) {
    const cfg = context.plan.loop?.cfg;
    const type = cfg?.entries.get('type');
    const byEpoch = cfg?.entries.get('by_epoch');
    if (!cfg || !type || !byEpoch) return;
    const key = isLocal(context, type) && !isLocal(context, byEpoch) ? 'type' : 'by_epoch';
    const place = context.locate(['train_cfg', key]);
    yield {
      message: `\`train_cfg\` says twice which loop runs: \`type=${written(type)}\` and \`by_epoch=${written(byEpoch)}\`. MMEngine does not choose between them; the run stops with a RuntimeError before training begins. Keep one of the two.`,
      keyPath: ['train_cfg', key],
      place,
      related: [...linkTo(type, place, '`type` is set here'), ...linkTo(byEpoch, place, '`by_epoch` is set here')],
      fixes: fixes(context, cfg),
    };
  },
};

function fixes(context: RuleContext, cfg: DictValue): Fix[] {
  const byEpoch = cfg.entries.get('by_epoch')?.value;
  const typed = typedLoop(context);
  const flagged = byEpoch?.kind === 'bool' ? plainLoop(byEpoch.value ? 'epoch' : 'iter') : undefined;
  const keepType = keeping(context, cfg, typed, 'by_epoch', flagged);
  const keepFlag = flagged && keeping(context, cfg, flagged, 'type', typed);
  if (typed?.plain && typed.unit === flagged?.unit) return keepType ? [{ ...keepType, preferred: true }] : [];
  // What this file says wins over what it inherits, unless the inherited class is one of its own kind.
  const local = (key: string) => isLocal(context, cfg.entries.get(key));
  const flagWins = typed?.plain === true && local('by_epoch') && !local('type');
  const wanted = flagWins ? keepFlag : keepType;
  const possible = (flagWins ? [keepFlag, keepType] : [keepType, keepFlag]).filter((fix) => fix !== undefined);
  return possible.map((fix) => ({ ...fix, preferred: fix === wanted && local('type') !== local('by_epoch') }));
}

/**
 * Drops one of the two answers with all that only made sense with it.
 * @param loop what then runs; undefined for a class that is not known.
 * @param before what the dropped answer stood for.
 */
function keeping(
  context: RuleContext,
  cfg: DictValue,
  loop: KnownLoop | undefined,
  dropped: 'type' | 'by_epoch',
  before: KnownLoop | undefined,
): Fix | undefined {
  const leftovers = new Set<string>([dropped]);
  const length = loop && missingLength(context, cfg, loop);
  if (loop) {
    if (loop.plain && length === 'unknown') return undefined;
    for (const key of foreignTrainKeys(cfg, loop.entry)) leftovers.add(key);
    if (before && before.unit !== loop.unit)
      for (const key of UNIT_KEYS) if (!isLocal(context, cfg.entries.get(key))) leftovers.add(key);
    // What this file itself says about the length is not thrown away.
    if (!length && isLocal(context, cfg.entries.get(LENGTH_OF[otherUnit(loop.unit)]))) return undefined;
  }
  const edits = context.edit(
    (editor) =>
      [...leftovers].filter((key) => cfg.entries.has(key)).every((key) => editor.remove(['train_cfg', key])) &&
      (!length || length === 'unknown' || editor.set(['train_cfg', length.key], String(length.value))),
  );
  if (!edits) return undefined;
  const kept = dropped === 'type' ? 'by_epoch' : 'type';
  const counted = loop ? ` and count in ${UNITS[loop.unit]}` : '';
  return { title: `Keep \`${kept}=${written(cfg.entries.get(kept))}\`${counted}`, edits };
}

/** The length that the loop lacks, worked out from the one in the other unit where that can be done. */
function missingLength({ itersPerEpoch }: RuleContext, cfg: DictValue, loop: KnownLoop) {
  const key = LENGTH_OF[loop.unit];
  if (cfg.open || cfg.entries.has(key)) return undefined;
  const other = cfg.entries.get(LENGTH_OF[otherUnit(loop.unit)])?.value;
  if (itersPerEpoch === undefined || other?.kind !== 'int') return 'unknown';
  return { key, value: inOtherUnit(Number(other.value), otherUnit(loop.unit), itersPerEpoch) };
}
