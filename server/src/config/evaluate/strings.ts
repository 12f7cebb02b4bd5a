/** Methods of `str`. Offsets are code points, as in Python. */
import { isPrintable } from '../repr.ts';
import {
  bool,
  type CallSite,
  element,
  int,
  list,
  type Slot,
  type StringValue,
  str,
  tuple,
  type Value,
} from '../values.ts';
import { encoded } from './bytes.ts';
import { asIndex, asText, bind, builtin, elements, positional, sliceBounds } from './calls.ts';
import { truth } from './operators.ts';
import { type Budget, PythonError, typeName } from './runtime.ts';
import { formatMapped, formatTemplate } from './template.ts';
import * as unicode from './unicode.ts';

type Method = (self: string, call: CallSite, budget: Budget) => Value | undefined;

const text = (call: CallSite, name: string, count = 1): string[] =>
  positional(call, name, count).map((value) => asText(value, `${name}()`, call.at));

/** A method without arguments. */
function plain(name: string, work: (self: string) => string | boolean | undefined): Method {
  return (self, call) => {
    positional(call, name, 0);
    const result = work(self);
    if (result === undefined) return undefined;
    return typeof result === 'string' ? str(result, call.at) : bool(result, call.at);
  };
}

function strip(left: boolean, right: boolean): Method {
  return (self, call) => {
    const [set] = positional(call, 'strip', 0, 1);
    const characters = set && set.kind !== 'none' ? new Set(asText(set, 'strip()', call.at)) : undefined;
    return str(unicode.stripped(self, characters, left, right), call.at);
  };
}

function split(fromRight: boolean): Method {
  return (self, call, budget) => {
    const [separator, limit] = bind(call, 'split', ['sep', 'maxsplit']);
    const most = limit ? asIndex(limit, call.at) : -1;
    let parts: string[];
    if (!separator || separator.kind === 'none') parts = words(self, most, fromRight);
    else {
      const mark = asText(separator, 'split()', call.at);
      if (mark === '') throw new PythonError('ValueError', 'empty separator', call.at);
      const all = self.split(mark);
      if (most < 0 || all.length <= most + 1) parts = all;
      else if (fromRight) parts = [all.slice(0, all.length - most).join(mark), ...all.slice(all.length - most)];
      else parts = [...all.slice(0, most), all.slice(most).join(mark)];
    }
    budget.allocate(parts.length);
    return strings(parts, call);
  };
}

/** Split at whitespace; beyond `most` splits, the rest stays in one piece with the whitespace in and behind it. */
function words(self: string, most: number, fromRight: boolean): string[] {
  const spans: [number, number][] = [];
  let at = 0;
  let begin = -1;
  for (const character of `${self} `) {
    const isSpace = unicode.WHITESPACE.has(character);
    if (!isSpace && begin < 0) begin = at;
    if (isSpace && begin >= 0) {
      spans.push([begin, at]);
      begin = -1;
    }
    at += character.length;
  }
  const pieces = (some: readonly [number, number][]) => some.map(([from, to]) => self.slice(from, to));
  if (most < 0 || spans.length <= most) return pieces(spans);
  const kept = fromRight ? spans.length - most : most;
  if (fromRight) return [self.slice(0, spans[kept - 1]?.[1]), ...pieces(spans.slice(kept))];
  return [...pieces(spans.slice(0, kept)), self.slice(spans[kept]?.[0])];
}

function strings(parts: readonly string[], call: CallSite): Value {
  return list(
    parts.map((part) => element(str(part, call.at))),
    call.at,
  );
}

function partition(name: string, fromRight: boolean): Method {
  return (self, call) => {
    const [mark = ''] = text(call, name);
    if (mark === '') throw new PythonError('ValueError', 'empty separator', call.at);
    const index = fromRight ? self.lastIndexOf(mark) : self.indexOf(mark);
    const missing = fromRight ? ['', '', self] : [self, '', ''];
    const parts = index < 0 ? missing : [self.slice(0, index), mark, self.slice(index + mark.length)];
    return tuple(
      parts.map((part) => element(str(part, call.at))),
      call.at,
    );
  };
}

/** The part of `self` between the optional bounds of a call; undefined when they leave nothing, not even an empty text. */
function part(self: string, call: CallSite, start?: Value, end?: Value): { text: string; offset: number } | undefined {
  if (!start && !end) return { text: self, offset: 0 };
  const points = [...self];
  const { lower, upper } = sliceBounds(points.length, start, end, call.at);
  return lower > upper ? undefined : { text: points.slice(lower, upper).join(''), offset: lower };
}

function affix(name: string, test: (text: string, affix: string) => boolean): Method {
  return (self, call) => {
    const [value, start, end] = positional(call, name, 1, 3);
    const candidates = value?.kind === 'tuple' ? value.items.map((slot) => slot.value) : value ? [value] : [];
    const within = part(self, call, start, end);
    const found = candidates.some((candidate) => {
      const sought = asText(candidate, name, call.at);
      return within !== undefined && test(within.text, sought);
    });
    return bool(found, call.at);
  };
}

function find(name: string, last: boolean, raises: boolean): Method {
  return (self, call) => {
    const [value, start, end] = positional(call, name, 1, 3);
    if (!value) return undefined;
    const sought = asText(value, name, call.at);
    const within = part(self, call, start, end);
    const index = within ? (last ? within.text.lastIndexOf(sought) : within.text.indexOf(sought)) : -1;
    if (within && index >= 0) return int(within.offset + [...within.text.slice(0, index)].length, call.at);
    if (raises) throw new PythonError('ValueError', 'substring not found', call.at);
    return int(-1, call.at);
  };
}

/** How many of the `missing` characters go to the left. */
function justify(name: string, left: (missing: number, width: number) => number): Method {
  return (self, call, budget) => {
    const [size, fill] = positional(call, name, 1, 2);
    const width = size ? asIndex(size, call.at) : 0;
    const character = fill ? asText(fill, name, call.at) : ' ';
    if ([...character].length !== 1)
      throw new PythonError('TypeError', 'The fill character must be exactly one character long', call.at);
    const missing = width - [...self].length;
    if (missing <= 0) return str(self, call.at);
    budget.text(width);
    const before = left(missing, width);
    return str(character.repeat(before) + self + character.repeat(missing - before), call.at);
  };
}

const join: Method = (self, call, budget) => {
  const [iterable] = positional(call, 'join', 1);
  const items = iterable && elements(iterable, call, budget);
  if (!items || items.some((slot) => slot.value.kind === 'unknown' || slot.value.kind === 'object')) return undefined;
  const parts = items.map((slot: Slot) => asText(slot.value, 'join()', call.at));
  budget.text(parts.reduce((sum, item) => sum + item.length + self.length, 0));
  return str(parts.join(self), call.at);
};

const replace: Method = (self, call, budget) => {
  const [from, to, count] = positional(call, 'replace', 2, 3);
  if (!from || !to) return undefined;
  const sought = asText(from, 'replace()', call.at);
  const mark = asText(to, 'replace()', call.at);
  const limit = count ? asIndex(count, call.at) : -1;
  // The empty text is found before each character and at the end.
  const parts = sought === '' ? ['', ...self, ''] : self.split(sought);
  budget.text(self.length + parts.length * mark.length);
  if (limit < 0 || limit >= parts.length - 1) return str(parts.join(mark), call.at);
  return str([...parts.slice(0, limit), parts.slice(limit).join(sought)].join(mark), call.at);
};

const count: Method = (self, call) => {
  const [value, start, end] = positional(call, 'count', 1, 3);
  if (!value) return undefined;
  const sought = asText(value, 'count()', call.at);
  const within = part(self, call, start, end);
  if (!within) return int(0, call.at);
  return int(sought === '' ? [...within.text].length + 1 : within.text.split(sought).length - 1, call.at);
};

const zfill: Method = (self, call, budget) => {
  const [size] = positional(call, 'zfill', 1);
  const width = size ? asIndex(size, call.at) : 0;
  budget.text(width);
  const sign = /^[+-]/.exec(self)?.[0] ?? '';
  return str(sign + '0'.repeat(Math.max(0, width - [...self].length)) + self.slice(sign.length), call.at);
};

const expandTabs: Method = (self, call, budget) => {
  const [size] = bind(call, 'expandtabs', ['tabsize']);
  const width = size ? asIndex(size, call.at) : 8;
  let result = '';
  let column = 0;
  for (const character of self) {
    const isTab = character === '\t';
    const missing = isTab && width > 0 ? width - (column % width) : 0;
    budget.text(result.length + missing);
    result += isTab ? ' '.repeat(missing) : character;
    column = character === '\n' || character === '\r' ? 0 : column + (isTab ? missing : 1);
  }
  return str(result, call.at);
};

const METHODS: Readonly<Record<string, Method>> = {
  upper: plain('upper', (self) => self.toUpperCase()),
  lower: plain('lower', (self) => self.toLowerCase()),
  casefold: plain('casefold', unicode.caseFold),
  capitalize: plain('capitalize', unicode.capitalize),
  title: plain('title', unicode.title),
  swapcase: plain('swapcase', unicode.swapCase),
  strip: strip(true, true),
  lstrip: strip(true, false),
  rstrip: strip(false, true),
  split: split(false),
  rsplit: split(true),
  splitlines: (self, call) => {
    const [keepsEnds] = bind(call, 'splitlines', ['keepends']);
    return strings(unicode.lines(self, keepsEnds !== undefined && truth(keepsEnds) === true), call);
  },
  join,
  replace,
  startswith: affix('startswith', (within, sought) => within.startsWith(sought)),
  endswith: affix('endswith', (within, sought) => within.endsWith(sought)),
  removeprefix: (self, call) => {
    const [prefix = ''] = text(call, 'removeprefix');
    return str(self.startsWith(prefix) ? self.slice(prefix.length) : self, call.at);
  },
  removesuffix: (self, call) => {
    const [suffix = ''] = text(call, 'removesuffix');
    return str(suffix !== '' && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self, call.at);
  },
  find: find('find', false, false),
  rfind: find('rfind', true, false),
  index: find('index', false, true),
  rindex: find('rindex', true, true),
  count,
  partition: partition('partition', false),
  rpartition: partition('rpartition', true),
  zfill,
  expandtabs: expandTabs,
  ljust: justify('ljust', () => 0),
  rjust: justify('rjust', (missing) => missing),
  // As CPython does: which side gets the odd one depends on the width.
  center: justify(
    'center',
    (missing, width) => Math.floor(missing / 2) + (missing % 2 === 1 && width % 2 === 1 ? 1 : 0),
  ),
  isupper: plain('isupper', unicode.isUpper),
  islower: plain('islower', unicode.isLower),
  istitle: plain('istitle', unicode.isTitle),
  isascii: plain('isascii', (self) => [...self].every((character) => character < '\x80')),
  isprintable: plain('isprintable', isPrintable),
  ...Object.fromEntries(
    ['isdigit', 'isdecimal', 'isnumeric', 'isalpha', 'isalnum', 'isspace', 'isidentifier'].map((name) => [
      name,
      plain(name, (self) => unicode.isAllOf(name, self)),
    ]),
  ),
  encode: (self, call) => encoded(self, call),
  format: (self, call, budget) => formatTemplate(self, call, budget),
  format_map: (self, call, budget) => {
    const [mapping] = positional(call, 'format_map', 1);
    return mapping && formatMapped(self, mapping, call.at, budget);
  },
};

function methodNamed(name: string): Method | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
}

/** The bound method `self.name`, or undefined when `str` has none that is known. */
export function stringMethod(self: StringValue, name: string, budget: Budget): Value | undefined {
  const method = methodNamed(name);
  return method && builtin(name, (call) => method(self.value, call, budget));
}

/** The function `str.name`, which takes the text first. */
export function unboundStringMethod(name: string, budget: Budget): Value | undefined {
  const method = methodNamed(name);
  const unbound = (call: CallSite): Value | undefined => {
    const [self, ...args] = call.args;
    if (self?.value.kind === 'object') return undefined;
    if (self?.value.kind !== 'str')
      throw new PythonError(
        'TypeError',
        self
          ? `descriptor '${name}' for 'str' objects doesn't apply to a '${typeName(self.value)}' object`
          : `unbound method str.${name}() needs an argument`,
        call.at,
      );
    return method?.(self.value.value, { ...call, args }, budget);
  };
  return method && builtin(name, unbound, { type: 'method' });
}
