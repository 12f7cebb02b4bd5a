import { RUNNER_PARAMETERS } from '../config/detect.ts';
import type { LoadedConfig } from '../config/result.ts';
import type { Value } from '../config/values.ts';
import type { Literal } from './literal.ts';
import type { Operation } from './step.ts';

/** A value as plain data, comparable by its JSON. */
type Plain = string | PlainDict | PlainItems;
interface PlainDict {
  readonly kind: 'dict';
  readonly entries: Map<string, Plain>;
}
interface PlainItems {
  readonly kind: 'list' | 'tuple';
  readonly items: Plain[];
}

/**
 * Whether the edited file says exactly what it said before with the operations applied, and nothing else has changed.
 * @returns the first setting that differs, or undefined when all is well
 */
export function firstDifference(
  before: LoadedConfig,
  after: LoadedConfig,
  operations: readonly Operation[],
): string | undefined {
  if (after.refusals.length > before.refusals.length) return after.refusals[0]?.message ?? '';
  const expected = plain(before.config);
  const actual = plain(after.config);
  for (const operation of operations) apply(expected, operation);
  if (typeof expected === 'string' || typeof actual === 'string' || expected.kind !== 'dict' || actual.kind !== 'dict')
    return '';
  for (const key of RUNNER_PARAMETERS)
    if (text(expected.entries.get(key)) !== text(actual.entries.get(key))) return key;
  return undefined;
}

function apply(root: Plain, operation: Operation): void {
  let owner: Plain = root;
  for (const key of operation.path.slice(0, -1)) {
    if (typeof owner === 'string') return;
    let next: Plain | undefined = owner.kind === 'dict' ? owner.entries.get(String(key)) : owner.items[Number(key)];
    if (next === undefined && owner.kind === 'dict') {
      next = { kind: 'dict', entries: new Map() };
      owner.entries.set(String(key), next);
    }
    if (next === undefined) return;
    owner = next;
  }
  const key = operation.path.at(-1);
  if (typeof owner === 'string' || key === undefined) return;
  if (owner.kind !== 'dict') {
    if (operation.kind === 'set') owner.items[Number(key)] = plainLiteral(operation.value);
    return;
  }
  if (operation.kind !== 'set') owner.entries.delete(String(key));
  if (operation.kind !== 'remove')
    owner.entries.set(operation.kind === 'rename' ? operation.name : String(key), plainLiteral(operation.value));
}

function plain(value: Value, depth = 0): Plain {
  if (depth > 60) return 'deep';
  switch (value.kind) {
    case 'dict':
      return {
        kind: 'dict',
        entries: new Map([...value.entries].map(([key, slot]) => [key, plain(slot.value, depth + 1)])),
      };
    case 'list':
    case 'tuple':
      return { kind: value.kind, items: value.items.map((slot) => plain(slot.value, depth + 1)) };
    case 'int':
    case 'float':
      return `number ${Number(value.value)}`;
    case 'bool':
    case 'str':
      return `${value.kind} ${String(value.value)}`;
    case 'lazy':
      return `lazy ${value.module}.${value.name}`;
    default:
      return value.kind;
  }
}

function plainLiteral(value: Literal): Plain {
  if (typeof value === 'boolean') return `bool ${String(value)}`;
  if (typeof value === 'number') return `number ${value}`;
  if (typeof value === 'string') return `str ${value}`;
  if ('imported' in value) return `lazy ${value.imported.module}.${value.imported.name}`;
  if ('tuple' in value) return { kind: 'tuple', items: value.tuple.map(plainLiteral) };
  if ('list' in value) return { kind: 'list', items: value.list.map(plainLiteral) };
  return { kind: 'dict', entries: new Map(Object.entries(value.dict).map(([key, item]) => [key, plainLiteral(item)])) };
}

/** Independent of the order of keys. */
function text(value: Plain | undefined): string {
  if (value === undefined) return 'absent';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value.kind === 'dict')
    return `{${[...value.entries]
      .map(([key, item]) => `${JSON.stringify(key)}:${text(item)}`)
      .sort()
      .join()}}`;
  return `${value.kind}[${value.items.map(text).join()}]`;
}
