import type { DictValue, Value } from '../config/values.ts';
import type { Kind, Parameter } from '../mmengine/catalogue.ts';
import { BY_NAME, type Naming, type TypeLookup } from '../mmengine/types.ts';
import { oncePer } from '../text/oncePer.ts';
import type { KeyPath, Quantity, Setting, TypeSetting, Unit } from './plan.ts';

/** A dict of the config and where it stands. */
export interface Section {
  readonly cfg: DictValue | undefined;
  readonly keyPath: KeyPath;
}

/** Python's truth value, as far as it is known. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'none':
      return false;
    case 'bool':
      return value.value;
    case 'int':
    case 'float':
      return Number(value.value) !== 0;
    case 'str':
    case 'bytes':
      return value.value.length > 0;
    case 'list':
    case 'tuple':
      return value.items.length > 0;
    case 'dict':
      return value.open ? undefined : value.entries.size > 0;
    default:
      return undefined;
  }
}

/** A Python number; a bool is none here, although Python would count with it. */
export function number(value: Value): number | undefined {
  return value.kind === 'int' || value.kind === 'float' ? Number(value.value) : undefined;
}

/**
 * What stands under a key. Nothing about a dict that something unknown was merged into is certain, so that its settings
 * have no value, written or not.
 */
export function setting<T>(
  section: Section,
  key: string,
  read: (value: Value) => T | undefined,
  otherwise?: T,
): Setting<T> {
  const slot = section.cfg?.entries.get(key);
  const keyPath = [...section.keyPath, key];
  if (section.cfg?.open) return { value: undefined, slot, keyPath };
  return { value: slot ? read(slot.value) : otherwise, slot, keyPath };
}

export function quantity(section: Section, key: string, unit: Unit | 'unknown', otherwise?: number): Quantity {
  const { value, slot, keyPath } = setting(section, key, number, otherwise);
  return { value, slot, keyPath, unit };
}

/** The default of a constructor parameter, where it is a plain number or boolean. */
export function defaultOf(param: Parameter | undefined): number | boolean | undefined {
  return param && plainDefault(param);
}

const plainDefault = oncePer(({ default: source }: Parameter): number | boolean | undefined => {
  if (source === 'True') return true;
  if (source === 'False') return false;
  return source !== undefined && /^-?\d+(\.\d+)?$/.test(source) ? Number(source) : undefined;
});

/** What a `type` names: a string, or a class imported by a lazy config or a script. */
export function typeSetting(section: Section, kind: Kind, scope: string | undefined, lookup: TypeLookup): TypeSetting {
  const type = setting(section, 'type', nameOf);
  const own = section.cfg?.entries.get('_scope_')?.value;
  const within = own === undefined || own.kind === 'none' ? scope : own.kind === 'str' ? own.value : undefined;
  const named = type.value;
  return {
    slot: type.slot,
    keyPath: type.keyPath,
    value: named?.slice(named.lastIndexOf('.') + 1),
    qualified: named,
    entry: named === undefined ? undefined : lookup(kind, named, within, namingOf(section.cfg, type.slot?.value)),
  };
}

export function namingOf(cfg: DictValue | undefined, type: Value | undefined): Naming {
  return {
    given: cfg?.entries ?? BY_NAME.given,
    isImported: type?.kind === 'lazy',
    definedIn: type?.kind === 'callable' ? (type.at?.path ?? '') : undefined,
  };
}

/** The class that a value names: a registered name, or a class imported by a lazy config or a script. */
export function nameOf(value: Value): string | undefined {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'lazy') return `${value.module}.${value.name}`;
  return value.kind === 'callable' && value.type === 'class' ? value.name : undefined;
}
