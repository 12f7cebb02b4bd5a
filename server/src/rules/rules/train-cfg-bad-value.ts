import type { Slot, TupleValue, Value } from '../../config/values.ts';
import { linkTo, written } from '../links.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { type KnownLoop, LENGTH_OF, otherUnit, trainLoop } from '../support/loops.ts';
import { validates } from '../support/validation.ts';

/** A value in `train_cfg` that its loop cannot use. */
export const rule: Rule = {
  id: 'train-cfg-bad-value',
  severity: 'error',
  summary: 'A value in `train_cfg` is missing or of a kind that the loop cannot use.',
  docs: {
    what: 'A length that is missing or no whole number, a `val_interval` of 0 or below, or `dynamic_intervals` that is not a list of tuples.',
    why: 'A missing length is a `TypeError`, one like `80.5` an `AssertionError`, and so are pairs written as lists in `dynamic_intervals`: the loop is not built. `val_interval=0` ends the run with a `ZeroDivisionError` after the first epoch or iteration; a negative one does not mean never, but as often as the positive one.',
    bad: [
      { code: "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=80.5)\n" },
      { code: "train_cfg = dict(by_epoch=True, max_epochs='12')\n" },
      { code: 'train_cfg = dict(by_epoch=True, max_epochs=300, dynamic_intervals=[[280, 1]])\n' },
    ],
    good: [{ code: 'train_cfg = dict(by_epoch=True, max_epochs=300, dynamic_intervals=[(280, 1)])\n' }],
  },
  *check(context) {
    const loop = trainLoop(context);
    if (!loop) return;
    yield* missing(context, loop);
    if (loop.plain) yield* badLength(context, loop);
    yield* badInterval(context);
    yield* badDynamicIntervals(context);
  },
};

function* missing(context: RuleContext, loop: KnownLoop): Iterable<Finding> {
  const cfg = context.plan.loop?.cfg;
  if (!cfg || cfg.open || !context.plan.isRoot) return;
  // The length in the other unit is a finding of its own.
  const misplaced = cfg.entries.has(LENGTH_OF[otherUnit(loop.unit)]);
  for (const { name, required } of loop.entry.params) {
    if (!required || name === 'runner' || name === 'dataloader' || cfg.entries.has(name)) continue;
    if (misplaced && name === LENGTH_OF[loop.unit]) continue;
    yield {
      message: `\`train_cfg\` has no \`${name}\`, and ${loop.entry.name} has no default for it: building the loop stops with a TypeError before training begins. Add \`${name}\`.`,
      keyPath: ['train_cfg'],
      place: context.locate(['train_cfg']),
    };
  }
}

/** Where a finding about a key of `train_cfg` stands. */
function standing(context: RuleContext, key: string, slot: Slot): Pick<Finding, 'keyPath' | 'place' | 'related'> {
  const keyPath = ['train_cfg', key];
  const place = context.locate(keyPath);
  return { keyPath, place, related: linkTo(slot, place, `\`${key}\` is set here`) };
}

function* badLength(context: RuleContext, loop: KnownLoop): Iterable<Finding> {
  const key = LENGTH_OF[loop.unit];
  const slot = context.plan.loop?.cfg.entries.get(key);
  if (!slot || slot.value.kind === 'unknown' || slot.value.kind === 'bool') return;
  // A fragment leaves the length open for its children with None.
  if (slot.value.kind === 'none' && !context.plan.isRoot) return;
  const { value } = slot;
  const finding = (message: string): Finding => ({ message, ...standing(context, key, slot) });
  if (value.kind === 'int' || (value.kind === 'float' && Number.isInteger(value.value))) {
    if (value.value > 0) return;
    yield {
      ...finding(
        `\`${key}=${written(slot)}\` trains nothing: the run ends before its first iteration. Give the length that is meant.`,
      ),
      severity: 'warning',
    };
  } else if (value.kind !== 'object')
    yield {
      ...finding(
        `\`${key}\` must be a whole number, and it is ${written(slot)}. The loop refuses it with an error before training begins. Write a whole number.`,
      ),
      fixes: wholeNumber(context, key, value),
    };
}

/** A number in quotes. */
function wholeNumber(context: RuleContext, key: string, value: Value): readonly Fix[] {
  if (value.kind !== 'str' || !/^\d{1,15}$/.test(value.value)) return [];
  const edits = context.set(['train_cfg', key], String(Number(value.value)));
  return edits ? [{ title: `Set \`${key}=${Number(value.value)}\``, edits, preferred: true }] : [];
}

function* badInterval(context: RuleContext): Iterable<Finding> {
  const slot = context.plan.loop?.cfg.entries.get('val_interval');
  if (!slot || !validates(context)) return;
  const { value } = slot;
  if ((value.kind === 'int' || value.kind === 'float') && value.value < 0) {
    const { from, until } = validationSpan(context);
    if (from <= until && -Number(value.value) <= until) yield negativeInterval(context, slot, Number(value.value));
    return;
  }
  const zero = (value.kind === 'int' || value.kind === 'float') && value.value === 0;
  if (!zero && !['str', 'none', 'list', 'tuple', 'dict'].includes(value.kind)) return;
  const error = zero ? 'a ZeroDivisionError' : 'a TypeError';
  yield {
    message: `\`val_interval=${written(slot)}\` cannot be counted with: the run stops with ${error} where it should validate for the first time. Write how many epochs or iterations lie between two validations.`,
    ...standing(context, 'val_interval', slot),
  };
}

/** The epochs or iterations, counted from 1, after which there may be a validation. */
function validationSpan({ plan: { loop } }: RuleContext): { readonly from: number; readonly until: number } {
  return { from: loop?.valBegin.value ?? 1, until: loop?.length.value ?? Number.POSITIVE_INFINITY };
}

/** Python divides by it as by the positive number. */
function negativeInterval(context: RuleContext, slot: Slot, interval: number): Finding {
  const unit = trainLoop(context)?.unit === 'iter' ? 'iteration' : 'epoch';
  const often = interval === -1 ? `every ${unit}` : `every ${-interval} ${unit}s`;
  return {
    message: `\`val_interval=${written(slot)}\` does not switch validation off: the run validates ${often}. To train without validation set \`val_cfg\`, \`val_dataloader\` and \`val_evaluator\` to None; otherwise write how many ${unit}s lie between two validations.`,
    ...standing(context, 'val_interval', slot),
    severity: 'warning',
  };
}

function* badDynamicIntervals(context: RuleContext): Iterable<Finding> {
  const slot = context.plan.loop?.cfg.entries.get('dynamic_intervals');
  if (!slot || slot.value.kind === 'none' || slot.value.kind === 'unknown') return;
  const zero = usedZero(context);
  if (zero !== undefined && validates(context))
    yield {
      message: `The pair (${zero}, 0) in \`dynamic_intervals\` cannot be counted with: the run stops with a ZeroDivisionError when it holds. Write how many epochs or iterations lie between two validations.`,
      ...standing(context, 'dynamic_intervals', slot),
    };
  if (!isListOfTuples(slot.value))
    yield {
      message: `\`dynamic_intervals\` must be a list of tuples, \`[(begin, interval), …]\`. The loop refuses anything else with an AssertionError before training begins. ${slot.value.kind === 'tuple' ? 'Write square brackets around all pairs.' : 'Write each pair in round brackets.'}`,
      ...standing(context, 'dynamic_intervals', slot),
      fixes: tupleFix(context, slot),
    };
}

/** The beginning of an interval of 0 that training comes to while it validates. */
function usedZero(context: RuleContext): number | undefined {
  const { from, until } = validationSpan(context);
  const intervals = context.plan.loop?.dynamicIntervals.value ?? [];
  const used = intervals.find(([begin, interval], index) => {
    const next = intervals[index + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    return interval === 0 && Math.max(begin, from) < Math.min(next, until);
  });
  return used?.[0];
}

/** True as well for what cannot be known to be anything else. */
function isListOfTuples(value: Value): boolean {
  return (
    value.kind === 'list' && value.items.every((item) => item.value.kind === 'tuple' || item.value.kind === 'unknown')
  );
}

function tupleFix(context: RuleContext, slot: Slot): readonly Fix[] {
  const { loaded } = context;
  const { value } = slot;
  if (loaded.style === 'yaml' || loaded.style === 'json' || (value.kind !== 'list' && value.kind !== 'tuple'))
    return [];
  const single =
    value.kind === 'tuple' && value.items.every(({ value: { kind } }) => kind === 'int') ? [value] : undefined;
  const pairs = single ?? value.items.map((item) => item.value);
  const sources = pairs.map((pair) =>
    pair.kind === 'list' || pair.kind === 'tuple' ? pairSource(context, pair.items) : undefined,
  );
  if (sources.some((source) => source === undefined)) return [];
  const edits = context.set(['train_cfg', 'dynamic_intervals'], `[${sources.join(', ')}]`);
  return edits ? [{ title: 'Write the pairs as tuples', edits, preferred: true }] : [];
}

function pairSource({ loaded }: RuleContext, items: TupleValue['items']): string | undefined {
  if (items.length !== 2 || items.some((item) => item.valueAt?.path !== loaded.path)) return undefined;
  return `(${items.map((item) => (item.valueAt ? loaded.source.slice(item.valueAt) : '')).join(', ')})`;
}
