import type { DictValue, Value } from '../../config/values.ts';
import { type Plain, type PlainDict, PythonFloat } from './python.ts';

/** A scheduler's dict as plain data for the simulation; undefined when something in it is not known. */
export function plainScheduler(cfg: DictValue): PlainDict | undefined {
  const plain = toPlain(cfg);
  return plain === undefined ? undefined : (plain as PlainDict);
}

function toPlain(value: Value): Plain | undefined {
  switch (value.kind) {
    case 'none':
      return null;
    case 'bool':
    case 'str':
      return value.value;
    case 'int':
      return Number(value.value);
    case 'float':
      return Number.isInteger(value.value) ? new PythonFloat(value.value) : value.value;
    case 'lazy':
      return `${value.module}.${value.name}`;
    case 'list':
    case 'tuple': {
      const items: Plain[] = [];
      for (const item of value.items) {
        const plain = toPlain(item.value);
        if (plain === undefined) return undefined;
        items.push(plain);
      }
      return items;
    }
    case 'dict': {
      if (value.open) return undefined;
      const result: Record<string, Plain> = {};
      for (const [key, slot] of value.entries) {
        const plain = toPlain(slot.value);
        if (plain === undefined) return undefined;
        result[key] = plain;
      }
      return result;
    }
    default:
      return undefined;
  }
}
