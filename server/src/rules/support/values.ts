import type { Value } from '../../config/values.ts';

/** A plain number; undefined for anything else, a `bool` included. */
export function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === 'int' || value?.kind === 'float' ? Number(value.value) : undefined;
}

/** A list or tuple of nothing but numbers. */
export function numbersOf(value: Value | undefined): readonly number[] | undefined {
  if (value?.kind !== 'list' && value?.kind !== 'tuple') return undefined;
  const numbers: number[] = [];
  for (const item of value.items) {
    const number = numberOf(item.value);
    if (number === undefined) return undefined;
    numbers.push(number);
  }
  return numbers;
}

/** `90,000` as one reads it in a sentence. */
export function readable(number: number): string {
  const rounded = Math.abs(number) < 1000 ? Math.round(number * 1000) / 1000 : Math.round(number);
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 3 });
}
