/** `str.format` and `str.format_map`. */
import type { Place } from '../../text/source.ts';
import { type CallSite, int, str, type Value } from '../values.ts';
import { getAttribute, getItem } from './access.ts';
import { converted, formatValue } from './format.ts';
import { type Budget, PythonError } from './runtime.ts';

/** Where replacement fields take their values from. */
interface Source {
  /** Undefined when there is none. */
  positional(index: number): Value | undefined;
  named(name: string): Value;
}

/** `template.format(*args, **kwargs)`; undefined when the result cannot be known. */
export function formatTemplate(template: string, call: CallSite, budget: Budget): Value | undefined {
  const source: Source = {
    positional: (index) => call.args[index]?.value,
    named: (name) => {
      const value = call.keywords.get(name)?.value;
      if (!value) throw new PythonError('KeyError', `'${name}'`, call.at);
      return value;
    },
  };
  return new Template(source, call.at, budget).fill(template);
}

/** `template.format_map(mapping)`; undefined when the result cannot be known. */
export function formatMapped(template: string, mapping: Value, at: Place, budget: Budget): Value | undefined {
  const source: Source = {
    positional: () => {
      throw new PythonError('ValueError', 'Format string contains positional fields', at);
    },
    named: (name) => getItem(mapping, str(name), at),
  };
  return new Template(source, at, budget).fill(template);
}

class Template {
  /** Fields are numbered by themselves or by hand, nested ones included, never both. */
  private numbering: 'automatic' | 'manual' | undefined;
  private next = 0;
  private readonly source: Source;
  private readonly at: Place;
  private readonly budget: Budget;

  constructor(source: Source, at: Place, budget: Budget) {
    this.source = source;
    this.at = at;
    this.budget = budget;
  }

  fill(template: string, depth = 0): Value | undefined {
    if (depth > 1) throw this.error('Max string recursion exceeded');
    let result = '';
    let isKnown = true;
    for (let i = 0; i < template.length; ) {
      const brace = template.slice(i).search(/[{}]/);
      const literal = brace < 0 ? template.slice(i) : template.slice(i, i + brace);
      result += literal;
      i += literal.length;
      if (i === template.length) break;
      const character = template.charAt(i);
      if (template[i + 1] === character) {
        result += character;
        i += 2;
        continue;
      }
      if (character === '}' || i + 1 === template.length)
        throw this.error(`Single '${character}' encountered in format string`);
      const { name, conversion, spec, end } = this.parseField(template, i + 1);
      const piece = this.fieldText(name, conversion, spec, depth);
      if (piece === undefined) isKnown = false;
      result += piece ?? '';
      this.budget.text(result.length);
      i = end;
    }
    return isKnown ? str(result, this.at) : undefined;
  }

  /** The field whose text begins at `start`; `end` is behind its brace. */
  private parseField(template: string, start: number): { name: string; conversion: string; spec: string; end: number } {
    const [name = ''] = /^(?:[^[{}:!]|\[[^\]]*\]?)*/.exec(template.slice(start)) ?? [];
    let i = start + name.length;
    if (template[i] === '{') throw this.error("unexpected '{' in field name");
    let conversion = '';
    if (template[i] === '!') {
      conversion = String.fromCodePoint(template.codePointAt(i + 1) ?? 0);
      i += 1 + conversion.length;
      if (template[i] !== ':' && template[i] !== '}') throw this.error("expected ':' after conversion specifier");
    }
    if (template[i] === '}') return { name, conversion, spec: '', end: i + 1 };
    if (template[i] !== ':') throw this.error("expected '}' before end of string");
    const begin = i + 1;
    let open = 1;
    for (i = begin; i < template.length; i++) {
      if (template[i] === '{') open++;
      else if (template[i] === '}' && --open === 0)
        return { name, conversion, spec: template.slice(begin, i), end: i + 1 };
    }
    throw this.error("expected '}' before end of string");
  }

  private fieldText(name: string, conversion: string, spec: string, depth: number): string | undefined {
    const value = this.fieldValue(name);
    if (conversion !== '' && !'rsa'.includes(conversion))
      throw this.error(`Unknown conversion specifier ${conversion}`);
    const text = conversion === '' ? value : converted(value, conversion);
    const filled = spec.includes('{') ? this.fill(spec, depth + 1) : str(spec);
    return text && filled?.kind === 'str' ? formatValue(text, filled.value, this.at, this.budget) : undefined;
  }

  private fieldValue(name: string): Value {
    const [head = ''] = /^[^.[]*/.exec(name) ?? [];
    let value = this.firstValue(head);
    const step = /\.([^.[]*)|\[([^\]]*)(\]?)|(.)/gsu;
    for (const [, attribute, item, bracket, other] of name.slice(head.length).matchAll(step)) {
      if (other !== undefined) throw this.error("Only '.' or '[' may follow ']' in format field specifier");
      if (item !== undefined && bracket === '') throw this.error("Missing ']' in format string");
      if (!attribute && !item) throw this.error('Empty attribute in format string');
      value =
        attribute !== undefined
          ? getAttribute(value, attribute, this.at, this.budget)
          : getItem(value, /^\d+$/.test(item ?? '') ? int(BigInt(item ?? '')) : str(item ?? ''), this.at);
    }
    return value;
  }

  private firstValue(head: string): Value {
    if (head !== '' && !/^\d+$/.test(head)) return this.source.named(head);
    const numbering = head === '' ? 'automatic' : 'manual';
    this.numbering ??= numbering;
    if (this.numbering !== numbering)
      throw this.error(`cannot switch from ${this.numbering} field numbering to ${numbering}`);
    const value = this.source.positional(head === '' ? this.next++ : Number(head));
    if (value) return value;
    throw new PythonError('IndexError', 'Replacement index out of range for positional args tuple', this.at);
  }

  private error(message: string): PythonError {
    return new PythonError('ValueError', message, this.at);
  }
}
