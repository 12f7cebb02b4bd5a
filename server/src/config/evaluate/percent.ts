/** Python's `template % values`. */
import type { Place } from '../../text/source.ts';
import { type StringValue, str, unknown, type Value } from '../values.ts';
import { getItem } from './access.ts';
import { asFloat, truncated } from './arithmetic.ts';
import { converted } from './format.ts';
import { characterOf, floatText, integerText, type Layout, pad } from './numberFormat.ts';
import { type Budget, PythonError, typeName } from './runtime.ts';

/** One conversion of a template: `%(name)-5.3d`. */
interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

/** What `%` takes a value by name from; a tuple and a str are values themselves. */
const MAPPINGS: ReadonlySet<Value['kind']> = new Set(['dict', 'list', 'range', 'bytes']);

/** Python's `template % values`, unknown when a value in it is. */
export function percentFormat(template: StringValue, values: Value, at: Place, budget: Budget): Value {
  let rest = values.kind === 'tuple' ? values.items.map((slot) => slot.value) : [values];
  let taken = 0;
  let isKnown = true;
  const take = (): Value => {
    const value = rest[taken++];
    if (!value) throw new PythonError('TypeError', 'not enough arguments for format string', at);
    return value;
  };
  const count = (text: string | undefined): number | undefined => {
    if (text !== '*') return text === undefined ? undefined : Number(text);
    const value = take();
    if (value.kind === 'unknown' || value.kind === 'object') isKnown = false;
    else if (value.kind !== 'int' && value.kind !== 'bool') throw new PythonError('TypeError', '* wants int', at);
    else return Number(value.value);
    return undefined;
  };
  const conversion = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?(.)?/gsu;
  const text = template.value.replace(
    conversion,
    (whole, name?: string, flags = '', size?: string, digits?: string, type?: string) => {
      if (whole === '%%') return '%';
      if (type === undefined) throw new PythonError('ValueError', 'incomplete format', at);
      if (name !== undefined) {
        if (values.kind === 'unknown' || values.kind === 'object') isKnown = false;
        else if (!MAPPINGS.has(values.kind)) throw new PythonError('TypeError', 'format requires a mapping', at);
        rest = [getItem(values, str(name), at)];
        taken = 0;
      }
      const width = count(size) ?? 0;
      const precision = count(digits);
      const piece = conversionText(
        take(),
        {
          flags: width < 0 ? `${flags}-` : flags,
          width: Math.abs(width),
          precision: precision && Math.max(0, precision),
          type,
        },
        at,
        budget,
      );
      if (piece === undefined) isKnown = false;
      budget.text(piece?.length ?? 0);
      return piece ?? '';
    },
  );
  if (!isKnown) return unknown('the text contains a value that cannot be known here', at);
  if (taken < rest.length && !MAPPINGS.has(values.kind))
    throw new PythonError('TypeError', 'not all arguments converted during string formatting', at);
  budget.text(text.length);
  return str(text, at);
}

function conversionText(
  value: Value,
  { flags, width, precision, type }: Conversion,
  at: Place,
  budget: Budget,
): string | undefined {
  budget.text(width + (precision ?? 0));
  const fillsZeros = flags.includes('0') && !flags.includes('-') && !'srac'.includes(type);
  const layout: Layout = {
    fill: fillsZeros ? '0' : ' ',
    align: flags.includes('-') ? '<' : fillsZeros ? '=' : '>',
    sign: flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '',
    coercesZero: false,
    alternate: flags.includes('#'),
    width,
    grouping: '',
    precision,
    type,
  };
  if ('sra'.includes(type)) {
    const text = converted(value, type);
    if (text?.kind !== 'str') return undefined;
    return pad(precision === undefined ? text.value : [...text.value].slice(0, precision).join(''), '', layout);
  }
  if (value.kind === 'unknown' || value.kind === 'object') return undefined;
  if (type === 'c') return pad(character(value, at), '', layout);
  if (!'diuoxXeEfFgG'.includes(type)) throw new PythonError('ValueError', `unsupported format character '${type}'`, at);
  if (value.kind !== 'int' && value.kind !== 'float' && value.kind !== 'bool')
    throw new PythonError('TypeError', `%${type} format: a real number is required, not ${typeName(value)}`, at);
  const number = value.kind === 'bool' ? Number(value.value) : value.value;
  if ('eEfFgG'.includes(type)) return floatText(asFloat(number, at), layout);
  const isDecimal = 'diu'.includes(type);
  if (value.kind === 'float' && !isDecimal)
    throw new PythonError('TypeError', `%${type} format: an integer is required, not float`, at);
  const whole = value.kind === 'float' ? truncated(value.value, at) : BigInt(number);
  return integerText(whole, { ...layout, type: isDecimal ? 'd' : type }, precision);
}

function character(value: Value, at: Place): string {
  if (value.kind === 'str' && [...value.value].length === 1) return value.value;
  if (value.kind === 'int' || value.kind === 'bool') return characterOf(Number(value.value), at);
  throw new PythonError('TypeError', '%c requires int or char', at);
}
