import type { DictValue } from '../config/values.ts';
import type { ConversionStep, StepWork } from './step.ts';

/** How log lines are headed, and windows that are counted in epochs. */
export const logProcessorStep: ConversionStep = {
  id: 'log-processor',
  title: (to) => (to === 'iter' ? 'Log by iteration (`log_processor`)' : 'Log by epoch (`log_processor`)'),
  convert(work) {
    const { logProcessor, isRoot } = work.plan;
    if (!logProcessor) return;
    const { byEpoch, cfg } = logProcessor;
    const current = byEpoch.value ?? (byEpoch.slot || !cfg?.entries.has('type') ? undefined : true);
    if (current === undefined) {
      if (byEpoch.slot || isRoot)
        work.note('`log_processor` is kept: it is of an unknown type, or its `by_epoch` is not known here.');
      return;
    }
    if (current === (work.to === 'epoch')) return;
    const windowless = work.to === 'iter' ? itemsOf(cfg).findIndex(takesNoWindow) : -1;
    if (windowless >= 0) {
      work.note(
        `\`log_processor\` is kept: with \`by_epoch=False\` MMEngine asks for a \`window_size\` in \`custom_cfg[${windowless}]\`, which its \`method_name\` does not take. Log lines count the whole run as one epoch.`,
      );
      return;
    }
    work.set(byEpoch.keyPath, work.to === 'epoch');
    if (work.to === 'iter') convertWindows(work);
  },
};

/**
 * Without epochs MMEngine refuses `window_size='epoch'`, which at an epoch's end is as many iterations as an epoch has,
 * and an entry without a window, which stands for everything logged so far (mmengine/runner/log_processor.py).
 */
function convertWindows(work: StepWork): void {
  for (const [i, item] of itemsOf(work.plan.logProcessor?.cfg).entries()) {
    const window = item?.entries.get('window_size')?.value;
    const path = ['log_processor', 'custom_cfg', i, 'window_size'];
    if (window?.kind === 'str' && window.value === 'epoch') work.set(path, work.n);
    else if (item && !item.open && !window) work.set(path, 'global');
  }
}

function itemsOf(cfg: DictValue | undefined): readonly (DictValue | undefined)[] {
  const custom = cfg?.entries.get('custom_cfg')?.value;
  if (custom?.kind !== 'list' && custom?.kind !== 'tuple') return [];
  return custom.items.map(({ value }) => (value.kind === 'dict' ? value : undefined));
}

/** Methods of `HistoryBuffer` with a `window_size`; those that people register may have none, as `current`. */
const WINDOWED: ReadonlySet<string> = new Set(['mean', 'max', 'min']);

function takesNoWindow(item: DictValue | undefined): boolean {
  if (!item || item.open || item.entries.has('window_size')) return false;
  const method = item.entries.get('method_name')?.value;
  return method?.kind !== 'str' || !WINDOWED.has(method.value);
}
