import type { KeyPath, SchedulerPlan } from '../../training/plan.ts';
import type { FeatureContext } from '../context.ts';
import { amount, code } from '../markdown.ts';
import { inOtherUnit, loopUnit, numberOf, quantityText } from './read.ts';

/** Parameters of a scheduler that are positions or lengths in its unit. */
export function positionsOf({ facts }: SchedulerPlan): readonly string[] {
  return facts ? ['begin', 'end', ...facts.counted] : [];
}

const CONVERT_NOTE =
  '`convert_to_iter_based=True` makes MMEngine turn positions counted in epochs into iterations. Under an iteration loop it is ' +
  "not enough by itself, whatever the guide says: without `end`, MMEngine fills in that loop's `max_epochs`, which is always 1, " +
  'and the scheduler ends after one pass over the data. Write `end=<number of epochs>` as well. `gamma` is not converted: an ' +
  '`ExponentialLR` then decays at every iteration.';

/** The scheduler whose dict `keyPath` is in, and the rest of the way. */
function schedulerAt(
  schedulers: readonly SchedulerPlan[],
  keyPath: KeyPath,
): { scheduler: SchedulerPlan; rest: KeyPath } | undefined {
  for (const scheduler of schedulers) {
    const own = scheduler.keyPath;
    if (own.length <= keyPath.length && own.every((step, index) => step === keyPath[index]))
      return { scheduler, rest: keyPath.slice(own.length) };
  }
  return undefined;
}

/** What a parameter scheduler and its keys mean for the run. */
export function schedulerMeaning(context: FeatureContext, keyPath: KeyPath): string[] {
  const found = schedulerAt(context.analysis.plan.schedulers, keyPath);
  if (!found) return [];
  const { scheduler, rest } = found;
  const key = rest[0];
  if (key === undefined || key === 'type') return [summary(scheduler, context), ...warning(scheduler, context)];
  if (key === 'by_epoch')
    return [
      '`True`, the default, counts in epochs; `False` in iterations.',
      summary(scheduler, context),
      ...warning(scheduler, context),
    ];
  if (key === 'convert_to_iter_based') return [CONVERT_NOTE];
  if (typeof key === 'string' && positionsOf(scheduler).includes(key))
    return [position(scheduler, key, context), ...warning(scheduler, context)];
  return [];
}

function summary(scheduler: SchedulerPlan, context: FeatureContext): string {
  const { unit, begin, end } = scheduler;
  const { itersPerEpoch } = context.analysis;
  const name = code(scheduler.type.value ?? 'The scheduler');
  if (!scheduler.known)
    return `${name} is not one of MMEngine's parameter schedulers; its parameters are not interpreted.`;
  if (unit === 'unknown')
    return `Whether ${name} counts in epochs or iterations cannot be known without running Python.`;
  const noun = unit === 'epoch' ? 'epochs' : 'iterations';
  const until = quantityText(end, itersPerEpoch);
  const from = begin.value === undefined || begin.value === 0 ? 'the start' : quantityText(begin, itersPerEpoch);
  const filled = end.slot === undefined && end.value !== undefined ? ' (filled in: the length of the run)' : '';
  const range = until && from ? `, from ${from} until ${until}${filled}` : '';
  return `${name} counts in **${noun}**${range}.`;
}

function position(scheduler: SchedulerPlan, key: string, { analysis: { itersPerEpoch } }: FeatureContext): string {
  const { unit, cfg } = scheduler;
  if (unit === 'unknown') return '';
  const noun = unit === 'epoch' ? 'epochs' : 'iterations';
  const value = cfg.entries.get(key)?.value;
  const counted = key === 'milestones' ? ', from `begin`' : '';
  const numbers =
    value?.kind === 'list' || value?.kind === 'tuple'
      ? value.items.map((item) => numberOf(item.value))
      : [numberOf(value)];
  const converted = numbers.map((number) =>
    number === undefined ? undefined : inOtherUnit(number, unit, itersPerEpoch),
  );
  const known = converted.every((text) => text !== undefined) && converted.length > 0;
  const single = numbers.length === 1 && numbers[0] !== undefined ? `: ${amount(numbers[0], unit)}` : '';
  return `Counted in **${noun}**${counted}${single}${known ? ` (= ${converted.join(', ')})` : ''}.`;
}

function warning({ unit, known, convertToIterBased }: SchedulerPlan, { analysis: { plan } }: FeatureContext): string[] {
  if (!known || unit !== 'epoch' || loopUnit(plan) !== 'iter' || convertToIterBased.value !== false) return [];
  return [
    'The loop that runs is iteration-based and reaches the end of its only "epoch" when training is over: this scheduler never ' +
      'steps, and changes nothing during the run.',
  ];
}
