import { type DictValue, isContainer, type Slot, unknown, type Value } from './values.ts';

/** MMEngine copies a config before anything else, and Python's `copy.deepcopy` needs two calls for each level. */
const MAX_LEVELS = 500;
/** What is looked at plainly. Lists that share what is in them can be met more often than there are atoms. */
const MAX_PLAIN_STEPS = 20_000;

const UNCOPYABLE: ReadonlySet<string> = new Set(['generator', 'dict_keys', 'dict_values', 'dict_items']);

/** Python's `copy.deepcopy` refuses it. */
function isUncopyable(value: Value): boolean {
  return value.kind === 'module' || (value.kind === 'object' && UNCOPYABLE.has(value.type));
}

function uncopyableIn(value: Value, seen = new Set<Value>()): Value | undefined {
  if (isUncopyable(value)) return value;
  if (!isContainer(value) || seen.has(value)) return undefined;
  seen.add(value);
  for (const slot of value.kind === 'dict' ? value.entries.values() : value.items) {
    const what = uncopyableIn(slot.value, seen);
    if (what) return what;
  }
  return undefined;
}

/**
 * Makes unknown what contains itself, or so much inside itself, that Python cannot copy it.
 * @param foundUncopyable told what else Python cannot copy: modules, generators, views of dicts
 */
export function forgetEndless(
  config: DictValue,
  found: (slot: Slot, key: string) => void,
  foundUncopyable?: (slot: Slot, key: string, what: Value) => void,
): void {
  const glance = new Glance();
  let nesting: Nesting | undefined;
  config.entries.forEach((slot, key) => {
    if (glance.isPlain(slot.value)) return;
    nesting ??= new Nesting();
    if (!nesting.isEndless(slot.value)) {
      const what = foundUncopyable && uncopyableIn(slot.value);
      if (what) foundUncopyable(slot, key, what);
      return;
    }
    config.entries.set(key, { ...slot, value: unknown('it contains itself, or nests too deeply', slot.value.at) });
    found(slot, key);
  });
}

/** Sees at once that a value can be copied, as nearly all can. It makes nothing on its way: it comes by every value. */
class Glance {
  private level = 0;
  private stepsLeft = MAX_PLAIN_STEPS;
  /** It nests too deeply or holds what cannot be copied, or nobody can say at a glance. */
  private isOver = false;

  isPlain(value: Value): boolean {
    this.isOver = false;
    this.look(value);
    return !this.isOver;
  }

  private look(value: Value): void {
    if (!isContainer(value)) {
      this.isOver ||= isUncopyable(value);
      return;
    }
    this.stepsLeft -= value.kind === 'dict' ? value.entries.size : value.items.length;
    this.isOver ||= this.level === MAX_LEVELS || this.stepsLeft < 0;
    if (this.isOver) return;
    this.level++;
    if (value.kind === 'dict') value.entries.forEach(this.lookInto);
    else value.items.forEach(this.lookInto);
    this.level--;
  }

  private readonly lookInto = ({ value }: Slot): void => {
    if (!this.isOver) this.look(value);
  };
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
