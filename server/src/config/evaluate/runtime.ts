import type { Place, Span } from '../../text/source.ts';
import { type DictValue, type Slot, type UnknownValue, unknown, type Value } from '../values.ts';

/**
 * An exception that Python would raise, with the place of the expression that raises it. It is no error of this program
 * and has no stack, which would take longest of all while somebody types: half a name is a NameError.
 */
export class PythonError {
  readonly errorName: string;
  readonly message: string;
  readonly place: Place;
  /** What the config raised; undefined for what Python itself does. */
  readonly exception: Value | undefined;

  constructor(errorName: string, message: string, place: Place, exception?: Value) {
    this.errorName = errorName;
    this.message = message;
    this.place = place;
    this.exception = exception;
  }
}

/** What stands behind an exception that is a value. */
export interface ExceptionPayload {
  readonly ancestors: readonly string[];
  /** Undefined where they are not known. */
  readonly args: readonly Slot[] | undefined;
  /** Python's `str`. */
  readonly message: string | undefined;
}

/** The exception that a value is, if it is one. */
export function exceptionIn(value: Value): ExceptionPayload | undefined {
  return value.kind === 'object' && isException(value.payload) ? value.payload : undefined;
}

function isException(payload: unknown): payload is ExceptionPayload {
  return typeof payload === 'object' && payload !== null && 'ancestors' in payload;
}

/** Evaluation would take more steps, memory or depth than a config deserves; the result is unknown. */
export class BudgetExceeded extends Error {}

const LIMITS = { steps: 400_000, cells: 300_000, depth: 120, characters: 1_000_000 } as const;

/** Bounds the work of evaluating one file. */
export class Budget {
  private steps = 0;
  private cells = 0;
  private depth = 0;

  step(): void {
    if (++this.steps > LIMITS.steps) throw new BudgetExceeded('it takes too many steps to evaluate');
  }

  allocate(count: number): void {
    this.cells += count;
    if (!(this.cells <= LIMITS.cells)) throw new BudgetExceeded('the value is too large to evaluate');
  }

  text(length: number): void {
    if (length > LIMITS.characters) throw new BudgetExceeded('the text is too long to evaluate');
    this.allocate(length >>> 6);
  }

  /** Something goes by so many members, which takes less than making them. */
  look(count: number): void {
    this.allocate(count >>> 6);
  }

  /** Goes one level deeper; to be followed by {@link leave}, whatever happens there, unless this throws. */
  enter(): void {
    if (this.depth === LIMITS.depth) throw new BudgetExceeded('it is nested too deeply to evaluate');
    this.depth++;
  }

  leave(): void {
    this.depth--;
  }

  nested<T>(work: () => T): T {
    this.enter();
    try {
      return work();
    } finally {
      this.leave();
    }
  }
}

/** What one file's evaluation shares. */
export interface Runtime {
  readonly path: string;
  readonly budget: Budget;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A training script is real Python: what it imports or never defines is unknown, where a config would be refused. */
  readonly isScript: boolean;
  /** How far the statement that runs stands from where its spans say. */
  offset: number;
  /** The module's names as `globals()` gives them; open where any further name may be set. */
  readonly namespace: DictValue;
  /** The names of the function that runs, of which `locals()` speaks. */
  locals: ReadonlyMap<string, Slot> | undefined;
}

/** Python's built-in names. */
export type Builtins = Pick<ReadonlyMap<string, Value>, 'get'>;

/** One scope: a module's globals, or the locals of a running function or comprehension. */
export interface Scope {
  readonly runtime: Runtime;
  readonly names: Map<string, Slot>;
  /** Where a name is looked up next; undefined in the module's own scope. */
  readonly parent: Scope | undefined;
  readonly globals: Map<string, Slot>;
  readonly builtins: Builtins;
  /** The names that are its own even before they are bound; none in a module, where Python looks further. */
  readonly locals: ReadonlySet<string>;
  /** Names that a `global` statement sends to the module. */
  readonly globalNames: Set<string>;
  /** Names that a `nonlocal` statement sends to the function around this one. */
  readonly nonlocalNames: Set<string>;
  readonly isComprehension: boolean;
}

/** Where a part of the statement that runs stands. */
export function placeOf(scope: Scope, span: Span): Place {
  const { path, offset } = scope.runtime;
  return { path, start: span.start + offset, end: span.end + offset };
}

/** A value that cannot be known, made there. */
export function unknownAt(scope: Scope, span: Span, reason: string): UnknownValue {
  return unknown(reason, placeOf(scope, span));
}

/** The unknown that an operation on unknown operands gives: the first operand's reason is the true one. */
export function firstUnknown(...values: readonly (Value | undefined)[]): UnknownValue | undefined {
  for (const value of values) if (value?.kind === 'unknown') return value;
  return undefined;
}

const CALLABLE_TYPES = {
  class: 'type',
  builtin: 'builtin_function_or_method',
  function: 'function',
  method: 'method_descriptor',
} as const;

/** Python's name for the type of a value, as error messages print it. */
export function typeName(value: Value): string {
  switch (value.kind) {
    case 'none':
      return 'NoneType';
    case 'dict':
      return value.flavor;
    case 'set':
      return value.isFrozen ? 'frozenset' : 'set';
    case 'lazy':
      return 'LazyObject';
    case 'callable':
      return value.type === 'object' ? value.name : CALLABLE_TYPES[value.type];
    case 'object':
      return value.type;
    default:
      return value.kind;
  }
}

/** MMEngine puts an object in the place of what a lazy config imports, and it raises when Python calls it. */
export function refuseLazy(value: Value, at: Place): void {
  if (value.kind === 'lazy' && !value.isReal)
    throw new PythonError('RuntimeError', 'an imported object cannot be called in a lazy config', at);
}
