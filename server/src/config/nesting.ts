import { type DictValue, isContainer, type Slot, unknown, type Value } from './values.ts';

/** MMEngine copies a config before anything else, and Python's `copy.deepcopy` needs two calls for each level. */
const MAX_LEVELS = 500;
/** What is looked at plainly. Lists that share what is in them can be met more often than there are atoms. */
const MAX_PLAIN_STEPS = 20_000;

/** Makes unknown what contains itself, or so much inside itself, that Python cannot copy it. */
export function forgetEndless(config: DictValue, found: (slot: Slot, key: string) => void): void {
  const steps = { left: MAX_PLAIN_STEPS };
  let nesting: Nesting | undefined;
  config.entries.forEach((slot, key) => {
    if (isShallow(slot.value, MAX_LEVELS, steps)) return;
    nesting ??= new Nesting();
    if (!nesting.isEndless(slot.value)) return;
    config.entries.set(key, { ...slot, value: unknown('it contains itself, or nests too deeply', slot.value.at) });
    found(slot, key);
  });
}

/** Seen at once to nest no deeper than `levels`, as nearly every value does. */
function isShallow(value: Value, levels: number, steps: { left: number }): boolean {
  if (!isContainer(value)) return true;
  steps.left -= value.kind === 'dict' ? value.entries.size : value.items.length;
  if (levels === 0 || steps.left < 0) return false;
  for (const slot of value.kind === 'dict' ? value.entries.values() : value.items)
    if (!isShallow(slot.value, levels - 1, steps)) return false;
  return true;
}

/** Exact, and slower: remembers what it has seen. */
class Nesting {
  private readonly around = new Set<Value>();
  private readonly done = new Set<Value>();

  isEndless(value: Value): boolean {
    if (!isContainer(value)) return false;
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
