import type { Fix, Rule, RuleContext } from '../rule.ts';
import { lengthIn } from '../support/loop.ts';
import { firstKey, standAt } from '../support/place.ts';
import { countedParameters, fitsInto, stepOncePer } from '../support/rescale.ts';
import { readSchedulers, type SchedulerReading, subject } from '../support/schedulerReading.ts';
import { readable } from '../support/values.ts';

/** A rate per epoch that becomes a rate per iteration. */
export const rule: Rule = {
  id: 'scheduler-exponential-convert',
  severity: 'warning',
  summary: 'An exponential decay converted to iterations decays by `gamma` at every iteration.',
  docs: {
    what: 'An `ExponentialLR` (or `…Momentum`) with `convert_to_iter_based=True`.',
    why: 'The conversion multiplies what counts epochs (`begin`, `end`) and leaves `gamma` alone. A `gamma` meant for each epoch is then applied after each iteration: with `gamma=0.9` the learning rate is down to a thousandth after 66 iterations. `StepLR` with `step_size=1` says the same as the exponential decay by epochs, and is converted exactly.',
    bad: [
      {
        code: "train_cfg = dict(by_epoch=True, max_epochs=20)\nparam_scheduler = dict(type='ExponentialLR', gamma=0.9, by_epoch=True, convert_to_iter_based=True)\n",
      },
    ],
    good: [
      {
        code: "train_cfg = dict(by_epoch=True, max_epochs=20)\nparam_scheduler = dict(type='StepLR', step_size=1, gamma=0.9, by_epoch=True, convert_to_iter_based=True)\n",
      },
      {
        code: "train_cfg = dict(by_epoch=True, max_epochs=20)\nparam_scheduler = dict(type='ExponentialLR', gamma=0.9)\n",
      },
    ],
  },
  *check(context) {
    for (const reading of readSchedulers(context)) {
      if (!reading.converted || !reading.byEpoch || reading.facts.perStep.length === 0) continue;
      const gamma = reading.plan.cfg.entries.get('gamma')?.value;
      const rate = gamma?.kind === 'float' || gamma?.kind === 'int' ? Number(gamma.value) : undefined;
      if (rate === 1) continue;
      const fix = asSteps(context, reading);
      yield {
        message: `\`convert_to_iter_based\` does not change the \`gamma\` of ${reading.name}: the ${subject(reading)} is multiplied by ${rate === undefined ? '`gamma`' : readable(rate)} after every iteration instead of every epoch and is gone within the first ones. StepLR with \`step_size=1\` says the same by epochs and is converted exactly.`,
        ...standAt(context, firstKey(context, reading.plan.keyPath, 'convert_to_iter_based')),
        fixes: fix ? [fix] : [],
      };
    }
  },
};

function asSteps(context: RuleContext, reading: SchedulerReading): Fix | undefined {
  const counted = countedParameters(reading);
  // An epoch has at least one iteration.
  const epochs = lengthIn(context, 'epoch') ?? lengthIn(context, 'iter') ?? Number.POSITIVE_INFINITY;
  if (!counted || !fitsInto(epochs, reading, counted)) return undefined;
  const edits = context.edit((editor) => stepOncePer(context, editor, reading, 1));
  const name = reading.name.replace('Exponential', 'Step');
  return edits && { title: `Use ${name} with \`step_size=1\``, edits, preferred: true };
}
