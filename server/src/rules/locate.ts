import type { LoadedConfig } from '../config/result.ts';
import { history, type Slot, slotAt } from '../config/values.ts';
import type { Place } from '../text/source.ts';
import type { KeyPath } from '../training/plan.ts';

/**
 * Where in the file at hand a finding about a key belongs: at the key itself, else at the nearest key above it that this
 * file writes, else at the `_base_` entry that leads to its origin, else at the file's first statement.
 * @param slot the entry the finding is about, when it is not the one that now stands at `keyPath`.
 */
export function locate(loaded: LoadedConfig, keyPath: KeyPath, slot?: Slot): Place {
  const subject = slot ?? slotAt(loaded.config, keyPath);
  for (let length = keyPath.length; length > 0; length--) {
    const entry = length === keyPath.length ? subject : slotAt(loaded.config, keyPath.slice(0, length));
    const place = entry && placeIn(loaded.path, entry);
    if (place) return place;
  }
  const nearest = subject ?? nearestSlot(loaded, keyPath);
  return (nearest && baseEntry(loaded, nearest)) ?? firstStatement(loaded);
}

/** The key of an entry when `path` writes it, else the entry as a whole. */
function placeIn(path: string, slot: Slot): Place | undefined {
  if (slot.keyAt?.path === path) return slot.keyAt;
  if (slot.at?.path === path) return slot.at;
  return undefined;
}

function nearestSlot(loaded: LoadedConfig, keyPath: KeyPath): Slot | undefined {
  for (let length = keyPath.length - 1; length > 0; length--) {
    const slot = slotAt(loaded.config, keyPath.slice(0, length));
    if (slot) return slot;
  }
  return undefined;
}

function baseEntry(loaded: LoadedConfig, slot: Slot): Place | undefined {
  const origins = new Set(history(slot).map((entry) => (entry.at ?? entry.value.at)?.path));
  const leads = loaded.bases.find(
    ({ path, ancestors }) => origins.has(path) || [...ancestors].some((ancestor) => origins.has(ancestor)),
  );
  return (leads ?? loaded.bases[0])?.at;
}

function firstStatement(loaded: LoadedConfig): Place {
  const first = loaded.module?.body[0];
  return first ? { path: loaded.path, start: first.start, end: first.end } : { path: loaded.path, start: 0, end: 0 };
}
