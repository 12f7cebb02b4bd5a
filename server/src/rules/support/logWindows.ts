import type { DictValue, Value } from '../../config/values.ts';

/** A window of a log processor that MMEngine cannot take. Source: mmengine/runner/log_processor.py. */
export interface WindowFault {
  /** Below the log processor. */
  readonly keyPath: readonly (string | number)[];
  /** `epoch`: needs epochs. `absent`: without epochs it has to be said. `type`: not a number. */
  readonly kind: 'epoch' | 'absent' | 'type';
}

/**
 * What is wrong with the windows of a log processor.
 * @param byEpoch what it counts; only what is wrong in either case when undefined
 */
export function windowFaults(cfg: DictValue, byEpoch: boolean | undefined): readonly WindowFault[] {
  const faults: WindowFault[] = [];
  const own = cfg.entries.get('window_size')?.value;
  if (own && (own.kind === 'str' || isWrongSize(own))) faults.push({ keyPath: ['window_size'], kind: 'type' });
  const items = cfg.entries.get('custom_cfg')?.value;
  if (items?.kind !== 'list' && items?.kind !== 'tuple') return faults;
  for (const [index, { value: item }] of items.items.entries()) {
    if (item.kind !== 'dict') continue;
    const path = ['custom_cfg', index];
    const size = item.entries.get('window_size')?.value;
    if (!size) {
      if (byEpoch === false && !item.open) faults.push({ keyPath: path, kind: 'absent' });
    } else if (size.kind === 'str') {
      if (size.value !== 'epoch' && size.value !== 'global')
        faults.push({ keyPath: [...path, 'window_size'], kind: 'type' });
      else if (size.value === 'epoch' && byEpoch === false)
        faults.push({ keyPath: [...path, 'window_size'], kind: 'epoch' });
    } else if (isWrongSize(size)) faults.push({ keyPath: [...path, 'window_size'], kind: 'type' });
  }
  return faults;
}

/** Neither an integer (a bool is one in Python) nor None, which stands for everything logged so far. */
function isWrongSize(size: Value): boolean {
  return ['float', 'list', 'tuple', 'dict'].includes(size.kind);
}
