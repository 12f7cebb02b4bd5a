import type { FeatureContext } from '../context.ts';
import { code } from '../markdown.ts';
import { quantityText } from './read.ts';

/** Measured on MMEngine; the guide's second note says only half of it. */
const TYPE_NOTE =
  'When a base sets `type`, override `type` itself: `type` and `by_epoch` together are a `RuntimeError`. A length of the other ' +
  'kind that is inherited (`max_epochs` under an iteration loop, `max_iters` under an epoch loop) must go as well, for which ' +
  '`_delete_=True` in this dict is the way; otherwise the loop is given an argument that it does not take (`TypeError`).';

/** What `train_cfg` and its keys mean for the run. */
export function trainCfgMeaning(context: FeatureContext, key: string | number | undefined): string[] {
  const { plan, itersPerEpoch } = context.analysis;
  const { loop } = plan;
  switch (key) {
    case undefined:
      return [summary(context), TYPE_NOTE];
    case 'type':
      return [`Names the loop class. ${summary(context)}`, TYPE_NOTE];
    case 'by_epoch':
      return [
        `\`True\` stands for \`EpochBasedTrainLoop\`, \`False\` for \`IterBasedTrainLoop\`. ${summary(context)}`,
        TYPE_NOTE,
      ];
    case 'max_epochs':
    case 'max_iters': {
      const length = loop && quantityText(loop.length, itersPerEpoch);
      const read = loop?.length.keyPath.at(-1) === key;
      return read && length ? [`The run is **${length}** long.`] : [foreignLength(context, String(key))];
    }
    case 'val_interval': {
      const every = loop && quantityText(loop.valInterval, itersPerEpoch);
      return every ? [`Validates every **${every}**, and once more at the end of training.`] : [];
    }
    case 'val_begin': {
      const begin = loop?.valBegin;
      if (begin?.value === undefined || begin.unit === 'unknown') return [];
      return [`No validation before ${begin.unit === 'epoch' ? 'epoch' : 'iteration'} ${begin.value}.`];
    }
    case 'dynamic_intervals':
      return [
        'A list of tuples `(from, val_interval)`: a list in place of a tuple is an `AssertionError`. The numbers are in the ' +
          "loop's unit. Left in epochs under an iteration loop, `[(5, 1)]` validates at every iteration.",
      ];
    default:
      return [];
  }
}

function summary({ analysis: { plan, itersPerEpoch } }: FeatureContext): string {
  const { loop } = plan;
  if (!loop || plan.mode === 'none') return 'Nothing here says how to train.';
  if (plan.mode === 'unknown') return 'Which loop runs cannot be known without running Python.';
  const length = quantityText(loop.length, itersPerEpoch);
  const every = quantityText(loop.valInterval, itersPerEpoch);
  const details = [length && `${length} long`, every && `validating every ${every}`].filter(
    (part) => part !== undefined,
  );
  const tail = details.length > 0 ? `, ${details.join(', ')}` : '';
  if (plan.mode === 'custom') return `Training runs in a loop of its own, ${code(loop.type.value ?? '?')}${tail}.`;
  const kind = plan.mode === 'epoch' ? 'epoch' : 'iteration';
  const once =
    plan.mode === 'iter'
      ? ' The epoch number stays 0 for the whole run, so whatever is counted in epochs happens once, at the very end, or never.'
      : '';
  return `**Training is ${kind}-based**${tail}.${once}`;
}

function foreignLength({ analysis: { plan } }: FeatureContext, key: string): string {
  if (plan.mode !== 'epoch' && plan.mode !== 'iter') return '';
  return `The ${plan.mode === 'epoch' ? 'epoch' : 'iteration'} loop that runs here does not take \`${key}\`.`;
}
