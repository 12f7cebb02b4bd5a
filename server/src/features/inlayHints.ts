import type { InlayHint } from 'vscode-languageserver';
import type { Slot } from '../config/values.ts';
import type { Range } from '../text/source.ts';
import type { Quantity, Unit } from '../training/plan.ts';
import type { FeatureContext } from './context.ts';
import { inOtherUnit, numberOf } from './meaning/read.ts';
import { positionsOf } from './meaning/schedulers.ts';

/** A number that counts training, and whether its key already says in what. */
interface Counted {
  readonly slot: Slot;
  readonly unit: Unit;
  readonly named: boolean;
}

/** After each number that counts epochs or iterations: its unit, or how long it is in the other one where that is known. */
export function inlayHints(context: FeatureContext, visible: Range): InlayHint[] {
  const { loaded, itersPerEpoch } = context.analysis;
  if (!loaded.isConfig) return [];
  const start = loaded.source.offsetAt(visible.start);
  const end = loaded.source.offsetAt(visible.end);
  const hints = new Map<number, InlayHint>();
  for (const { slot, unit, named } of counted(context)) {
    const at = slot.valueAt ?? slot.at;
    if (at?.path !== loaded.path || at.end < start || at.end > end || hints.has(at.end)) continue;
    const label = labelOf(slot, unit, named, itersPerEpoch);
    if (label === undefined) continue;
    const tooltip = itersPerEpoch === undefined ? {} : { tooltip: `At ${itersPerEpoch} iterations per epoch` };
    hints.set(at.end, { position: loaded.source.positionAt(at.end), label, paddingLeft: true, ...tooltip });
  }
  return [...hints.values()];
}

function labelOf(slot: Slot, unit: Unit, named: boolean, itersPerEpoch: number | undefined): string | undefined {
  const { value } = slot;
  const isList = value.kind === 'list' || value.kind === 'tuple';
  const numbers = isList ? value.items.map((item) => numberOf(item.value)) : [numberOf(value)];
  if (numbers.length === 0 || !numbers.every((number) => number !== undefined)) return undefined;
  const others = numbers.map((number) => inOtherUnit(number, unit, itersPerEpoch));
  if (others.every((other) => other !== undefined)) return `= ${others.join(', ')}`;
  const noun = unit === 'epoch' ? 'epoch' : 'iteration';
  return named ? undefined : `${noun}${numbers.length === 1 && numbers[0] === 1 ? '' : 's'}`;
}

function* counted({ analysis: { plan } }: FeatureContext): Iterable<Counted> {
  const { loop, schedulers, hooks } = plan;
  if (loop) {
    yield* quantity(loop.length, true);
    yield* quantity(loop.valInterval, false);
    yield* quantity(loop.valBegin, false);
  }
  for (const scheduler of schedulers) {
    const { unit, cfg } = scheduler;
    if (unit === 'unknown') continue;
    for (const key of positionsOf(scheduler)) {
      const slot = cfg.entries.get(key);
      if (slot && !(key === 'begin' && numberOf(slot.value) === 0)) yield { slot, unit, named: false };
    }
  }
  for (const { quantities } of hooks)
    for (const counts of quantities)
      if ((counts.value ?? 0) > 0) yield* quantity(counts, /epoch|iter/.test(counts.param.name));
}

function* quantity({ slot, unit }: Quantity, named: boolean): Iterable<Counted> {
  if (slot && unit !== 'unknown') yield { slot, unit, named };
}
