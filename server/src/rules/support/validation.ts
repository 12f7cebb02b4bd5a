import type { RuleContext } from '../rule.ts';

const PARTS = ['val_cfg', 'val_dataloader', 'val_evaluator'];

/** True when the config is known to validate: all three parts are there. */
export function validates({ plan }: RuleContext): boolean {
  return PARTS.every((key) => {
    const value = plan.config.entries.get(key)?.value;
    return value !== undefined && value.kind !== 'none' && value.kind !== 'unknown';
  });
}

/** True when the config is known not to validate: a root without the parts, or one that drops them. */
export function neverValidates({ plan }: RuleContext): boolean {
  return PARTS.some((key) => {
    const value = plan.config.entries.get(key)?.value;
    return value === undefined ? plan.isRoot && !plan.config.open : value.kind === 'none';
  });
}
