/**
 * Values as the JSON of `mmlens show --format json`. What JSON lacks is tagged: `{"$tuple": […]}`, `{"$lazy": "torch.optim.SGD"}`,
 * `{"$float": "inf"}`, `{"$unknown": reason}`, and, rarer, `$set`, `$range`, `$bytes`, `$object` (Python's repr) and
 * `$dict` (pairs, where two keys have the same text).
 */
import { toText } from '../evaluate/format.ts';
import { pythonFloatRepr } from '../repr.ts';
import type { CallableValue, DictValue, Slot, Value } from '../values.ts';

/** One line of JSON, without the `imported` names. Integers of any size and floats are written as Python writes them. */
export function toShowJson(config: DictValue, imported: ReadonlySet<string>): string {
  const writer = new JsonWriter();
  return writer.dict(
    [...config.entries].filter(([key]) => !imported.has(key)).map(([, slot]) => slot),
    config,
  );
}

/** Shared dicts can make a small config endless; no real one has as many entries. */
const MAX_NODES = 500_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_DEPTH = 300;

class JsonWriter {
  private readonly inside: Value[] = [];
  private nodes = 0;
  private characters = 0;

  value(value: Value): string {
    if (++this.nodes > MAX_NODES || this.characters > MAX_CHARACTERS)
      return tagged('unknown', '"the config is too large to show"');
    if (this.inside.includes(value)) return tagged('unknown', '"it contains itself"');
    if (this.inside.length > MAX_DEPTH) return tagged('unknown', '"it is nested too deeply to show"');
    this.inside.push(value);
    const text = this.textOf(value);
    this.inside.pop();
    return text;
  }

  dict(slots: readonly Slot[], { open }: DictValue): string {
    const marker = open ? [`"$unknown": ${this.string(open.reason)}`] : [];
    const members = new Map<string, string>();
    for (const slot of slots) {
      const name = slot.key && keyText(slot.key);
      if (name === undefined || members.has(name))
        return `{${[`"$dict": [${this.pairs(slots)}]`, ...marker].join(', ')}}`;
      members.set(name, `${this.string(name)}: ${this.value(slot.value)}`);
    }
    return `{${[...members.values(), ...marker].join(', ')}}`;
  }

  private pairs(slots: readonly Slot[]): string {
    return slots.map((slot) => `[${slot.key ? this.value(slot.key) : 'null'}, ${this.value(slot.value)}]`).join(', ');
  }

  private items(items: Iterable<Slot>): string {
    const parts: string[] = [];
    for (const item of items) parts.push(this.value(item.value));
    return `[${parts.join(', ')}]`;
  }

  private string(text: string): string {
    this.characters += text.length;
    return JSON.stringify(text);
  }

  private textOf(value: Value): string {
    switch (value.kind) {
      case 'none':
        return 'null';
      case 'bool':
      case 'int':
        return String(value.value);
      case 'float': {
        const text = pythonFloatRepr(value.value);
        return Number.isFinite(value.value) ? text : tagged('float', this.string(text));
      }
      case 'str':
        return this.string(value.value);
      case 'list':
        return this.items(value.items);
      case 'tuple':
        return tagged('tuple', this.items(value.items));
      case 'dict':
        return this.dict([...value.entries.values()], value);
      case 'set':
        return tagged('set', this.items(value.items.values()));
      case 'range':
        return tagged('range', `[${value.start}, ${value.stop}, ${value.step}]`);
      case 'bytes':
        return tagged('bytes', this.string(value.value));
      case 'lazy':
        return tagged('lazy', this.string(`${value.module}.${value.name}`));
      case 'callable':
        return this.described(callableText(value));
      case 'module':
        return tagged('object', this.string(`<module '${value.name}'>`));
      case 'object':
        return this.described(value.text);
      case 'unknown':
        return tagged('unknown', this.string(value.reason));
    }
  }

  private described(text: string | undefined): string {
    return text === undefined ? tagged('unknown', '"how it looks is not known"') : tagged('object', this.string(text));
  }
}

/** Its `repr`; undefined where that is not known. */
function callableText({ type, name, at, ancestors }: CallableValue): string | undefined {
  switch (type) {
    case 'class':
      // What a class derives from can change how it looks.
      return at && !ancestors ? undefined : `<class '${name}'>`;
    case 'object':
      return undefined;
    case 'method':
      return `<method '${name}' of 'str' objects>`;
    case 'builtin':
      return `<built-in function ${name}>`;
    case 'function':
      return `<function ${name}>`;
  }
}

function tagged(tag: string, json: string): string {
  return `{"$${tag}": ${json}}`;
}

/** JSON's keys are strings; those of other types are written as Python's `json.dumps` does. */
function keyText(key: Value): string | undefined {
  if (key.kind === 'bool') return String(key.value);
  return key.kind === 'none' ? 'null' : toText(key);
}
