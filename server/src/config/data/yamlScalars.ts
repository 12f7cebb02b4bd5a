/** Which type PyYAML gives a plain scalar, and the value it makes of it (yaml/resolver.py, yaml/constructor.py). */
import type { Place } from '../../text/source.ts';
import { bool, float, int, none, type Value } from '../values.ts';
import { DataFailure, integerOf } from './result.ts';

export const YAML_TAG = 'tag:yaml.org,2002:';

/** The first that matches wins, as in PyYAML; anything else is text. `1e-4` has no dot and is text. */
const IMPLICIT: readonly (readonly [string, RegExp])[] = [
  ['bool', /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
  [
    'float',
    /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  ],
  [
    'int',
    /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  ],
  ['merge', /^<<$/],
  ['null', /^(?:~|null|Null|NULL|)$/],
  [
    'timestamp',
    /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/,
  ],
  ['value', /^=$/],
];

export function implicitTag(text: string): string {
  return YAML_TAG + (IMPLICIT.find(([, pattern]) => pattern.test(text))?.[0] ?? 'str');
}

/** The value of a scalar under one of the tags that PyYAML builds a number, a truth value, … from. */
export const SCALARS: Readonly<Record<string, (text: string, at: Place) => Value>> = {
  str: (value, at) => ({ kind: 'str', value, at }),
  null: (_, at) => none(at),
  bool: boolean,
  int: integer,
  float: floatingPoint,
  binary: bytes,
  timestamp,
  'python/none': (_, at) => none(at),
  'python/bool': boolean,
  'python/str': (value, at) => ({ kind: 'str', value, at }),
  'python/unicode': (value, at) => ({ kind: 'str', value, at }),
  'python/bytes': bytes,
  'python/int': integer,
  'python/long': integer,
  'python/float': floatingPoint,
};

const BOOLEANS: Readonly<Record<string, boolean>> = {
  yes: true,
  no: false,
  true: true,
  false: false,
  on: true,
  off: false,
};

function boolean(text: string, at: Place): Value {
  const value = BOOLEANS[text.toLowerCase()];
  if (value === undefined) throw new DataFailure('KeyError', `'${text.toLowerCase()}'`, at);
  return bool(value, at);
}

/** A sign and the rest, underscores dropped; Python's own IndexError for an empty text. */
function signed(text: string, at: Place): readonly [-1 | 1, string] {
  const digits = text.replaceAll('_', '');
  if (digits === '') throw new DataFailure('IndexError', 'string index out of range', at);
  return [digits.startsWith('-') ? -1 : 1, digits.replace(/^[-+]/, '')];
}

function integer(text: string, at: Place): Value {
  const [sign, digits] = signed(text, at);
  const parse = (part: string, pattern: RegExp, prefix = ''): bigint => {
    if (!pattern.test(part)) throw new DataFailure('ValueError', `invalid literal for int(): '${part}'`, at);
    return BigInt(prefix === '' ? integerOf(part, at) : prefix + part);
  };
  let value: bigint;
  if (digits === '0') value = 0n;
  else if (digits.startsWith('0b')) value = parse(digits.slice(2), /^[01]+$/, '0b');
  else if (digits.startsWith('0x')) value = parse(digits.slice(2), /^[0-9a-fA-F]+$/, '0x');
  else if (digits.startsWith('0')) value = parse(digits.replace(/^0o/i, ''), /^[0-7]+$/, '0o');
  else value = digits.split(':').reduce((sum, part) => sum * 60n + parse(part.trim(), /^\d+$/), 0n);
  return int(sign < 0 ? -value : Number.isSafeInteger(Number(value)) ? Number(value) : value, at);
}

function floatingPoint(text: string, at: Place): Value {
  const [sign, digits] = signed(text.toLowerCase(), at);
  if (digits === '.inf') return float(sign * Number.POSITIVE_INFINITY, at);
  if (digits === '.nan') return float(Number.NaN, at);
  const value = digits.split(':').reduce((sum, part) => sum * 60 + plainFloat(part.trim(), at), 0);
  return float(sign * value, at);
}

/** Python's `float(text)` of a text in lower case. */
function plainFloat(text: string, at: Place): number {
  const [, sign = '', word] = /^([-+]?)(inf|infinity|nan)$/.exec(text) ?? [];
  if (word !== undefined)
    return word === 'nan' ? Number.NaN : sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(text))
    throw new DataFailure('ValueError', `could not convert string to float: '${text}'`, at);
  return Number(text);
}

/** Python's lenient base64: foreign characters are skipped, missing padding is an error. */
function bytes(text: string, at: Place): Value {
  const body = text.replace(/[^A-Za-z0-9+/=]/g, '').replace(/=+$/, '');
  const padding = /=*$/.exec(text.trimEnd())?.[0].length ?? 0;
  if (body.length % 4 === 1 || padding < (4 - (body.length % 4)) % 4)
    throw new DataFailure('ConstructorError', 'failed to decode base64 data: Incorrect padding', at);
  return { kind: 'bytes', value: atob(body), at };
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d{1,2})(?::(\d{2}))?))?)?$/;

function timestamp(text: string, at: Place): Value {
  const match = TIMESTAMP.exec(text);
  if (!match) throw new DataFailure('AttributeError', "'NoneType' object has no attribute 'groupdict'", at);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const check = (inRange: boolean, message: string) => {
    if (!inRange) throw new DataFailure('ValueError', message, at);
  };
  check(year >= 1, `year ${year} is out of range`);
  check(month >= 1 && month <= 12, 'month must be in 1..12');
  check(
    day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate(),
    'day is out of range for month',
  );
  if (match[4] === undefined) {
    return {
      kind: 'object',
      type: 'datetime.date',
      text: `datetime.date(${year}, ${month}, ${day})`,
      payload: undefined,
      at,
    };
  }
  check(hour <= 23, 'hour must be in 0..23');
  check(minute <= 59, 'minute must be in 0..59');
  check(second <= 59, 'second must be in 0..59');
  return { kind: 'object', type: 'datetime.datetime', text: `datetime.datetime(${text})`, payload: undefined, at };
}
