/** Methods of `str`. Offsets are code points, as in Python. */
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
import { asIndex, asText, bind, builtin, elements, positional } from './calls.ts';
import { type Budget, PythonError } from './runtime.ts';
import { formatTemplate } from './template.ts';

type Method = (self: string, call: CallSite, budget: Budget) => Value | undefined;

const text = (call: CallSite, name: string, count = 1): string[] =>
  positional(call, name, count).map((value) => asText(value, `${name}()`, call.at));

const WHITESPACE = ' \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u00a0';

function strip(self: string, call: CallSite, left: boolean, right: boolean): Value {
  const [set] = positional(call, 'strip', 0, 1);
  const characters = new Set(set && set.kind !== 'none' ? asText(set, 'strip()', call.at) : WHITESPACE);
  const points = [...self];
  let start = 0;
  let end = points.length;
  while (left && start < end && characters.has(points[start] ?? '')) start++;
  while (right && end > start && characters.has(points[end - 1] ?? '')) end--;
  return str(points.slice(start, end).join(''), call.at);
}

function split(self: string, call: CallSite, fromRight: boolean, budget: Budget): Value {
  const [separator, limit] = bind(call, 'split', ['sep', 'maxsplit']);
  const most = limit ? asIndex(limit, call.at) : -1;
  let parts: string[];
  if (!separator || separator.kind === 'none') {
    const words = self.match(/\S+/g) ?? [];
    if (most < 0 || words.length <= most) parts = [...words];
    else if (fromRight) {
      const rest = self.trimEnd().match(new RegExp(`^(.*?)${'\\s+(\\S+)'.repeat(most)}$`, 's'));
      parts = rest ? rest.slice(1).map((part, i) => (i === 0 ? part.trimEnd() : part)) : [...words];
    } else {
      const rest = self.trimStart().match(new RegExp(`^${'(\\S+)\\s+'.repeat(most)}(.*)$`, 's'));
      parts = rest ? rest.slice(1) : [...words];
    }
  } else {
    const mark = asText(separator, 'split()', call.at);
    if (mark === '') throw new PythonError('ValueError', 'empty separator', call.at);
    const all = self.split(mark);
    if (most < 0 || all.length <= most + 1) parts = all;
    else if (fromRight) parts = [all.slice(0, all.length - most).join(mark), ...all.slice(all.length - most)];
    else parts = [...all.slice(0, most), all.slice(most).join(mark)];
  }
  budget.allocate(parts.length);
  return strings(parts, call);
}

function strings(parts: readonly string[], call: CallSite): Value {
  return list(
    parts.map((part) => element(str(part, call.at))),
    call.at,
  );
}

function partition(
  self: string,
  call: CallSite,
  index: number,
  mark: string,
  whenMissing: [string, string, string],
): Value {
  const parts = index < 0 ? whenMissing : [self.slice(0, index), mark, self.slice(index + mark.length)];
  return tuple(
    parts.map((part) => element(str(part, call.at))),
    call.at,
  );
}

function affix(call: CallSite, name: string, test: (part: string) => boolean): Value | undefined {
  const [value] = positional(call, name, 1, 3);
  if (call.args.length > 1) return undefined;
  const candidates = value?.kind === 'tuple' ? value.items.map((slot) => slot.value) : value ? [value] : [];
  return bool(
    candidates.some((candidate) => test(asText(candidate, name, call.at))),
    call.at,
  );
}

function find(self: string, call: CallSite, name: string, last: boolean): number | undefined {
  const values = positional(call, name, 1, 3);
  if (values.length > 1 || !values[0]) return undefined;
  const part = asText(values[0], name, call.at);
  const index = last ? self.lastIndexOf(part) : self.indexOf(part);
  return index < 0 ? -1 : [...self.slice(0, index)].length;
}

function justify(self: string, call: CallSite, left: number): Value {
  const [width, fill] = positional(call, 'just', 1, 2);
  const missing = (width ? asIndex(width, call.at) : 0) - [...self].length;
  if (missing <= 0) return str(self, call.at);
  const character = fill ? asText(fill, 'just', call.at) : ' ';
  const before = Math.floor(missing * left);
  return str(character.repeat(before) + self + character.repeat(missing - before), call.at);
}

const title = (self: string) =>
  self.replace(/[\p{L}]+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());

const METHODS: Readonly<Record<string, Method>> = {
  upper: (self, call) => str(self.toUpperCase(), call.at),
  lower: (self, call) => str(self.toLowerCase(), call.at),
  casefold: (self, call) => str(self.toLowerCase(), call.at),
  capitalize: (self, call) => str(self.charAt(0).toUpperCase() + self.slice(1).toLowerCase(), call.at),
  title: (self, call) => str(title(self), call.at),
  swapcase: (self, call) =>
    str([...self].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(''), call.at),
  strip: (self, call) => strip(self, call, true, true),
  lstrip: (self, call) => strip(self, call, true, false),
  rstrip: (self, call) => strip(self, call, false, true),
  split: (self, call, budget) => split(self, call, false, budget),
  rsplit: (self, call, budget) => split(self, call, true, budget),
  splitlines: (self, call) =>
    strings(
      self
        .replace(/(?:\r\n|\r|\n)$/, '')
        .split(/\r\n|\r|\n/)
        .slice(0, self === '' ? 0 : undefined),
      call,
    ),
  join: (self, call, budget) => {
    const [iterable] = positional(call, 'join', 1);
    const items = iterable && elements(iterable, call, budget);
    if (!items || items.some((slot) => slot.value.kind === 'unknown' || slot.value.kind === 'object')) return undefined;
    const parts = items.map((slot: Slot) => asText(slot.value, 'join()', call.at));
    budget.text(parts.reduce((sum, part) => sum + part.length + self.length, 0));
    return str(parts.join(self), call.at);
  },
  replace: (self, call, budget) => {
    const [from, to, count] = positional(call, 'replace', 2, 3);
    if (!from || !to) return undefined;
    const parts = self.split(asText(from, 'replace()', call.at));
    const limit = count ? asIndex(count, call.at) : -1;
    const mark = asText(to, 'replace()', call.at);
    if (from.kind === 'str' && from.value === '') return undefined;
    budget.text(self.length + parts.length * mark.length);
    if (limit < 0 || limit >= parts.length - 1) return str(parts.join(mark), call.at);
    const tail = parts.slice(limit).join(asText(from, 'replace()', call.at));
    return str([...parts.slice(0, limit), tail].join(mark), call.at);
  },
  startswith: (self, call) => affix(call, 'startswith', (part) => self.startsWith(part)),
  endswith: (self, call) => affix(call, 'endswith', (part) => self.endsWith(part)),
  removeprefix: (self, call) => {
    const [part = ''] = text(call, 'removeprefix');
    return str(self.startsWith(part) ? self.slice(part.length) : self, call.at);
  },
  removesuffix: (self, call) => {
    const [part = ''] = text(call, 'removesuffix');
    return str(part !== '' && self.endsWith(part) ? self.slice(0, -part.length) : self, call.at);
  },
  find: (self, call) => numberResult(find(self, call, 'find', false), call),
  rfind: (self, call) => numberResult(find(self, call, 'rfind', true), call),
  index: (self, call) => found(find(self, call, 'index', false), call),
  rindex: (self, call) => found(find(self, call, 'rindex', true), call),
  count: (self, call) => {
    const [part = ''] = text(call, 'count');
    return int(part === '' ? [...self].length + 1 : self.split(part).length - 1, call.at);
  },
  partition: (self, call) => {
    const [mark = ''] = text(call, 'partition');
    return partition(self, call, self.indexOf(mark), mark, [self, '', '']);
  },
  rpartition: (self, call) => {
    const [mark = ''] = text(call, 'rpartition');
    return partition(self, call, self.lastIndexOf(mark), mark, ['', '', self]);
  },
  zfill: (self, call, budget) => {
    const [width] = positional(call, 'zfill', 1);
    const length = width ? asIndex(width, call.at) : 0;
    budget.text(length);
    const sign = /^[+-]/.exec(self)?.[0] ?? '';
    return str(sign + self.slice(sign.length).padStart(length - sign.length, '0'), call.at);
  },
  ljust: (self, call) => justify(self, call, 0),
  rjust: (self, call) => justify(self, call, 1),
  center: (self, call) => justify(self, call, 0.5),
  isdigit: (self, call) => bool(/^\p{Nd}+$/u.test(self), call.at),
  isdecimal: (self, call) => bool(/^\p{Nd}+$/u.test(self), call.at),
  isnumeric: (self, call) => bool(/^\p{N}+$/u.test(self), call.at),
  isalpha: (self, call) => bool(/^\p{L}+$/u.test(self), call.at),
  isalnum: (self, call) => bool(/^[\p{L}\p{N}]+$/u.test(self), call.at),
  isspace: (self, call) => bool(/^\s+$/.test(self), call.at),
  isidentifier: (self, call) => bool(/^[\p{L}_][\p{L}\p{N}_]*$/u.test(self), call.at),
  isupper: (self, call) => bool(self === self.toUpperCase() && self !== self.toLowerCase(), call.at),
  islower: (self, call) => bool(self === self.toLowerCase() && self !== self.toUpperCase(), call.at),
  format: (self, call, budget) => formatTemplate(self, call, budget),
};

function numberResult(value: number | undefined, call: CallSite): Value | undefined {
  return value === undefined ? undefined : int(value, call.at);
}

function found(value: number | undefined, call: CallSite): Value | undefined {
  if (value === -1) throw new PythonError('ValueError', 'substring not found', call.at);
  return numberResult(value, call);
}

/** The bound method `self.name`, or undefined when `str` has none that is known. */
export function stringMethod(self: StringValue, name: string, budget: Budget): Value | undefined {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  return method && builtin(name, (call) => method(self.value, call, budget));
}
