import { RUNNER_PARAMETERS } from '../config/detect.ts';
import type { DictValue, Slot, Value } from '../config/values.ts';
import type { Place } from '../text/source.ts';
import type { KeyPath } from '../training/plan.ts';

const LIMIT = 100_000;
const MAX_LEVELS = 200;

/** A mapping of one entry has the same span as that entry. */
type Part = 'entry' | 'literal';

/**
 * Which entries and literals of the file at hand appear more than once in the effective config, so that changing one
 * would change another. Top-level variables that MMEngine does not read may share with what it reads.
 */
export class Sharing {
  private readonly uses = new Map<string, Set<string>>();
  private readonly path: string;
  private count = 0;

  constructor(config: DictValue, path: string) {
    this.path = path;
    for (const [key, slot] of config.entries) if (READ.has(key)) this.visitSlot(slot, [key]);
  }

  /** True when the entry or literal that is written at `place` also stands elsewhere than at `keyPath`. */
  isShared(part: Part, place: Place, keyPath: KeyPath): boolean {
    if (this.count > LIMIT) return true;
    const uses = this.uses.get(placeKey(part, place));
    if (!uses) return false;
    return uses.size > 1 || !uses.has(pathKey(keyPath));
  }

  private visitSlot(slot: Slot, keyPath: KeyPath): void {
    // A value that contains itself is everywhere.
    if (keyPath.length > MAX_LEVELS) this.count = LIMIT;
    if (++this.count > LIMIT) return;
    if (slot.at) this.note('entry', slot.at, keyPath);
    this.visit(slot.value, keyPath);
  }

  private visit(value: Value, keyPath: KeyPath): void {
    if (value.kind === 'dict') {
      for (const literal of value.literals) this.note('literal', literal, keyPath);
      for (const [key, slot] of value.entries) this.visitSlot(slot, [...keyPath, key]);
    } else if (value.kind === 'list' || value.kind === 'tuple') {
      if (value.at) this.note('literal', value.at, keyPath);
      for (const [i, slot] of value.items.entries()) this.visitSlot(slot, [...keyPath, i]);
    }
  }

  private note(part: Part, place: Place, keyPath: KeyPath): void {
    if (place.path !== this.path) return;
    const key = placeKey(part, place);
    const uses = this.uses.get(key) ?? new Set();
    uses.add(pathKey(keyPath));
    this.uses.set(key, uses);
  }
}

const READ = new Set(RUNNER_PARAMETERS);

function placeKey(part: Part, place: Place): string {
  return `${part} ${place.start}:${place.end}`;
}

function pathKey(keyPath: KeyPath): string {
  return keyPath.join('\0');
}
