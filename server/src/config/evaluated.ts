import type { Module, SyntaxProblem } from '../python/index.ts';
import type { Place, SourceText } from '../text/source.ts';
import { attributeBuiltins } from './evaluate/attributes.ts';
import { createBuiltins } from './evaluate/builtins.ts';
import { namespaceBuiltins } from './evaluate/namespace.ts';
import { Budget, type PythonError, type Runtime, type Scope } from './evaluate/runtime.ts';
import { forgetEndless } from './nesting.ts';
import type { BaseEntry, ConfigStyle, Refusal, RefusalRule } from './result.ts';
import { type DictValue, dict, type Slot, type Value } from './values.ts';

/** One file evaluated with its bases: what a child inherits, and what MMEngine has against it. */
export interface EvaluatedFile {
  readonly path: string;
  readonly style: ConfigStyle;
  readonly config: DictValue;
  readonly imported: ReadonlySet<string>;
  readonly refusals: readonly Refusal[];
  readonly bases: readonly BaseEntry[];
  readonly dependencies: ReadonlySet<string>;
  readonly module: Module | undefined;
  /** Read as a lazy config only because one inherits from it. */
  readonly isOtherwise?: boolean;
  /** Of a classic config that MMEngine takes for a lazy one: why it does, and what helps. */
  readonly misreading?: string;
}

/** Collects what MMEngine would raise, in the order in which it would get there. */
export class Refusals {
  readonly list: Refusal[] = [];

  add(
    rule: RefusalRule,
    error: string,
    message: string,
    place: Place,
    { related = [], advice }: Partial<Pick<Refusal, 'related' | 'advice'>> = {},
  ): void {
    this.list.push({ rule, error, message, place, related, ...(advice !== undefined && { advice }) });
  }

  addSyntax(path: string, problems: readonly SyntaxProblem[]): void {
    for (const { error, message, start, end } of problems)
      this.add('config-syntax', error, message, { path, start, end });
  }

  /** What looking for a config in another package came to; a package that is not here may well be where the run is. */
  addPackage({ error, message }: { readonly error: string; readonly message: string }, place: Place): void {
    const isAbsent = error === 'ModuleNotFoundError' || error === 'DistributionNotFound';
    const text = /[.!?]$/.test(message) ? message : `${message}.`;
    if (isAbsent)
      this.add('config-base-unavailable', error, `${text} Values that come from it are not known here.`, place);
    else this.add('config-base-not-found', error, text, place);
  }

  /**
   * Values that Python cannot copy: MMEngine copies what a file sets as soon as it has run. They become unknown, so that
   * nobody walks through them for ever.
   */
  addEndless(own: DictValue, start: Place, foundUncopyable?: (slot: Slot, name: string, what: Value) => void): void {
    const found = ({ at, valueAt }: Slot, name: string) => {
      this.add(
        'config-evaluation',
        'RecursionError',
        `\`${name}\` contains itself or nests too deeply, so MMEngine cannot copy it.`,
        valueAt ?? at ?? start,
      );
    };
    forgetEndless(own, found, foundUncopyable);
  }

  addError(error: PythonError, rule: RefusalRule = 'config-evaluation'): void {
    this.add(rule, error.errorName, error.message, error.place);
  }

  /** A base that MMEngine cannot load stops the child too; the finding stands where the base is named. */
  addFromBase(refusals: readonly Refusal[], basePath: string, place: Place): void {
    const first = refusals[0];
    if (!first) return;
    this.list.push({
      ...first,
      place,
      related: [{ place: first.place, message: first.message }, ...first.related],
      inherited: basePath,
    });
  }
}

export function startOf(source: SourceText): Place {
  return { path: source.path, start: 0, end: 0 };
}

/** A fresh module scope for one file. */
export function moduleScope(
  path: string,
  environment: Runtime['environment'],
  names: Iterable<readonly [string, Slot]> = [],
  isScript = false,
): Scope {
  const globals = new Map<string, Slot>(names);
  const namespace = dict(undefined, 'dict', globals);
  const budget = new Budget();
  const runtime: Runtime = { path, budget, environment, isScript, offset: 0, namespace, locals: undefined };
  return {
    runtime,
    names: globals,
    globals,
    parent: undefined,
    builtins: createBuiltins(budget, () => [...attributeBuiltins(budget), ...namespaceBuiltins(runtime)]),
    locals: new Set(),
    globalNames: new Set(),
    nonlocalNames: new Set(),
    isComprehension: false,
  };
}

/** A value under a name that no text of the file at hand wrote. */
export function implicitSlot(key: Value, value: Value): Slot {
  return { key, value, at: undefined, keyAt: undefined, valueAt: undefined, overrides: undefined };
}
