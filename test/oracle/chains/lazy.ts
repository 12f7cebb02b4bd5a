import type { Random } from './random.ts';
import { assignment, DICT_KEYS, dictExpression, entry, fullDict, OTHER_KEYS, path, step } from './values.ts';

const TYPES = ['SGD', 'nn.ReLU', 'Adam', 'nn.Module.forward'] as const;

/** Files that inherit from each other through `read_base`; the last one is the config. */
export function lazyChain(random: Random): string[] {
  const count = 2 + random.nat(2);
  return Array.from({ length: count }, (_, index) => lazyFile(random, index));
}

function lazyFile(random: Random, index: number): string {
  const lines = ['from mmengine.config import read_base', 'import torch.nn as nn'];
  lines.push(`from torch.optim import SGD, Adam${random.oneIn(2) ? ' as Adam' : ''}`, 'from copy import deepcopy');
  if (index === 0)
    lines.push(...DICT_KEYS.map((key) => `${key} = ${fullDict(random, 1)}`), `d = ${random.pick(TYPES)}`);
  else lines.push('with read_base():', ...importLines(random, index - 1));
  // What a file inherits is a ConfigDict, what it makes itself a plain dict.
  const own = new Set<string>(index === 0 ? DICT_KEYS : []);
  lines.push(...random.times(1, 6, () => statement(random, own)));
  return `${lines.join('\n')}\n`;
}

function importLines(random: Random, base: number): string[] {
  if (!random.oneIn(4)) return [`    from .f${base} import *`];
  // By name: all that the statements below may use, one of them perhaps under the name of another.
  const names = random.pick(['a, b, c', 'a, b as c, c as b', 'a, b, c, c as z']);
  return [`    from .f${base} import ${names}`, ...(random.oneIn(2) ? [`    from .f${base} import *`] : [])];
}

function statement(random: Random, own: Set<string>): string {
  const root = random.pick(DICT_KEYS);
  const access = own.has(root) && !random.oneIn(20) ? 'dict' : 'ConfigDict';
  const known = `${root}${path(random, access)}`;
  const name = random.pick(DICT_KEYS);
  const { key, value } = entry(random, 2);
  const assign = (target: string, expression: string): string => {
    own.add(target);
    return `${target} = ${expression}`;
  };
  switch (random.nat(13)) {
    case 0:
    case 1:
    case 2:
      return access === 'dict' || random.oneIn(2)
        ? `${known}.update(${dictExpression(random, 2)})`
        : `${known}.merge(${dictExpression(random, 2)})`;
    case 3:
    case 4:
    case 5:
      return assignment(random, root, access);
    case 6:
      return `${known}.pop('${key}', None)`;
    case 7:
      return assign(name, `deepcopy(${known})`);
    case 8:
      return assign(name, `dict(type=${random.pick(TYPES)}, a=${known}, b=dict())`);
    case 9:
      return `${random.pick(OTHER_KEYS)} = [${known}, dict(type=${random.pick(TYPES)})]`;
    case 10:
      return `${known}.update(type=${random.pick(TYPES)}, ${key}=${value})`;
    case 11:
      return assign(name, known);
    case 12:
      return `${known}${step(random, random.pick(OTHER_KEYS), access)} = ${random.pick(TYPES)}`;
    default:
      return assign(key, value);
  }
}
