import type { FeatureContext } from '../context.ts';
import { loopUnit } from './read.ts';

/** What `log_processor` and its keys mean for the run. */
export function logProcessorMeaning(
  { analysis: { plan } }: FeatureContext,
  key: string | number | undefined,
): string[] {
  if (key === 'window_size')
    return [
      "The number of iterations that a logged value is averaged over. It must be an int here; `'epoch'` fails at the first line of the log.",
    ];
  if (key === 'custom_cfg')
    return [
      "Each entry needs a `window_size`, under `by_epoch=False` at least; `'epoch'` as a window is then an `AssertionError`.",
    ];
  if (key !== undefined && key !== 'type' && key !== 'by_epoch') return [];
  const byEpoch = plan.logProcessor?.byEpoch.value;
  if (byEpoch === undefined) return [];
  const form = byEpoch ? '`Epoch(train) [1][50/…]`' : '`Iter(train) [50/…]`';
  const loop = loopUnit(plan);
  const wrong = loop !== undefined && (loop === 'epoch') !== byEpoch;
  const effect = !wrong
    ? ''
    : byEpoch
      ? ' This loop has only one epoch, so every line of the run says epoch 1.'
      : ' The loop that runs is epoch-based.';
  return [`The log says ${form}.${effect}`];
}
