import type { Slot } from '../config/values.ts';
import { containsSpan, type Place } from '../text/source.ts';
import type { Finding, RuleContext } from './rule.ts';

type Link = NonNullable<Finding['related']>[number];

/** True when the file at hand writes the entry. */
export function isLocal({ loaded }: RuleContext, slot: Slot | undefined): boolean {
  return slot !== undefined && (slot.keyAt ?? slot.at)?.path === loaded.path;
}

/** A link to where an entry was written, unless the finding itself stands there or in it. */
export function linkTo(slot: Slot | undefined, place: Place, message: string): Link[] {
  const at = slot?.keyAt ?? slot?.at;
  if (!at || (at.path === place.path && containsSpan(at, place))) return [];
  return [{ place: at, message }];
}

/** `value` as written, for messages; long text is cut. */
export function written(slot: Slot | undefined): string {
  const value = slot?.value;
  switch (value?.kind) {
    case 'int':
    case 'float':
      return String(value.value);
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'str':
      return `'${value.value.length > 40 ? `${value.value.slice(0, 37)}...` : value.value}'`;
    case 'lazy':
      return value.name;
    case 'list':
      return 'a list';
    case 'tuple':
      return 'a tuple';
    case 'dict':
      return 'a dict';
    default:
      return 'this value';
  }
}
