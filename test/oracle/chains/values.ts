import type { Random } from './random.ts';

/*
 * Few keys, so that files of a chain meet in the same places. Some hold dicts and the others anything else, nearly
 * always: most chains load, and those that do not break in every way they can.
 */
export const DICT_KEYS = ['a', 'b', 'c'] as const;
export const OTHER_KEYS = ['d', 'e', 'f'] as const;
const KEYS = [...DICT_KEYS, ...OTHER_KEYS] as const;
const SURPRISE = 40;

const SCALARS = [
  '0',
  '1',
  '2',
  '-3',
  '12',
  '40000',
  '2**40',
  '0.1',
  '1e-3',
  '1.',
  '-0.5',
  '1e10',
  '7 / 2',
  "float('inf')",
  'True',
  'False',
  'None',
  "'x'",
  "'Type'",
  '"it\'s"',
  "'caf\\u00e9'",
  "'a' 'b'",
  "''",
  "r'\\d'",
  "f'n{1 + 1}'",
] as const;

export function scalar(random: Random): string {
  return random.pick(SCALARS);
}

/** A key of any kind, and what usually stands under it. */
export function entry(random: Random, depth: number): { key: string; value: string } {
  const key = random.pick(KEYS);
  return { key, value: valueFor(random, key, depth) };
}

function valueFor(random: Random, key: string, depth: number): string {
  const holdsDict = DICT_KEYS.some((dictKey) => dictKey === key);
  if (holdsDict !== random.oneIn(SURPRISE)) return dictExpression(random, depth);
  return depth <= 0 || random.oneIn(2) ? scalar(random) : sequence(random, depth - 1);
}

function sequence(random: Random, depth: number): string {
  const items = random.times(0, 3, () => (random.oneIn(3) ? dictExpression(random, depth) : scalar(random)));
  if (random.oneIn(2)) return `[${items.join(', ')}]`;
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

/** A dict in either notation; now and then with `_delete_`. */
export function dictExpression(random: Random, depth: number, mayDelete = true): string {
  const entries = new Map<string, string>();
  if (depth > 0)
    for (const { key, value } of random.times(0, 4, () => entry(random, depth - 1))) entries.set(key, value);
  if (mayDelete && random.oneIn(12)) entries.set('_delete_', random.oneIn(4) ? 'False' : 'True');
  return written(random, entries);
}

/** A dict in which every key is present down to `depth`, so that what a chain reads and changes is mostly there. */
export function fullDict(random: Random, depth: number): string {
  const entries = KEYS.map((key): [string, string] => [
    key,
    depth > 0 && DICT_KEYS.some((dictKey) => dictKey === key) ? fullDict(random, depth - 1) : valueFor(random, key, 1),
  ]);
  return written(random, new Map(entries));
}

function written(random: Random, entries: ReadonlyMap<string, string>): string {
  if (random.oneIn(2)) return `dict(${[...entries].map(([key, value]) => `${key}=${value}`).join(', ')})`;
  const pairs = [...entries].map(([key, value]) => `'${key}': ${value}`);
  if (random.oneIn(15)) pairs.push(`${random.nat(2)}: ${scalar(random)}`);
  return `{${pairs.join(', ')}}`;
}

/** The way into a `ConfigDict`, which has its keys as attributes too, or into a plain dict. */
export type Access = 'ConfigDict' | 'dict';

/** `.a`, `['b'].c`; mostly one step, since few dicts are deeper. */
export function path(random: Random, access: Access = 'ConfigDict'): string {
  return random.times(0, random.oneIn(4) ? 2 : 1, () => step(random, random.pick(DICT_KEYS), access)).join('');
}

export function step(random: Random, key: string, access: Access = 'ConfigDict'): string {
  return access === 'ConfigDict' && random.oneIn(2) ? `.${key}` : `['${key}']`;
}

/** Assignment to a key below `root`. */
export function assignment(random: Random, root: string, access: Access = 'ConfigDict'): string {
  const { key, value } = entry(random, 1);
  return `${root}${path(random, access)}${step(random, key, access)} = ${value}`;
}
