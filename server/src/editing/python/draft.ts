import type { Span, TextEdit } from '../../text/source.ts';
import { type ContainerChange, containerEdits } from './containerEdits.ts';
import type { SourceEntry } from './source.ts';
import type { PythonStyle } from './style.ts';
import type { Container, SyntaxIndex } from './syntaxIndex.ts';

interface MutableContainerChange {
  readonly container: Container;
  readonly deleted: Set<number>;
  readonly front: SourceEntry[];
  readonly back: { readonly entry: SourceEntry; readonly before?: number }[];
}

/** Edits as they come together; a branch that fails is dropped, one that succeeds is adopted. */
export class Draft {
  private readonly parent: Draft | undefined;
  private readonly own: TextEdit[] = [];
  private readonly containers = new Map<Container, MutableContainerChange>();
  /** New top-level entries, or new keywords of the `Runner(...)` call. */
  readonly additions: SourceEntry[] = [];
  /** New top-level statements as they are. */
  readonly statements: { readonly rank: string; readonly text: string }[] = [];

  constructor(parent?: Draft) {
    this.parent = parent;
  }

  fork(): Draft {
    return new Draft(this);
  }

  /** Hands everything to the draft that this one was forked from. */
  adopt(): void {
    const { parent } = this;
    if (!parent) return;
    parent.own.push(...this.own);
    parent.additions.push(...this.additions);
    parent.statements.push(...this.statements);
    for (const change of this.containers.values()) {
      const target = parent.changeOf(change.container);
      for (const index of change.deleted) target.deleted.add(index);
      target.front.push(...change.front);
      target.back.push(...change.back);
    }
  }

  replace(span: Span, text: string): void {
    this.own.push({ span, text });
  }

  changeOf(container: Container): MutableContainerChange {
    let change = this.containers.get(container);
    if (!change) {
      change = { container, deleted: new Set(), front: [], back: [] };
      this.containers.set(container, change);
    }
    return change;
  }

  edits(text: string, index: SyntaxIndex, style: PythonStyle): TextEdit[] {
    const changes: ContainerChange[] = [...this.containers.values()];
    return [...this.own, ...changes.flatMap((change) => containerEdits(change, text, index, style))];
  }
}
