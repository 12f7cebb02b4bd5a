/** Python's text forms of values: `str`, `repr`, format specs, `%` and `str.format`. */
import type { Place } from '../../text/source.ts';
import { pythonFloatRepr, pythonStringRepr } from '../repr.ts';
import { type SetValue, type Slot, str, type TupleValue, unknown, type Value } from '../values.ts';
import { fixedDigits } from './numbers.ts';
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

/** Python's `repr(value)`; undefined when it cannot be known. */
export function toRepr(value: Value, depth = 0): string | undefined {
  if (depth > 100) return undefined;
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'float':
      return pythonFloatRepr(value.value);
    case 'str':
      return pythonStringRepr(value.value);
    case 'lazy':
      return value.name;
    case 'list':
      return joined(value.items, depth, '[', ']');
    case 'tuple':
      return joined(value.items, depth, '(', value.items.length === 1 ? ',)' : ')');
    case 'set':
      return setRepr(value, depth);
    case 'object':
      return value.text ?? viewRepr(value, depth);
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
        const key = slot.key && toRepr(slot.key, depth + 1);
        const item = toRepr(slot.value, depth + 1);
        if (key === undefined || item === undefined) return undefined;
        parts.push(`${key}: ${item}`);
      }
      return `{${parts.join(', ')}}`;
    }
    default:
      return undefined;
  }
}

function viewRepr(value: Value, depth: number): string | undefined {
  const view = viewIn(value);
  const items = view?.take();
  const text = items && joined(items, depth, '[', ']');
  return view && text !== undefined ? `${view.type}(${text})` : undefined;
}

function setRepr({ items, isFrozen }: SetValue, depth: number): string | undefined {
  if (items.size === 0) return isFrozen ? 'frozenset()' : 'set()';
  const members = items.size > 1 ? undefined : joined([...items.values()], depth, '{', '}');
  return members !== undefined && isFrozen ? `frozenset(${members})` : members;
}

function joined(items: readonly Slot[], depth: number, open: string, close: string): string | undefined {
  const parts: string[] = [];
  for (const slot of items) {
    const text = toRepr(slot.value, depth + 1);
    if (text === undefined) return undefined;
    parts.push(text);
  }
  return open + parts.join(', ') + close;
}

interface Spec {
  fill: string;
  align: '<' | '>' | '^' | '=' | '';
  sign: string;
  alternate: boolean;
  width: number;
  grouping: string;
  precision: number | undefined;
  type: string;
}

function parseSpec(text: string): Spec | undefined {
  const match = /^(?:(.)?([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([a-zA-Z%]?)$/su.exec(text);
  if (!match || match[4]) return undefined;
  const zero = match[6] === '0' && !match[2];
  return {
    fill: match[1] ?? (match[6] === '0' ? '0' : ' '),
    align: (match[2] ?? (zero ? '=' : '')) as Spec['align'],
    sign: match[3] ?? '',
    alternate: match[5] === '#',
    width: Number(match[7] || 0),
    grouping: match[8] ?? '',
    precision: match[9] === undefined ? undefined : Number(match[9]),
    type: match[10] ?? '',
  };
}

/** Python's `format(value, spec)`; undefined when it cannot be known. Throws ValueError for a bad spec. */
export function formatValue(value: Value, specText: string, at: Place, budget: Budget): string | undefined {
  if (specText === '') return toText(value);
  if (value.kind === 'unknown' || value.kind === 'object') return undefined;
  const spec = parseSpec(specText);
  if (!spec) throw new PythonError('ValueError', 'Invalid format specifier', at);
  budget.text(spec.width + (spec.precision ?? 0));
  if (value.kind === 'str') {
    if (spec.type !== '' && spec.type !== 's') throw unknownCode(spec, value, at);
    const text = spec.precision === undefined ? value.value : [...value.value].slice(0, spec.precision).join('');
    return pad(text, '', spec, '<');
  }
  if (value.kind === 'int' || value.kind === 'bool') {
    if (value.kind === 'bool' && spec.type === '') return pad(value.value ? 'True' : 'False', '', spec, '<');
    const number = BigInt(value.value);
    if ('eEfFgG%'.includes(spec.type) && spec.type !== '') return formatFloat(Number(number), spec, at);
    return formatInteger(number, spec, value, at);
  }
  if (value.kind === 'float') return formatFloat(value.value, spec, at);
  throw new PythonError('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`, at);
}

function unknownCode(spec: Spec, value: Value, at: Place): PythonError {
  return new PythonError(
    'ValueError',
    `Unknown format code '${spec.type}' for object of type '${typeName(value)}'`,
    at,
  );
}

function pad(body: string, prefix: string, spec: Spec, natural: '<' | '>'): string {
  const missing = spec.width - [...prefix].length - [...body].length;
  if (missing <= 0) return prefix + body;
  const align = spec.align || natural;
  if (align === '<') return prefix + body + spec.fill.repeat(missing);
  if (align === '>') return spec.fill.repeat(missing) + prefix + body;
  if (align === '=') return prefix + spec.fill.repeat(missing) + body;
  const left = Math.floor(missing / 2);
  return spec.fill.repeat(left) + prefix + body + spec.fill.repeat(missing - left);
}

function group(digits: string, separator: string, every: number): string {
  if (separator === '') return digits;
  return digits.replace(new RegExp(`\\B(?=(?:.{${every}})+$)`, 'g'), separator);
}

function signOf(negative: boolean, spec: Spec): string {
  return negative ? '-' : spec.sign === '-' ? '' : spec.sign;
}

function formatInteger(number: bigint, spec: Spec, value: Value, at: Place): string {
  const negative = number < 0n;
  const absolute = negative ? -number : number;
  const radix = { '': 10, d: 10, n: 10, b: 2, o: 8, x: 16, X: 16 }[spec.type];
  if (spec.type === 'c') return pad(String.fromCodePoint(Number(absolute)), '', spec, '<');
  if (radix === undefined) throw unknownCode(spec, value, at);
  const digits = absolute.toString(radix);
  const body = group(spec.type === 'X' ? digits.toUpperCase() : digits, spec.grouping, radix === 10 ? 3 : 4);
  const prefix = spec.alternate && radix !== 10 ? `0${spec.type}` : '';
  return pad(body, signOf(negative, spec) + prefix, spec, '>');
}

function formatFloat(value: number, spec: Spec, at: Place): string {
  const negative = value < 0 || Object.is(value, -0);
  const absolute = Math.abs(value);
  const upper = spec.type === 'E' || spec.type === 'F' || spec.type === 'G';
  let body: string;
  if (!Number.isFinite(absolute)) body = Number.isNaN(absolute) ? 'nan' : 'inf';
  else
    switch (spec.type.toLowerCase()) {
      case 'f':
        body = fixedDigits(absolute, spec.precision ?? 6);
        break;
      case '%':
        body = fixedDigits(absolute * 100, spec.precision ?? 6);
        break;
      case 'e':
        body = exponent(absolute, spec.precision ?? 6);
        break;
      case 'g':
      case 'n':
        body = general(absolute, spec.precision ?? 6, spec.alternate);
        break;
      case '':
        body =
          spec.precision === undefined ? pythonFloatRepr(absolute) : general(absolute, spec.precision, false, true);
        break;
      default:
        throw new PythonError('ValueError', `Unknown format code '${spec.type}' for object of type 'float'`, at);
    }
  if (spec.grouping) {
    const [whole = '', rest] = body.split(/(?=[.e])/s, 2);
    body = group(whole, spec.grouping, 3) + (rest === undefined ? '' : body.slice(whole.length));
  }
  if (spec.type === '%') body += '%';
  return pad(upper ? body.toUpperCase() : body, signOf(negative && !Number.isNaN(value), spec), spec, '>');
}

function exponent(value: number, precision: number): string {
  const text = value.toExponential(Math.min(precision, 100));
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function general(value: number, precision: number, alternate: boolean, keepsPoint = false): string {
  const digits = Math.max(1, precision);
  if (value === 0) return keepsPoint ? '0.0' : '0';
  const scientific = value.toExponential(digits - 1);
  const power = Number(scientific.slice(scientific.indexOf('e') + 1));
  const limit = keepsPoint ? digits - 1 : digits;
  if (power < -4 || power >= limit) {
    const [mantissa = '', tail = ''] = exponent(value, digits - 1).split('e');
    return `${alternate ? mantissa : stripZeros(mantissa)}e${tail}`;
  }
  const text = fixedDigits(value, Math.max(0, digits - 1 - power));
  const body = alternate ? text : stripZeros(text);
  return keepsPoint && !body.includes('.') ? `${body}.0` : body;
}

function stripZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Python's `template % values`. */
export function percentFormat(template: Value & { kind: 'str' }, values: Value, at: Place, budget: Budget): Value {
  const list = values.kind === 'tuple' ? (values as TupleValue).items.map((slot) => slot.value) : [values];
  let next = 0;
  let failed = false;
  const take = (): Value => {
    const value = list[next++];
    if (!value) throw new PythonError('TypeError', 'not enough arguments for format string', at);
    return value;
  };
  const text = template.value.replace(
    /%(?:\(([^)]*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?(.)?/gs,
    (
      _,
      name: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      type: string | undefined,
    ) => {
      if (type === '%') return '%';
      if (type === undefined) throw new PythonError('ValueError', 'incomplete format', at);
      if (width === '*' || precision === '*') {
        failed = true;
        return '';
      }
      let value: Value;
      if (name !== undefined) {
        if (values.kind !== 'dict') throw new PythonError('TypeError', 'format requires a mapping', at);
        const slot = values.entries.get(name);
        if (!slot) {
          if (values.open) failed = true;
          else throw new PythonError('KeyError', `'${name}'`, at);
          return '';
        }
        value = slot.value;
        next = list.length;
      } else value = take();
      const piece = percentPiece(value, flags, Number(width ?? 0), precision, type, at, budget);
      if (piece === undefined) failed = true;
      return piece ?? '';
    },
  );
  if (failed) return unknown('the text contains a value that cannot be known here', at);
  if (next < list.length && values.kind !== 'dict')
    throw new PythonError('TypeError', 'not all arguments converted during string formatting', at);
  budget.text(text.length);
  return str(text, at);
}

function percentPiece(
  value: Value,
  flags: string,
  width: number,
  precision: string | undefined,
  type: string,
  at: Place,
  budget: Budget,
): string | undefined {
  budget.text(width + Number(precision ?? 0));
  const spec: Spec = {
    fill: flags.includes('0') && !flags.includes('-') && !'sra'.includes(type) ? '0' : ' ',
    align: flags.includes('-') ? '<' : flags.includes('0') && !'sra'.includes(type) ? '=' : '>',
    sign: flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '',
    alternate: flags.includes('#'),
    width,
    grouping: '',
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
  if (type === 's' || type === 'r' || type === 'a') {
    const text = type === 's' ? toText(value) : toRepr(value);
    if (text === undefined) return undefined;
    return pad(spec.precision === undefined ? text : [...text].slice(0, spec.precision).join(''), '', spec, '>');
  }
  if (value.kind === 'unknown' || value.kind === 'object') return undefined;
  if (value.kind !== 'int' && value.kind !== 'float' && value.kind !== 'bool')
    throw new PythonError('TypeError', `%${type} format: a number is required, not ${typeName(value)}`, at);
  if ('diu'.includes(type)) {
    const number = value.kind === 'float' ? BigInt(Math.trunc(value.value)) : BigInt(value.value);
    return formatInteger(number, { ...spec, type: 'd', precision: undefined }, value, at);
  }
  if ('eEfFgG'.includes(type)) return formatFloat(Number(value.value), spec, at);
  if ('xXo'.includes(type) && value.kind !== 'float')
    return formatInteger(BigInt(value.value), { ...spec, precision: undefined }, value, at);
  throw new PythonError('ValueError', `unsupported format character '${type}'`, at);
}
