import { type DictValue, type Slot, unknown, type Value } from './values.ts';

/** MMEngine copies a config before anything else, and Python's `copy.deepcopy` needs two calls for each level. */
const MAX_LEVELS = 500;

/** Makes unknown what contains itself, or so much inside itself, that Python cannot copy it. */
export function forgetEndless(config: DictValue, found: (slot: Slot, key: string) => void): void {
  const nesting = new Nesting();
  config.entries.forEach((slot, key) => {
    if (!nesting.isEndless(slot.value)) return;
    config.entries.set(key, { ...slot, value: unknown('it contains itself, or nests too deeply', slot.value.at) });
    found(slot, key);
  });
}

class Nesting {
  private readonly around = new Set<Value>();
  private readonly done = new Set<Value>();

  isEndless(value: Value): boolean {
    if (value.kind !== 'dict' && value.kind !== 'list' && value.kind !== 'tuple') return false;
    if (this.done.has(value)) return false;
    if (this.around.has(value) || this.around.size > MAX_LEVELS) return true;
    this.around.add(value);
    let isEndless = false;
    const look = (slot: Slot): void => {
      isEndless ||= this.isEndless(slot.value);
    };
    if (value.kind === 'dict') value.entries.forEach(look);
    else value.items.forEach(look);
    this.around.delete(value);
    if (!isEndless) this.done.add(value);
    return isEndless;
  }
}
