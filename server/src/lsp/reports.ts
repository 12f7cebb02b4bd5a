import type { Diagnostic } from 'vscode-languageserver';

interface Report {
  readonly id: string;
  readonly text: string;
}

/** What was last said about each document, so that the same is not said twice. */
export class Reports {
  private readonly last = new Map<string, Report>();
  private count = 0;

  /** @returns the id of this report; the last one's when nothing is different. */
  record(uri: string, items: readonly Diagnostic[]): string {
    const text = JSON.stringify(items);
    const before = this.last.get(uri);
    if (before?.text === text) return before.id;
    const id = String(++this.count);
    this.last.set(uri, { id, text });
    return id;
  }

  /** True when `items` is not what was last said; also when nothing was said yet. */
  differs(uri: string, items: readonly Diagnostic[]): boolean {
    return this.last.get(uri)?.text !== JSON.stringify(items);
  }

  forget(uri: string): void {
    this.last.delete(uri);
  }
}
