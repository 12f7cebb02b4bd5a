import type { Value } from '../../config/values.ts';
import type { Consequence, HookParameter } from '../../mmengine/hooks.ts';
import type { HookPlan, HookQuantity } from '../../training/plan.ts';
import { numberOf } from './values.ts';

/** Why a hook does something else under an iteration loop, and the argument that makes it so. */
export interface HookTrouble {
  readonly consequence: Consequence;
  /** Undefined when the hook as a whole is meant. */
  readonly setting:
    | { readonly name: string; readonly value: number | undefined; readonly switchName: string | undefined }
    | undefined;
}

/** Hooks that have rules of their own, or for which one epoch is as good as many. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'mmengine.hooks.checkpoint_hook.CheckpointHook',
  'mmengine.hooks.logger_hook.LoggerHook',
  'mmengine.hooks.ema_hook.EMAHook',
  'mmengine.hooks.empty_cache_hook.EmptyCacheHook',
]);

/** What goes wrong with a written hook under an iteration loop; undefined when nothing does, or it cannot be known. */
export function hookTrouble({ cfg, type, facts, quantities }: HookPlan): HookTrouble | undefined {
  const { entry } = type;
  if (!cfg || cfg.open || !entry || !facts) return undefined;
  if ([`${entry.module}.${entry.name}`, ...entry.mro].some((name) => ELSEWHERE.has(name))) return undefined;
  const troubles = quantities
    .map((quantity) => troubleOf(quantity, entry.params))
    .filter((found) => found !== undefined);
  const worst = troubles.find(({ consequence }) => consequence.effect === 'error') ?? troubles[0];
  return worst ?? (facts.underIterLoop && { consequence: facts.underIterLoop, setting: undefined });
}

function troubleOf(
  { param, slot, value, unit }: HookQuantity,
  params: readonly { readonly name: string; readonly default: string | undefined }[],
): HookTrouble | undefined {
  const consequence = param.underIterLoop;
  if (!consequence) return undefined;
  if (param.unit === 'flag') {
    const isTrue = slot
      ? slot.value.kind === 'bool' && slot.value.value
      : params.find(({ name }) => name === param.name)?.default === 'True';
    const switchName = param.counterpart?.kind === 'switch' ? param.name : undefined;
    return isTrue ? { consequence, setting: { name: param.name, value: undefined, switchName } } : undefined;
  }
  if (unit !== 'epoch') return undefined;
  const reached = value ?? (slot && param.nested ? furthestNested(slot.value) : undefined);
  if (reached === undefined || reached <= (consequence.harmlessUpTo ?? (param.nested ? 0 : Number.NEGATIVE_INFINITY)))
    return undefined;
  return { consequence, setting: { name: param.name, value, switchName: switchOf(param) } };
}

function switchOf({ counterpart, switch: by }: HookParameter): string | undefined {
  return counterpart?.kind === 'switch' ? by?.name : undefined;
}

/** The largest epoch among the keys of a dict (`{280: …}`) or in a list of `dict(action_epoch=280, …)`. */
function furthestNested(value: Value): number | undefined {
  const epochs: number[] = [];
  if (value.kind === 'dict') for (const { key } of value.entries.values()) epochs.push(numberOf(key) ?? Number.NaN);
  else if (value.kind === 'list' || value.kind === 'tuple')
    for (const { value: item } of value.items)
      epochs.push((item.kind === 'dict' ? numberOf(item.entries.get('action_epoch')?.value) : undefined) ?? Number.NaN);
  return epochs.length > 0 && epochs.every(Number.isFinite) ? Math.max(...epochs) : undefined;
}
