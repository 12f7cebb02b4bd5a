import type { Value } from '../../config/values.ts';
import { grouped } from '../../text/numbers.ts';

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
  if (Math.abs(number) < 1) return String(Number(number.toPrecision(4)));
  // Node loads its tables of languages for the first number that it formats, which takes as long as to check dozens of configs.
  if (Number.isSafeInteger(number)) return grouped(number);
  return number.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

/** `8, 11 and 12` as one reads it in a sentence. */
export function listed(numbers: readonly number[]): string {
  return joined(numbers.map(readable));
}

/** Keys as one reads them in a sentence. */
export function named(keys: readonly string[]): string {
  return joined(keys.map((key) => `\`${key}\``));
}

function joined(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}

/** `12 epochs`, `1 iteration`. */
export function amount(number: number, unit: 'epoch' | 'iter'): string {
  const word = unit === 'epoch' ? 'epoch' : 'iteration';
  return `${readable(number)} ${word}${number === 1 ? '' : 's'}`;
}
