/**
 * Keeps what was used last: entries of about as much weight as `limit` says, and of twice as much at most.
 *
 * No entry is ever moved to the end of a `Map`, as a list of the last used ones would do. V8 then builds the table of the map
 * anew every so often, and until the next full garbage collection the old one holds all that was in it.
 */
export class RecentMap<V> {
  private readonly limit: () => number;
  private readonly weigh: (value: V) => number;
  /** Of `recent`. */
  private weight = 0;
  private recent = new Map<string, V>();
  private older = new Map<string, V>();

  /** @param weigh what an entry weighs; unless given, the limit is one of entries */
  constructor(limit: () => number, weigh: (value: V) => number = () => 1) {
    this.limit = limit;
    this.weigh = weigh;
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const value = this.recent.get(key);
    if (value !== undefined) return value;
    const older = this.older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: V): void {
    this.weight += this.weigh(value) - this.weightAt(key);
    this.recent.set(key, value);
    if (this.weight < this.limit()) return;
    this.older = this.recent;
    this.recent = new Map();
    this.weight = 0;
  }

  delete(key: string): void {
    this.weight -= this.weightAt(key);
    this.recent.delete(key);
    this.older.delete(key);
  }

  clear(): void {
    this.recent.clear();
    this.older.clear();
    this.weight = 0;
  }

  private weightAt(key: string): number {
    const value = this.recent.get(key);
    return value === undefined ? 0 : this.weigh(value);
  }

  *[Symbol.iterator](): IterableIterator<readonly [string, V]> {
    yield* this.recent;
    for (const entry of this.older) if (!this.recent.has(entry[0])) yield entry;
  }
}
