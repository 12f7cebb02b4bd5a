/**
 * Keeps what was used last: at least as many entries as `limit` says, and less than twice as many.
 *
 * No entry is ever moved to the end of a `Map`, as a list of the last used ones would do. V8 then builds the table of the map
 * anew every so often, and until the next full garbage collection the old one holds all that was in it.
 */
export class RecentMap<V> {
  private readonly limit: () => number;
  private recent = new Map<string, V>();
  private older = new Map<string, V>();

  constructor(limit: () => number) {
    this.limit = limit;
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
    this.recent.set(key, value);
    if (this.recent.size < this.limit()) return;
    this.older = this.recent;
    this.recent = new Map();
  }

  delete(key: string): void {
    this.recent.delete(key);
    this.older.delete(key);
  }

  clear(): void {
    this.recent.clear();
    this.older.clear();
  }

  *[Symbol.iterator](): IterableIterator<readonly [string, V]> {
    yield* this.recent;
    for (const entry of this.older) if (!this.recent.has(entry[0])) yield entry;
  }
}
