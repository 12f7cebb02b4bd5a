import type { DictValue, Value } from '../../config/values.ts';
import type { Kind, TypeEntry } from '../../mmengine/catalogue.ts';
import type { TypeSetting } from '../../training/plan.ts';
import { nameOf, namingOf } from '../../training/read.ts';
import type { RuleContext } from '../rule.ts';

/** What a `type` key names: registered text, or the dotted name of an imported class. */
export function typeName(value: Value | undefined): string | undefined {
  if (value?.kind === 'str') return value.value;
  if (value?.kind === 'lazy') return `${value.module}.${value.name}`;
  return undefined;
}

/** The registry scope in which the types of a dict are looked up; undefined when that cannot be known. */
export function scopeOf({ plan }: RuleContext, cfg: DictValue): string | undefined {
  const own = cfg.entries.get('_scope_')?.value;
  if (own === undefined || own.kind === 'none') return plan.scope;
  return own.kind === 'str' ? own.value : undefined;
}

/** The catalogued class that a dict builds; undefined for any other. */
export function catalogued(context: RuleContext, kind: Kind, cfg: DictValue): TypeEntry | undefined {
  const type = cfg.open ? undefined : cfg.entries.get('type')?.value;
  const name = type && nameOf(type);
  return name === undefined
    ? undefined
    : context.plan.types.find(kind, name, scopeOf(context, cfg), namingOf(cfg, type));
}

/**
 * Whether a type that is known from its package may be another class after all, which a file of the user registers under the
 * same name. To be asked before something is said of what is not given: what is given tells such classes apart by itself.
 */
export function mayBeOwn({ plan }: RuleContext, kind: Kind, { slot, qualified, entry }: TypeSetting): boolean {
  if (entry?.source) return true;
  return slot?.value.kind === 'str' && qualified !== undefined && plan.types.mayBeOwn(kind, qualified);
}
