/** Runs `work` once for every key that was asked for, when the messages that wait are through. The newest state wins. */
export class Schedule {
  private readonly work: (keys: readonly string[]) => void | Promise<void>;
  private readonly delay: number;
  private readonly keys = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(delay: number, work: (keys: readonly string[]) => void | Promise<void>) {
    this.delay = delay;
    this.work = work;
  }

  add(keys: Iterable<string>): void {
    for (const key of keys) this.keys.add(key);
    if (this.keys.size === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const due = [...this.keys];
      this.keys.clear();
      void this.work(due);
    }, this.delay);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.keys.clear();
  }
}
