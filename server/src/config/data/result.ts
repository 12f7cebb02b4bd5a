/** What reading a YAML or JSON file gives. */
import type { Place, SourceText, Span } from '../../text/source.ts';
import type { DictKey, DictValue, Slot, Value } from '../values.ts';

export interface DataResult {
  /** Undefined when nothing could be read; with errors, as much as could be. */
  readonly value: Value | undefined;
  /** What Python raises, the first error first; empty when the file loads. */
  readonly errors: readonly DataError[];
  /** Every comment, from its `#` to the end of its line. */
  readonly comments: readonly Place[];
}

export interface DataError {
  /** Python's class name: `JSONDecodeError`, `ScannerError`, `ConstructorError`, … */
  readonly error: string;
  readonly message: string;
  readonly place: Place;
}

/** Thrown inside the readers; becomes a {@link DataError}. */
export class DataFailure extends Error {
  readonly error: string;
  readonly place: Place;

  constructor(error: string, message: string, place: Place) {
    super(message);
    this.error = error;
    this.place = place;
  }
}

/** Makes places out of offsets of the text that was parsed; `originalSpan` leads back from a substituted text. */
export type Locate = (start: number, end: number) => Place;

export function locator(source: SourceText, originalSpan: ((span: Span) => Span) | undefined): Locate {
  const { path } = source;
  return (start, end) => {
    const span = originalSpan?.({ start, end }) ?? { start, end };
    return { path, start: span.start, end: span.end };
  };
}

/** Deeper nesting than Python's recursion limit lets MMEngine copy. */
export const MAX_DEPTH = 300;

/** Python refuses to read longer integers since 3.10.7. */
const MAX_INTEGER_DIGITS = 4300;

export function integerOf(digits: string, place: Place): number | bigint {
  if (digits.length <= 15) return Number(digits);
  const { length } = digits.replace(/^[-+]/, '');
  if (length > MAX_INTEGER_DIGITS)
    throw new DataFailure(
      'ValueError',
      `Exceeds the limit (4300 digits) for integer string conversion: value has ${length} digits; use sys.set_int_max_str_digits() to increase the limit`,
      place,
    );
  return BigInt(digits.replace(/^\+/, ''));
}

/** `dict[key] = value` as Python does it: an equal key keeps its place and its first spelling, the last value wins. */
export function setEntry(dict: DictValue, key: DictKey, slot: Slot): void {
  const previous = dict.entries.get(key);
  dict.entries.set(key, previous ? { ...slot, key: previous.key, overrides: previous } : slot);
}
