import type { Location } from 'vscode-languageserver';
import { slotAt } from '../config/values.ts';
import type { Place, Position } from '../text/source.ts';
import { baseReferenceAt } from './baseReference.ts';
import type { FeatureContext } from './context.ts';
import { type Entry, entryAt, touches } from './keys.ts';
import { uriOf } from './uri.ts';

/** Where a key comes from: the base's file, the base's variable, the variable's own value, or the entry it overrides. */
export function definition(context: FeatureContext, position: Position): Location[] {
  const { loaded } = context.analysis;
  if (!loaded.isConfig) return [];
  const offset = loaded.source.offsetAt(position);
  const base = loaded.bases.find(({ at }) => at.path === loaded.path && touches(at, offset));
  if (base) return base.path === undefined ? [] : [location(context, { path: base.path, start: 0, end: 0 })];
  const reference = baseReferenceAt(loaded.source.text, offset);
  if (reference) return baseVariable(context, reference.keyPath);
  const entry = entryAt(loaded, offset);
  const origin = entry && originOf(entry, offset);
  return origin ? [location(context, origin)] : [];
}

function baseVariable(context: FeatureContext, keyPath: readonly string[]): Location[] {
  const places: Place[] = [];
  for (const { path } of context.analysis.loaded.bases) {
    const slot = path === undefined ? undefined : slotAt(context.load(path).config, keyPath);
    const place = slot?.keyAt ?? slot?.at;
    if (place) places.push(place);
  }
  return places.map((place) => location(context, place));
}

function originOf({ written, effective, keySpan }: Entry, offset: number): Place | undefined {
  const { value, valueAt } = written;
  const onValue = valueAt !== undefined && touches(valueAt, offset) && !(keySpan && touches(keySpan, offset));
  if (onValue && value.at && !isInside(value.at, valueAt)) return value.at;
  if (!onValue && !(keySpan && touches(keySpan, offset))) return undefined;
  const overridden = written.overrides ?? (written === effective ? undefined : effective);
  return overridden?.keyAt ?? overridden?.at ?? written.keyAt;
}

function isInside(inner: Place, outer: Place): boolean {
  return inner.path === outer.path && outer.start <= inner.start && inner.end <= outer.end;
}

function location(context: FeatureContext, place: Place): Location {
  return { uri: uriOf(place.path), range: context.rangeOf(place) };
}
