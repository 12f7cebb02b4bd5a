/**
 * Shares a list out among threads that take from it when they are through with what they have. The first shares are large,
 * since neighbours rest on the same bases; the last are small, so that nobody waits long for another.
 */
export class Shares {
  private readonly taken: Int32Array;
  private readonly length: number;
  private readonly threads: number;

  /** @param memory the same for all threads */
  constructor(memory: SharedArrayBuffer, length: number, threads: number) {
    this.taken = new Int32Array(memory);
    this.length = length;
    this.threads = threads;
  }

  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  }

  /** The next part of the list that is nobody's yet; undefined when there is none. */
  take(): { readonly start: number; readonly end: number } | undefined {
    for (;;) {
      const start = Atomics.load(this.taken, 0);
      if (start >= this.length) return undefined;
      const share = Math.ceil((this.length - start) / (2 * this.threads));
      const end = Math.min(this.length, start + Math.max(share, SMALLEST));
      if (Atomics.compareExchange(this.taken, 0, start, end) === start) return { start, end };
    }
  }
}

const SMALLEST = 16;
