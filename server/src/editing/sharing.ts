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
  /** Where the visit is. */
  private readonly keyPath: (string | number)[] = [];
  private count = 0;

  constructor(config: DictValue, path: string) {
    this.path = path;
    for (const key of READ) {
      const slot = config.entries.get(key);
      if (slot) this.visitSlot(slot, key);
    }
  }

  /** True when the entry or literal that is written at `place` also stands elsewhere than at `keyPath`. */
  isShared(part: Part, place: Place, keyPath: KeyPath): boolean {
    if (this.count > LIMIT) return true;
    const uses = this.uses.get(placeKey(part, place));
    if (!uses) return false;
    return uses.size > 1 || !uses.has(pathKey(keyPath));
  }

  private visitSlot(slot: Slot, key: string | number): void {
    // A value that contains itself is everywhere.
    if (this.keyPath.length >= MAX_LEVELS) this.count = LIMIT;
    if (++this.count > LIMIT) return;
    this.keyPath.push(key);
    if (slot.at) this.note('entry', slot.at);
    this.visit(slot.value);
    this.keyPath.pop();
  }

  private visit(value: Value): void {
    if (value.kind === 'dict') {
      for (const literal of value.literals) this.note('literal', literal);
      value.entries.forEach((slot, key) => {
        this.visitSlot(slot, key);
      });
    } else if (value.kind === 'list' || value.kind === 'tuple') {
      if (value.at) this.note('literal', value.at);
      value.items.forEach((slot, index) => {
        this.visitSlot(slot, index);
      });
    }
  }

  private note(part: Part, place: Place): void {
    if (place.path !== this.path) return;
    const key = placeKey(part, place);
    const uses = this.uses.get(key) ?? new Set();
    uses.add(pathKey(this.keyPath));
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
