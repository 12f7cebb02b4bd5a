import { grouped } from '../../text/numbers.ts';
import { type Certainty, leastCertain, type Part } from './result.ts';

/** A number with the expression that gives it and the numbers that went into it. */
export interface Amount {
  readonly value: number;
  /** `(5,011 + 11,540) × 3`. */
  readonly text: string;
  readonly form: 'number' | 'product' | 'sum';
  readonly certainty: Certainty;
  readonly parts: readonly Part[];
  readonly remarks: readonly string[];
}

export function single(part: Part, remarks: readonly string[] = []): Amount {
  const { value, certainty } = part;
  return { value, text: grouped(value), form: 'number', certainty, parts: [part], remarks };
}

export function product(...factors: readonly Amount[]): Amount {
  const value = factors.reduce((result, factor) => result * factor.value, 1);
  const text = factors.map((factor) => (factor.form === 'sum' ? `(${factor.text})` : factor.text)).join(' × ');
  return { ...joined(factors), value, text, form: 'product' };
}

export function sum(terms: readonly Amount[]): Amount {
  const value = terms.reduce((result, term) => result + term.value, 0);
  const text = terms.length === 0 ? '0' : terms.map((term) => term.text).join(' + ');
  const [only] = terms;
  return { ...joined(terms), value, text, form: only && terms.length === 1 ? only.form : 'sum' };
}

/** `text` as one operand of a division. */
export function operand({ text, form }: Amount): string {
  return form === 'sum' ? `(${text})` : text;
}

export function joined(amounts: readonly Amount[]): Pick<Amount, 'certainty' | 'parts' | 'remarks'> {
  return {
    certainty: leastCertain(amounts.map(({ certainty }) => certainty)),
    parts: amounts.flatMap(({ parts }) => parts),
    remarks: [...new Set(amounts.flatMap(({ remarks }) => remarks))],
  };
}
