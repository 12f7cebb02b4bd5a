import type { Value } from '../../config/values.ts';
import { grouped } from '../../text/numbers.ts';
import type { Quantity, TrainingPlan, Unit } from '../../training/plan.ts';
import { amount } from '../markdown.ts';

export function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind === 'int') return Number(value.value);
  return value?.kind === 'float' && Number.isFinite(value.value) ? value.value : undefined;
}

/** The unit of the loop that runs; undefined when it counts neither or cannot be known. */
export function loopUnit({ mode }: TrainingPlan): Unit | undefined {
  return mode === 'epoch' || mode === 'iter' ? mode : undefined;
}

/** `12 epochs (= 87,960 iterations)`; undefined when the number or its unit is not known. */
export function quantityText({ value, unit }: Quantity, itersPerEpoch: number | undefined): string | undefined {
  if (value === undefined || unit === 'unknown') return undefined;
  const other = inOtherUnit(value, unit, itersPerEpoch);
  return other === undefined ? amount(value, unit) : `${amount(value, unit)} (= ${other})`;
}

/** The same length in the other unit: exact towards iterations, to one decimal towards epochs. */
export function inOtherUnit(value: number, unit: Unit, itersPerEpoch: number | undefined): string | undefined {
  if (itersPerEpoch === undefined) return undefined;
  if (unit === 'epoch') return amount(Math.trunc(value * itersPerEpoch), 'iter');
  const epochs = Math.round((value / itersPerEpoch) * 10) / 10;
  return epochs * itersPerEpoch === value ? amount(epochs, 'epoch') : `about ${grouped(epochs)} epochs`;
}
