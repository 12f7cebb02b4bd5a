import type { LoadedConfig } from '../config/result.ts';
import type { Value } from '../config/values.ts';
import { createConfigEditor } from '../editing/create.ts';
import type { ConfigEditor } from '../editing/editor.ts';
import type { TextEdit } from '../text/source.ts';
import type { KeyPath, TrainingPlan, TypeSetting, Unit } from '../training/plan.ts';
import type { SchedulerStyle } from './convertToIterBased.ts';
import { type Literal, literalSource, partsOf } from './literal.ts';
import type { Notation } from './notation.ts';

export type StepId = 'train-cfg' | 'default-hooks' | 'param-scheduler' | 'log-processor' | 'sampler';

/** One step of the guide, one file. */
export interface ConversionStep {
  readonly id: StepId;
  /** Imperative, for the light bulb and the preview. */
  title(to: Unit): string;
  convert(work: StepWork): void;
}

/** One change of the effective config. */
export type Operation =
  | { readonly kind: 'set'; readonly path: KeyPath; readonly value: Literal }
  | { readonly kind: 'remove'; readonly path: KeyPath }
  | { readonly kind: 'rename'; readonly path: KeyPath; readonly name: string; readonly value: Literal };

/** What the steps read from and write to. */
export class StepWork {
  readonly loaded: LoadedConfig;
  readonly plan: TrainingPlan;
  readonly to: Unit;
  /** Iterations in one pass over the training data. */
  readonly n: number;
  readonly schedulers: SchedulerStyle;
  readonly operations: Operation[] = [];
  /** What is kept as it is, with what it will do. */
  readonly notes: string[] = [];
  /** Why the step cannot be done. */
  readonly refusals: string[] = [];
  private readonly editor: ConfigEditor;
  private readonly quote: "'" | '"';
  private readonly notation: Notation | undefined;

  /** @param notation how numbers are written; as they are unless given */
  constructor(
    loaded: LoadedConfig,
    plan: TrainingPlan,
    to: Unit,
    n: number,
    schedulers: SchedulerStyle,
    notation?: Notation,
  ) {
    this.loaded = loaded;
    this.plan = plan;
    this.to = to;
    this.n = n;
    this.schedulers = schedulers;
    this.editor = createConfigEditor(loaded);
    this.notation = notation;
    this.quote = preferredQuote(loaded.source.text);
  }

  get edits(): readonly TextEdit[] {
    const edits = this.editor.edits();
    return this.notation ? this.notation.together(edits) : edits;
  }

  set(path: KeyPath, value: Literal): void {
    this.record({ kind: 'set', path, value }, value, (source) => this.editor.set(path, source));
  }

  rename(path: KeyPath, name: string, value: Literal): void {
    this.record({ kind: 'rename', path, name, value }, value, (source) => this.editor.rename(path, name, source));
  }

  remove(path: KeyPath): void {
    this.record({ kind: 'remove', path }, true, () => this.editor.remove(path));
  }

  /** Names another class of the same package: as an imported object where the old one is, else as a string. */
  setType(path: KeyPath, old: TypeSetting | undefined, module: string, name: string): void {
    const { slot } = old ?? {};
    const imported = slot ? slot.value.kind === 'lazy' : this.loaded.style === 'lazy';
    const sibling = slot?.value.kind === 'lazy' && slot.value.module.startsWith(module) ? slot.value.module : module;
    if (imported) this.set(path, { imported: { module: sibling, name } });
    else this.set(path, slot?.value.kind === 'str' ? slot.value.value.replace(/[^.]*$/, name) : name);
  }

  /** A dict as a script or a lazy config needs it, with the class imported where that is the custom. */
  typed(module: string, name: string): Literal {
    return this.loaded.style === 'lazy' ? { imported: { module, name } } : name;
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  refuse(text: string): void {
    if (!this.refusals.includes(text)) this.refusals.push(text);
  }

  private record(operation: Operation, value: Literal, apply: (source: string) => boolean): void {
    if (this.refusals.length > 0) return;
    const number = (path: KeyPath, value: number) => this.notation?.source(path, value);
    const source = literalSource(value, this.loaded.style, this.quote, operation.path, number);
    const where = describePath(operation.path);
    if (source === undefined) {
      this.refuse(
        `\`${where}\` has to be a tuple, which ${this.loaded.style === 'json' ? 'JSON' : 'YAML'} cannot express. Move the setting to a Python config.`,
      );
      return;
    }
    for (const { module, name } of importsOf(value))
      if (!this.editor.require(module, name)) {
        this.refuse(`\`${name}\` cannot be imported here, because the name already stands for something else.`);
        return;
      }
    if (apply(source)) this.operations.push(operation);
    else
      this.refuse(
        `\`${where}\` cannot be changed safely in this file: it is computed, shared with another setting, or surrounded by a comment that would be lost. Write its value out by hand, then convert again.`,
      );
  }
}

function importsOf(value: Literal): { readonly module: string; readonly name: string }[] {
  if (typeof value !== 'object') return [];
  return 'imported' in value ? [value.imported] : partsOf(value).flatMap(importsOf);
}

function preferredQuote(text: string): "'" | '"' {
  return text.split('"').length > text.split("'").length ? '"' : "'";
}

/** `param_scheduler[0].milestones`. */
export function describePath(path: KeyPath): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');
}

/** A Python number; undefined for everything else. */
export function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === 'int' || value?.kind === 'float' ? Number(value.value) : undefined;
}
