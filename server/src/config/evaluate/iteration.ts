/** The iterators that Python's functions make, and what stands behind them. */
import type { Place } from '../../text/source.ts';
import type { Slot, Value } from '../values.ts';

/** What stands behind `zip`, `map`, dict views and the like. */
export interface Iteration {
  /** What is left to iterate over, undefined when unknown; a consumed iterator gives nothing. */
  take(): readonly Slot[] | undefined;
}

/** Behind an iterator, which `next()` moves on. */
interface Cursor extends Iteration {
  /** Undefined at the end. */
  next(): Slot | 'unknown' | undefined;
}

/** What can be iterated over behind an object that is no container. */
export function iterationIn(value: Value): Iteration | undefined {
  return value.kind === 'object' && isIteration(value.payload) ? value.payload : undefined;
}

/** The cursor of a value that is an iterator. */
export function cursorIn(value: Value): Cursor | undefined {
  const iteration = iterationIn(value);
  return iteration && isCursor(iteration) ? iteration : undefined;
}

function isIteration(payload: unknown): payload is Iteration {
  return typeof payload === 'object' && payload !== null && 'take' in payload;
}

function isCursor(iteration: Iteration): iteration is Cursor {
  return 'next' in iteration;
}

/** A one-pass iterator as Python's `zip`, `map`, `enumerate`, …; without items, one whose elements are not known. */
export function iterator(type: string, items: readonly Slot[] | undefined, at: Place): Value {
  let position = 0;
  const payload: Cursor = {
    take: () => {
      const rest = position === 0 ? items : items?.slice(position);
      position = items?.length ?? 0;
      return rest;
    },
    next: () => (items ? items[position++] : 'unknown'),
  };
  return { kind: 'object', type, text: undefined, payload, at };
}
