/** Exceptions as values: their classes, which of them a handler catches, and what they say. */
import { type CallableValue, type CallSite, element, type Slot, tuple, unknown, type Value } from '../values.ts';
import { toRepr, toText } from './format.ts';
import { type ExceptionPayload, exceptionIn, PythonError } from './runtime.ts';

/** A class, and those that derive from it. */
const HIERARCHY = [
  'BaseException: BaseExceptionGroup Exception GeneratorExit KeyboardInterrupt SystemExit',
  'Exception: ArithmeticError AssertionError AttributeError BufferError EOFError ExceptionGroup ImportError LookupError',
  'Exception: MemoryError NameError OSError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError',
  'Exception: SystemError TypeError ValueError Warning',
  'ArithmeticError: FloatingPointError OverflowError ZeroDivisionError',
  'ImportError: ModuleNotFoundError',
  'LookupError: IndexError KeyError',
  'NameError: UnboundLocalError',
  'OSError: BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError',
  'OSError: IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError',
  'ConnectionError: BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError',
  'RuntimeError: NotImplementedError RecursionError',
  'SyntaxError: IndentationError',
  'IndentationError: TabError',
  'ValueError: UnicodeError',
  'UnicodeError: UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError',
  'Warning: BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning',
  'Warning: ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning',
];

const PARENTS: ReadonlyMap<string, string> = new Map(
  HIERARCHY.flatMap((line) => {
    const [parent = '', children = ''] = line.split(': ');
    return children.split(' ').map((child) => [child, parent] as const);
  }),
);

/** Those that evaluation raises and that have no name among the built-in ones. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['ConfigParsingError', 'RuntimeError'],
  ['JSONDecodeError', 'ValueError'],
]);

function ancestorsOf(name: string): string[] {
  const parent = PARENTS.get(name) ?? ELSEWHERE.get(name);
  return parent === undefined ? [] : [parent, ...ancestorsOf(parent)];
}

/** The built-in exceptions by name, the old names of `OSError` among them. */
export function exceptionClasses(): Map<string, CallableValue> {
  const classes = new Map<string, CallableValue>();
  for (const name of ['BaseException', ...PARENTS.keys()]) classes.set(name, exceptionClass(name, ancestorsOf(name)));
  const osError = classes.get('OSError');
  if (osError) for (const name of ['EnvironmentError', 'IOError']) classes.set(name, osError);
  return classes;
}

/** A class of exceptions; how its objects look is not known when the config gives it code of its own. */
export function exceptionClass(name: string, ancestors: readonly string[], hasCode = false): CallableValue {
  return {
    kind: 'callable',
    name,
    type: 'class',
    ancestors,
    at: undefined,
    call: (call) => exceptionObject(name, ancestors, hasCode || call.open ? undefined : call.args, call.at),
  };
}

/** A class derives from Python's exceptions. */
export function isExceptionClass(value: Value): value is CallableValue {
  return value.kind === 'callable' && (value.name === 'BaseException' || !!value.ancestors?.includes('BaseException'));
}

function exceptionObject(
  name: string,
  ancestors: readonly string[],
  args: readonly Slot[] | undefined,
  at: CallSite['at'],
): Value {
  const payload: ExceptionPayload = { ancestors, args, message: args && messageOf([name, ...ancestors], args) };
  const parts = args?.map((slot) => toRepr(slot.value));
  const text = parts?.every((part) => part !== undefined) ? `${name}(${parts.join(', ')})` : undefined;
  return { kind: 'object', type: name, text, payload, at };
}

/** Python's `str` of an exception. */
function messageOf(classes: readonly string[], args: readonly Slot[]): string | undefined {
  const [first] = args;
  if (!first) return '';
  if (args.length === 1) return classes.includes('KeyError') ? toRepr(first.value) : toText(first.value);
  const isSpecial = classes.some((name) => name === 'OSError' || name === 'SyntaxError' || name === 'UnicodeError');
  return isSpecial ? undefined : toRepr(tuple(args));
}

/** What `raise value` raises. */
export function errorOf(value: Value, at: PythonError['place']): PythonError {
  if (value.kind === 'unknown') return new PythonError('RuntimeError', 'the config raises an error', at);
  const exception = isExceptionClass(value)
    ? value.call({ args: [], keywords: new Map(), open: undefined, at })
    : value;
  const known = exceptionIn(exception);
  if (!known || exception.kind !== 'object')
    return new PythonError('TypeError', 'exceptions must derive from BaseException', at);
  return new PythonError(exception.type, known.message ?? '', at, exception);
}

/** What `except … as e` binds. What Python itself says is not known word for word. */
export function caught(error: PythonError): Value {
  return error.exception ?? exceptionObject(error.errorName, ancestorsOf(error.errorName), undefined, error.place);
}

/** `except type:` catches the error; undefined where that cannot be known. */
export function catches(type: Value, error: PythonError): boolean | undefined {
  const own = error.exception && exceptionIn(error.exception);
  const names = new Set([error.errorName, ...(own?.ancestors ?? ancestorsOf(error.errorName))]);
  let sure = true;
  for (const each of type.kind === 'tuple' ? type.items.map((slot) => slot.value) : [type]) {
    if (each.kind === 'callable' && names.has(each.name)) return true;
    if (each.kind === 'unknown' || each.kind === 'object' || (each.kind === 'lazy' && each.isReal)) sure = false;
    else if (each.kind !== 'callable')
      throw new PythonError(
        'TypeError',
        'catching classes that do not inherit from BaseException is not allowed',
        error.place,
      );
  }
  return sure ? false : undefined;
}

/** The attributes of an exception that do not depend on its class. */
export function exceptionAttribute(value: Value, name: string): Value | undefined {
  const known = exceptionIn(value);
  if (!known || name !== 'args') return undefined;
  return known.args
    ? tuple(
        known.args.map((slot) => element(slot.value)),
        value.at,
      )
    : unknown('what Python says is not known');
}
