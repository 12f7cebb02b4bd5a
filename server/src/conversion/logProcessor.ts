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
    work.set(byEpoch.keyPath, work.to === 'epoch');
    if (work.to === 'iter') convertWindows(work);
  },
};

/** MMEngine refuses `window_size='epoch'` with `by_epoch=False`; an epoch's worth of iterations is the same at its end. */
function convertWindows(work: StepWork): void {
  const custom = work.plan.logProcessor?.cfg?.entries.get('custom_cfg')?.value;
  if (custom?.kind !== 'list' && custom?.kind !== 'tuple') return;
  for (const [i, item] of custom.items.entries()) {
    const window = item.value.kind === 'dict' ? item.value.entries.get('window_size')?.value : undefined;
    if (window?.kind === 'str' && window.value === 'epoch')
      work.set(['log_processor', 'custom_cfg', i, 'window_size'], work.n);
  }
}
