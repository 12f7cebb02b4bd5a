/** Where an entry comes from and what it replaced, in the words of `mmlens show --origins`. */
import type { Place } from '../../text/source.ts';
import { history, type Slot, type Value } from '../values.ts';

const MAX_CHAIN = 8;
const MAX_DROPPED = 6;
const MAX_VALUE = 40;

/** `a.py:3, overrides 0.02 at base.py:12`; undefined when the entry was written nowhere. */
export function slotOrigin(
  slot: Slot,
  placeName: (place: Place) => string,
  valueText: (value: Value) => string,
): string | undefined {
  const chain = history(slot);
  const parts: string[] = [];
  if (slot.at) {
    const own = placeName(slot.at);
    parts.push(own);
    const written = isContainer(slot.value) || !slot.value.at ? own : placeName(slot.value.at);
    if (written !== own) parts.push(`its value from ${written}`);
  }
  for (const [index, older] of chain.slice(1, MAX_CHAIN).entries()) {
    if (!older.at) continue;
    const newer = chain[index]?.value;
    const place = placeName(older.at);
    if (newer?.kind === 'dict' && newer.deleted) parts.push(`replaces ${place}${dropped(newer.deleted.slots)}`);
    else if (newer?.kind === 'dict' && older.value.kind === 'dict') parts.push(`merged into ${place}`);
    else parts.push(`overrides ${shortText(older.value, valueText)}${place}`);
  }
  return parts.length === 0 ? undefined : parts.join(', ');
}

function dropped(slots: readonly Slot[]): string {
  const names = slots
    .map(({ key }) => (key?.kind === 'str' ? key.value : undefined))
    .filter((name) => name !== undefined);
  if (names.length === 0) return '';
  return ` without its ${names.slice(0, MAX_DROPPED).join(', ')}${names.length > MAX_DROPPED ? ', …' : ''}`;
}

function shortText(value: Value, valueText: (value: Value) => string): string {
  if (isContainer(value) || value.kind === 'unknown') return '';
  const text = valueText(value);
  return text.length > MAX_VALUE || text.includes('#') ? '' : `${text} at `;
}

function isContainer(value: Value): boolean {
  return value.kind === 'dict' || value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set';
}
