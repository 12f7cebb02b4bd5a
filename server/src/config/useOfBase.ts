/** What a classic config can change or share of the values that it inherits. */
import { type Expression, inFull, type Statement } from '../python/index.ts';
import { findMethod } from './evaluate/methods.ts';
import type { DictValue } from './values.ts';

export const BASE_KEY = '_base_';
/** Ways to `_base_` that do not name it. */
const NAMESPACES = new Set(['globals', 'locals', 'vars']);
/** A text without any of this has no way to `_base_`: neither a name in it nor one that a placeholder or Unicode makes of it. */
const WAY_TO_BASE = new RegExp(`${[BASE_KEY, ...NAMESPACES].join('|')}|\\{\\{|[^\\0-\\x7f]`);

export interface UseOfBase {
  /** The keys of the base whose values the file can reach; undefined when it may be any. */
  readonly used: ReadonlySet<string> | undefined;
  /** The statements themselves reach for the base, and not only base variables. */
  readonly isMentioned: boolean;
}

/**
 * @param text what stands in the file, before placeholders are replaced
 * @param variables the dotted paths of the base variables (`{{_base_.x.y}}`)
 */
export function useOfBase(
  body: readonly Statement[],
  text: string,
  variables: Iterable<string>,
  inherited: DictValue,
): UseOfBase {
  const used = new Set<string>();
  for (const variable of variables) used.add(variable.split('.', 1)[0] ?? variable);
  const mentions = new Mentions(inherited);
  for (const statement of body)
    if (WAY_TO_BASE.test(text.slice(statement.start, statement.end))) mentions.visit(statement);
  for (const key of mentions.keys) used.add(key);
  return { used: mentions.mayBeAny ? undefined : used, isMentioned: mentions.mayBeAny || mentions.keys.size > 0 };
}

class Mentions {
  readonly keys = new Set<string>();
  mayBeAny = false;
  private readonly inherited: DictValue;

  constructor(inherited: DictValue) {
    this.inherited = inherited;
  }

  visit(node: unknown): void {
    if (typeof node !== 'object' || node === null || this.mayBeAny) return;
    if (Array.isArray(node)) {
      for (const each of node) this.visit(each);
      return;
    }
    const expression = node as Expression;
    if (expression.kind === 'Name') {
      this.mayBeAny ||= expression.id === BASE_KEY || NAMESPACES.has(expression.id);
      return;
    }
    const key = this.keyOf(expression);
    if (key !== undefined) this.keys.add(key);
    else {
      const parts = inFull(node) as Readonly<Record<string, unknown>>;
      for (const name in parts) this.visit(parts[name]);
    }
  }

  /** The key of the base that an expression takes; a method goes before a key of the same name. */
  private keyOf(expression: Expression): string | undefined {
    if (expression.kind !== 'Attribute' && expression.kind !== 'Subscript') return undefined;
    if (expression.object.kind !== 'Name' || expression.object.id !== BASE_KEY) return undefined;
    const { inherited } = this;
    if (expression.kind === 'Attribute')
      return inherited.entries.has(expression.name) && !findMethod(inherited, expression.name)
        ? expression.name
        : undefined;
    const { index } = expression;
    return index.kind === 'String' && !index.bytes && inherited.entries.has(index.value) ? index.value : undefined;
  }
}
