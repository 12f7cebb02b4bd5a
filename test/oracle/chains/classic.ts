import type { Random } from './random.ts';
import { assignment, DICT_KEYS, dictExpression, entry, fullDict, OTHER_KEYS, path, scalar, step } from './values.ts';

/** Files that inherit from each other through `_base_`; the last one is the config. */
export function classicChain(random: Random): string[] {
  const count = 2 + random.nat(2);
  return Array.from({ length: count }, (_, index) => classicFile(random, index));
}

function classicFile(random: Random, index: number): string {
  const lines: string[] = [];
  if (index === 0) lines.push(...DICT_KEYS.map((key) => `${key} = ${fullDict(random, 1)}`), `d = ${scalar(random)}`);
  else lines.push(`_base_ = ${baseList(random, basesOf(random, index))}`);
  lines.push(...random.times(1, 5, () => (index > 0 && random.oneIn(3) ? usingBase(random) : plain(random))));
  return `${lines.join('\n')}\n`;
}

/** Always the file before it, so that the chain holds together; rarely an earlier one too, which repeats its keys. */
function basesOf(random: Random, index: number): number[] {
  return index > 1 && random.oneIn(15) ? [random.nat(index - 2), index - 1] : [index - 1];
}

function baseList(random: Random, bases: readonly number[]): string {
  const quoted = bases.map((base) => `'${random.oneIn(2) ? './' : ''}f${base}.py'`);
  return quoted.length === 1 && random.oneIn(2) ? `${quoted[0]}` : `[${quoted.join(', ')}]`;
}

/** A statement that would mean the same without a base. */
function plain(random: Random): string {
  const { key, value } = entry(random, 2);
  const name = random.pick(DICT_KEYS);
  switch (random.nat(9)) {
    case 0:
      return `${name} = ${dictExpression(random, 2)}\n${name}.update(${dictExpression(random, 1)})`;
    case 1:
      return `${name} = ${dictExpression(random, 2)}\n${name}['${key}'] = ${value}`;
    case 2:
      return `if ${scalar(random)}:\n    ${key} = ${value}\nelse:\n    ${name} = ${dictExpression(random, 1)}`;
    case 3:
      return `${random.pick(OTHER_KEYS)} = [dict(i=i, j=i * 2) for i in range(${random.nat(3)})]`;
    case 4:
      return `n${name} = ${dictExpression(random, 1)}\n${name} = dict(a=n${name}, **dict(f=1))`;
    case 5:
      return `n = [${scalar(random)}]\nfor v in (${scalar(random)}, ${scalar(random)}):\n    n.append(v)\n${key} = ${value}`;
    case 6:
      return `${random.pick(OTHER_KEYS)} = '{{ fileBasenameNoExtension }}'`;
    default:
      return `${key} = ${value}`;
  }
}

/** A statement that reads or changes what is inherited. */
function usingBase(random: Random): string {
  const below = `_base_.${random.pick(DICT_KEYS)}${path(random)}`;
  switch (random.nat(6)) {
    case 0:
      return `${random.pick(DICT_KEYS)} = ${below}`;
    case 1:
      return `${random.pick(OTHER_KEYS)} = ${below}${step(random, random.pick(OTHER_KEYS))}`;
    case 2:
      return `${random.pick(DICT_KEYS)} = {{_base_.${random.pick(DICT_KEYS)}.${random.pick(DICT_KEYS)}}}`;
    case 3:
      return assignment(random, `_base_.${random.pick(DICT_KEYS)}`);
    case 4:
      return `_base_.${random.pick(DICT_KEYS)} = ${dictExpression(random, 2)}`;
    case 5:
      return `${below}.update(${dictExpression(random, 1)})`;
    default:
      return `${random.pick(DICT_KEYS)} = dict(a=${below}, d={{_base_.d}}, e=[_base_.d])`;
  }
}
