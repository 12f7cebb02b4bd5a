/** Python's `json` for plain values. */
import { SourceText } from '../../text/source.ts';
import { parseJson } from '../data/json.ts';
import { type CallSite, str, type Value } from '../values.ts';
import { asText, builtin, positional } from './calls.ts';
import { toRepr } from './format.ts';
import { type Budget, PythonError } from './runtime.ts';

/** What the module has and is evaluated. */
export function jsonMembers(budget: Budget): Record<string, Value> {
  return {
    dumps: builtin(
      'dumps',
      (call) => {
        // Options are rare, and each changes the text.
        if (call.keywords.size > 0) return undefined;
        const [value] = positional(call, 'dumps', 1);
        const text = value && written(value, budget);
        if (text === undefined) return undefined;
        budget.text(text.length);
        return str(text, call.at);
      },
      { type: 'function' },
    ),
    loads: builtin(
      'loads',
      (call) => {
        if (call.keywords.size > 0) return undefined;
        const [value] = positional(call, 'loads', 1);
        if (value?.kind === 'bytes') return undefined;
        return value && read(asText(value, 'loads()', call.at), call, budget);
      },
      { type: 'function' },
    ),
  };
}

function written(value: Value, budget: Budget, depth = 0): string | undefined {
  budget.step();
  if (depth > 100) return undefined;
  switch (value.kind) {
    case 'none':
      return 'null';
    case 'bool':
      return String(value.value);
    case 'int':
      return String(value.value);
    case 'float':
      return Number.isFinite(value.value) ? toRepr(value) : undefined;
    case 'str':
      budget.text(value.value.length);
      return quoted(value.value);
    case 'list':
    case 'tuple':
      return joined(
        value.items.map((slot) => written(slot.value, budget, depth + 1)),
        '[',
        ']',
      );
    case 'dict': {
      if (value.open) return undefined;
      const members = [...value.entries.values()].map((slot) => {
        const item = written(slot.value, budget, depth + 1);
        return slot.key?.kind === 'str' && item !== undefined ? `${quoted(slot.key.value)}: ${item}` : undefined;
      });
      return joined(members, '{', '}');
    }
    default:
      return undefined;
  }
}

function joined(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return parts.every((part) => part !== undefined) ? open + parts.join(', ') + close : undefined;
}

function quoted(text: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(/[\x7f-\uffff]/g, escaped);
}

function read(text: string, call: CallSite, budget: Budget): Value | undefined {
  budget.text(text.length);
  budget.allocate(text.length >>> 1);
  const { value, errors } = parseJson(new SourceText(call.at.path, text), () => call.at);
  const [error] = errors;
  if (error) throw new PythonError(error.error, error.message, call.at);
  if (value) forgetLiterals(value);
  return value;
}

/** No key can be written into what a text held. */
function forgetLiterals(value: Value): void {
  if (value.kind === 'dict') {
    value.literals = [];
    for (const slot of value.entries.values()) forgetLiterals(slot.value);
  } else if (value.kind === 'list') for (const slot of value.items) forgetLiterals(slot.value);
}
