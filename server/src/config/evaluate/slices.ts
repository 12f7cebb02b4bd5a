/** Slices: what they give, and what their assignment and deletion do. */
import type { Expression, Slice } from '../../python/index.ts';
import type { Place } from '../../text/source.ts';
import { list, type RangeValue, type Slot, str, tuple, unknown, type Value } from '../values.ts';
import { notAssignable, notSubscriptable } from './access.ts';
import { iterationIn } from './iteration.ts';
import { spoil } from './methods.ts';
import { rangeLength } from './operators.ts';
import { PythonError } from './runtime.ts';

/** Bounds of a slice as Python's `slice.indices` gives them. */
export interface SliceBounds {
  readonly lower: Value | undefined;
  readonly upper: Value | undefined;
  readonly step: Value | undefined;
}

/** The bounds of `[lower:upper:step]`. */
export function evaluateSlice(slice: Slice, evaluate: (expression: Expression) => Value): SliceBounds {
  const part = (expression: Expression | undefined) => (expression ? evaluate(expression) : undefined);
  return { lower: part(slice.lower), upper: part(slice.upper), step: part(slice.step) };
}

/** Python's `object[lower:upper:step]`. */
export function getSlice(object: Value, bounds: SliceBounds, at: Place): Value {
  const parts = [object, bounds.lower, bounds.upper, bounds.step];
  for (const part of parts) if (part?.kind === 'unknown') return unknown(part.reason, at);
  if (object.kind === 'str') {
    const points = [...object.value];
    return str(
      sliceIndices(points.length, bounds, at)
        .map((i) => points[i])
        .join(''),
      at,
    );
  }
  if (object.kind === 'list' || object.kind === 'tuple') {
    const items = sliceIndices(object.items.length, bounds, at).map((i) => object.items[i] as Slot);
    return object.kind === 'list' ? list(items, at) : tuple(items, at);
  }
  if (object.kind === 'range') return rangeSlice(object, bounds, at);
  if (iterationIn(object) || (object.kind === 'lazy' && !object.isReal)) throw notSubscriptable(object, at);
  if (object.kind === 'bytes' || object.kind === 'object' || object.kind === 'lazy' || object.kind === 'callable')
    return unknown('its slices are not evaluated', at);
  if (object.kind === 'dict') throw new PythonError('TypeError', "unhashable type: 'slice'", at);
  throw notSubscriptable(object, at);
}

function rangeSlice(range: RangeValue, bounds: SliceBounds, at: Place): Value {
  const { lower, upper, step } = sliceSteps(rangeLength(range), bounds, at);
  return {
    kind: 'range',
    start: range.start + lower * range.step,
    stop: range.start + upper * range.step,
    step: range.step * step,
    at,
  };
}

function sliceIndices(length: number, bounds: SliceBounds, at: Place): number[] {
  const { lower, upper, step } = sliceSteps(length, bounds, at);
  const indices: number[] = [];
  for (let i = lower; step > 0 ? i < upper : i > upper; i += step) indices.push(i);
  return indices;
}

/** Python's `slice.indices`. */
function sliceSteps(
  length: number,
  bounds: SliceBounds,
  at: Place,
): { readonly lower: number; readonly upper: number; readonly step: number } {
  const read = (value: Value | undefined) => {
    if (!value || value.kind === 'none') return undefined;
    if (value.kind === 'int' || value.kind === 'bool') return Number(value.value);
    throw new PythonError('TypeError', 'slice indices must be integers or None or have an __index__ method', at);
  };
  const step = read(bounds.step) ?? 1;
  if (step === 0) throw new PythonError('ValueError', 'slice step cannot be zero', at);
  const clamp = (value: number) => {
    const resolved = value < 0 ? value + length : value;
    return step > 0 ? Math.max(0, Math.min(length, resolved)) : Math.max(-1, Math.min(length - 1, resolved));
  };
  const lower = read(bounds.lower);
  const upper = read(bounds.upper);
  return {
    lower: lower === undefined ? (step > 0 ? 0 : length - 1) : clamp(lower),
    upper: upper === undefined ? (step > 0 ? length : -1) : clamp(upper),
    step,
  };
}

/** Python's `object[lower:upper] = items`. */
export function setSlice(object: Value, bounds: SliceBounds, items: readonly Slot[] | undefined, at: Place): void {
  if (object.kind !== 'list') {
    if (object.kind === 'unknown' || object.kind === 'object') return;
    throw notAssignable(object, at);
  }
  if (!items || isOpen(bounds)) {
    spoil(object, unknown('its items cannot be known here', at));
    return;
  }
  const indices = sliceIndices(object.items.length, bounds, at);
  if (!isExtended(bounds)) {
    const lower = indices[0] ?? sliceStart(object.items.length, bounds);
    object.items.splice(lower, indices.length, ...items);
    return;
  }
  if (items.length !== indices.length)
    throw new PythonError(
      'ValueError',
      `attempt to assign sequence of size ${items.length} to extended slice of size ${indices.length}`,
      at,
    );
  for (const [index, slot] of [...items].entries()) object.items[indices[index] as number] = slot;
}

/** Python's `del object[lower:upper:step]`. */
export function deleteSlice(object: Value, bounds: SliceBounds, at: Place): void {
  if (object.kind !== 'list' || isOpen(bounds) || !isExtended(bounds)) {
    setSlice(object, bounds, [], at);
    return;
  }
  const gone = new Set(sliceIndices(object.items.length, bounds, at));
  const kept = object.items.filter((_, index) => !gone.has(index));
  object.items.splice(0, object.items.length, ...kept);
}

function isOpen({ lower, upper, step }: SliceBounds): boolean {
  return [lower, upper, step].some((bound) => bound?.kind === 'unknown');
}

/** It has a step of its own, so that as many items have to come as go. */
function isExtended({ step }: SliceBounds): boolean {
  return step !== undefined && step.kind !== 'none' && !('value' in step && Number(step.value) === 1);
}

function sliceStart(length: number, bounds: SliceBounds): number {
  const lower = bounds.lower && 'value' in bounds.lower ? Number(bounds.lower.value) : 0;
  return lower < 0 ? Math.max(0, lower + length) : Math.min(lower, length);
}
