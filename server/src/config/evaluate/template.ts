/** `str.format`. */
import { type CallSite, str, type Value } from '../values.ts';
import { formatValue, toRepr, toText } from './format.ts';
import { type Budget, PythonError } from './runtime.ts';

/** `template.format(*args, **kwargs)`; undefined when the result cannot be known. */
export function formatTemplate(template: string, call: CallSite, budget: Budget, depth = 0): Value | undefined {
  let result = '';
  let automatic = 0;
  let i = 0;
  while (i < template.length) {
    const character = template[i] as string;
    if (character !== '{' && character !== '}') {
      result += character;
      i++;
      continue;
    }
    if (template[i + 1] === character) {
      result += character;
      i += 2;
      continue;
    }
    if (character === '}') throw new PythonError('ValueError', "Single '}' encountered in format string", call.at);
    const end = closing(template, i);
    if (end < 0) throw new PythonError('ValueError', "Single '{' encountered in format string", call.at);
    const parts = /^([^!:]*)(?:!([rsa]))?(?::(.*))?$/s.exec(template.slice(i + 1, end));
    if (!parts || depth > 1) return undefined;
    let name = parts[1] ?? '';
    if (/^(?:$|[.[])/.test(name)) name = `${automatic++}${name}`;
    const value = fieldValue(name, call);
    if (!value || value.kind === 'unknown') return undefined;
    let spec = parts[3] ?? '';
    if (spec.includes('{')) {
      const inner = formatTemplate(spec, call, budget, depth + 1);
      if (inner?.kind !== 'str') return undefined;
      spec = inner.value;
    }
    const piece = parts[2]
      ? formatValue(str((parts[2] === 's' ? toText(value) : toRepr(value)) ?? ''), spec, call.at, budget)
      : formatValue(value, spec, call.at, budget);
    if (piece === undefined) return undefined;
    result += piece;
    budget.text(result.length);
    i = end + 1;
  }
  return str(result, call.at);
}

function closing(template: string, open: number): number {
  let depth = 0;
  for (let i = open; i < template.length; i++) {
    if (template[i] === '{') depth++;
    else if (template[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

function fieldValue(name: string, call: CallSite): Value | undefined {
  const [head = '', ...steps] = name.split(/\.|(?=\[)/);
  let value: Value | undefined;
  if (/^\d+$/.test(head)) {
    value = call.args[Number(head)]?.value;
    if (!value)
      throw new PythonError('IndexError', 'Replacement index out of range for positional args tuple', call.at);
  } else {
    value = call.keywords.get(head)?.value;
    if (!value) throw new PythonError('KeyError', `'${head}'`, call.at);
  }
  for (const step of steps) {
    const key = step.startsWith('[') ? step.slice(1, -1) : undefined;
    if (key === undefined)
      value = value?.kind === 'dict' && value.flavor === 'ConfigDict' ? value.entries.get(step)?.value : undefined;
    else if (value?.kind === 'dict') value = value.entries.get(key)?.value;
    else if (value?.kind === 'list' || value?.kind === 'tuple') value = value.items[Number(key)]?.value;
    else value = undefined;
    if (!value) return undefined;
  }
  return value;
}
