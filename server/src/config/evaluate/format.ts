/** Python's text forms of values: `str`, `repr`, `ascii` and `format`. */
import type { Place } from '../../text/source.ts';
import { pythonAscii, pythonBytesRepr, pythonFloatRepr, pythonStringRepr } from '../repr.ts';
import { type SetValue, type Slot, str, type Value } from '../values.ts';
import { asFloat } from './arithmetic.ts';
import { characterOf, floatText, integerText, type Layout, pad } from './numberFormat.ts';
import { type Budget, exceptionIn, PythonError, typeName } from './runtime.ts';
import { viewIn } from './sets.ts';

/** Python's `str(value)`; undefined when it cannot be known. */
export function toText(value: Value): string | undefined {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'lazy') return value.name;
  const exception = exceptionIn(value);
  if (exception) return exception.message;
  // Dates are the objects that say it in two ways.
  return value.kind === 'object' && value.type.startsWith('datetime.') ? undefined : toRepr(value);
}

/** Of values that are shared, so that each is written once. */
type Texts = Map<Value, string | undefined>;

/** A text that is longer is not evaluated anyway. */
const MAX_LENGTH = 1_000_000;

/** Python's `repr(value)`; undefined when it cannot be known, or is too long. */
export function toRepr(value: Value, depth = 0, texts: Texts = new Map()): string | undefined {
  if (depth > 100) return undefined;
  if (texts.has(value)) return texts.get(value);
  const text = reprOf(value, depth, texts);
  const bounded = text === undefined || text.length > MAX_LENGTH ? undefined : text;
  if (depth > 0 || bounded === undefined) texts.set(value, bounded);
  return bounded;
}

function reprOf(value: Value, depth: number, texts: Texts): string | undefined {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return intText(value.value);
    case 'float':
      return pythonFloatRepr(value.value);
    case 'str':
      return pythonStringRepr(value.value);
    case 'bytes':
      return pythonBytesRepr(value.value);
    case 'lazy':
      return value.name;
    case 'list':
      return joined(value.items, depth, texts, '[', ']');
    case 'tuple':
      return joined(value.items, depth, texts, '(', value.items.length === 1 ? ',)' : ')');
    case 'set':
      return setRepr(value, depth, texts);
    case 'object':
      return value.text ?? viewRepr(value, depth, texts);
    case 'callable':
      return value.type === 'class'
        ? `<class '${value.name}'>`
        : value.type === 'builtin'
          ? `<built-in function ${value.name}>`
          : undefined;
    case 'range':
      return value.step === 1
        ? `range(${value.start}, ${value.stop})`
        : `range(${value.start}, ${value.stop}, ${value.step})`;
    case 'dict': {
      if (value.open) return undefined;
      // Python 3.12 began to write its entries in another way.
      if (value.flavor === 'OrderedDict') return value.entries.size === 0 ? 'OrderedDict()' : undefined;
      const parts: string[] = [];
      for (const slot of value.entries.values()) {
        const key = slot.key && toRepr(slot.key, depth + 1, texts);
        const item = toRepr(slot.value, depth + 1, texts);
        if (key === undefined || item === undefined) return undefined;
        parts.push(`${key}: ${item}`);
      }
      return `{${parts.join(', ')}}`;
    }
    default:
      return undefined;
  }
}

function viewRepr(value: Value, depth: number, texts: Texts): string | undefined {
  const view = viewIn(value);
  const items = view?.take();
  const text = items && joined(items, depth, texts, '[', ']');
  return view && text !== undefined ? `${view.type}(${text})` : undefined;
}

function setRepr({ items, isFrozen }: SetValue, depth: number, texts: Texts): string | undefined {
  if (items.size === 0) return isFrozen ? 'frozenset()' : 'set()';
  const members = items.size > 1 ? undefined : joined([...items.values()], depth, texts, '{', '}');
  return members !== undefined && isFrozen ? `frozenset(${members})` : members;
}

/** More digits than this Python refuses to write or read. */
export const MAX_DIGITS = 4300;

function intText(value: number | bigint): string | undefined {
  const text = String(value);
  return text.length > MAX_DIGITS ? undefined : text;
}

/** What `!s`, `!r` and `!a` make of a value; undefined when it cannot be known. */
export function converted(value: Value, conversion: string): Value | undefined {
  const text = conversion === 's' ? toText(value) : toRepr(value);
  return text === undefined ? undefined : str(conversion === 'a' ? pythonAscii(text) : text);
}

function joined(items: readonly Slot[], depth: number, texts: Texts, open: string, close: string): string | undefined {
  const parts: string[] = [];
  let length = 0;
  for (const slot of items) {
    const text = toRepr(slot.value, depth + 1, texts);
    length += text?.length ?? 0;
    if (text === undefined || length > MAX_LENGTH) return undefined;
    parts.push(text);
  }
  return open + parts.join(', ') + close;
}

interface Spec extends Omit<Layout, 'align'> {
  /** Undefined where none is given. */
  readonly align: Layout['align'] | undefined;
}

/** Python's format spec for a value that stands on the `natural` side of its width. */
function parseSpec(text: string, natural: '<' | '>', at: Place): Spec {
  const fail = (message: string) => new PythonError('ValueError', message, at);
  const match = /^(?:(.)?([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)(,?_?,?)(\.\d*)?(.?)$/su.exec(text);
  if (!match) throw fail('Invalid format specifier');
  const [, fill, align, sign = '', z, alternate, zero, width, grouping = '', precision, type = ''] = match;
  if (grouping.length > 1) throw fail("Cannot specify both ',' and '_'.");
  if (precision === '.') throw fail('Format specifier missing precision');
  const groupsWith = grouping === ',' ? 'deEfFgG%' : 'deEfFgG%boxX';
  if (grouping !== '' && !groupsWith.includes(type || (natural === '<' ? 's' : 'd')))
    throw fail(`Cannot specify '${grouping}' with '${type || 's'}'.`);
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: (align as Layout['align'] | undefined) ?? (zero && fill === undefined && natural === '>' ? '=' : undefined),
    sign,
    coercesZero: z !== '',
    alternate: alternate !== '',
    width: Number(width || 0),
    grouping,
    precision: precision === undefined ? undefined : Number(precision.slice(1)),
    type,
  };
}

/** Python's `format(value, spec)`; undefined when it cannot be known. Throws ValueError for a bad spec. */
export function formatValue(value: Value, specText: string, at: Place, budget: Budget): string | undefined {
  if (specText === '') return toText(value);
  if (value.kind === 'unknown' || value.kind === 'object') return undefined;
  if (value.kind === 'str') {
    const spec = parseSpec(specText, '<', at);
    budget.text(spec.width);
    return formatString(value.value, spec, at);
  }
  if (value.kind === 'int' || value.kind === 'bool' || value.kind === 'float') {
    const spec = parseSpec(specText, '>', at);
    budget.text(spec.width + (spec.precision ?? 0));
    const isFloat = value.kind === 'float' || (spec.type !== '' && 'eEfFgG%'.includes(spec.type));
    return isFloat
      ? formatFloat(asFloat(value.kind === 'bool' ? Number(value.value) : value.value, at), spec, at)
      : formatInteger(BigInt(value.value), spec, value, at);
  }
  throw new PythonError('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`, at);
}

function formatString(text: string, spec: Spec, at: Place): string {
  const fail = (message: string) => new PythonError('ValueError', `${message} in string format specifier`, at);
  if (spec.type !== '' && spec.type !== 's') throw unknownCode(spec, 'str', at);
  if (spec.sign !== '') throw fail('Sign not allowed');
  if (spec.coercesZero) throw fail('Negative zero coercion (z) not allowed');
  if (spec.alternate) throw fail('Alternate form (#) not allowed');
  if (spec.align === '=') throw fail("'=' alignment not allowed");
  const body = spec.precision === undefined ? text : [...text].slice(0, spec.precision).join('');
  return pad(body, '', { ...spec, align: spec.align ?? '<' });
}

function formatInteger(number: bigint, spec: Spec, value: Value, at: Place): string {
  const fail = (message: string) => new PythonError('ValueError', message, at);
  if (!/^[cdboxXn]?$/.test(spec.type)) throw unknownCode(spec, typeName(value), at);
  if (spec.precision !== undefined) throw fail('Precision not allowed in integer format specifier');
  if (spec.coercesZero) throw fail('Negative zero coercion (z) not allowed in integer format specifier');
  const layout: Layout = { ...spec, align: spec.align ?? '>', type: spec.type || 'd' };
  if (spec.type !== 'c') return integerText(number, layout);
  if (spec.sign !== '') throw fail("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) throw fail("Alternate form (#) not allowed with integer format specifier 'c'");
  return pad(characterOf(number, at), '', layout);
}

function formatFloat(value: number, spec: Spec, at: Place): string {
  if (!/^[eEfFgGn%]?$/.test(spec.type)) throw unknownCode(spec, 'float', at);
  return floatText(value, { ...spec, align: spec.align ?? '>' });
}

function unknownCode({ type }: Spec, typeOfValue: string, at: Place): PythonError {
  return new PythonError('ValueError', `Unknown format code '${type}' for object of type '${typeOfValue}'`, at);
}
