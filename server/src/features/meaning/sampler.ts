import type { FeatureContext } from '../context.ts';
import { code } from '../markdown.ts';
import { loopUnit } from './read.ts';

/** Measured on MMEngine; the guide's first note says the opposite. */
const NONE_NOTE =
  'The guide says that `sampler=None` lets MMEngine choose a sampler for the loop. It does not: MMEngine builds a sampler from a ' +
  'dict only, and `None` makes the data be read in order, **without shuffling**, under either loop. Without the key, training ' +
  "stops with `KeyError: 'sampler'`. To replace an inherited sampler, write the type: `InfiniteSampler` for an iteration loop, " +
  '`DefaultSampler` for an epoch loop.';

/** What the training sampler means for the run. */
export function samplerMeaning({ analysis: { plan } }: FeatureContext, key: string | number | undefined): string[] {
  const { sampler } = plan;
  if (!sampler || (key !== undefined && key !== 'type')) return [];
  return [behaviour(sampler.state, sampler.behaviour, code(sampler.type.value ?? 'It'), loopUnit(plan)), NONE_NOTE];
}

function behaviour(state: string, kind: string, name: string, unit: 'epoch' | 'iter' | undefined): string {
  if (state === 'none') return 'The data is read in order, without shuffling.';
  if (kind === 'infinite')
    return unit === 'epoch'
      ? `${name} never runs out of samples. Under this epoch loop the **first epoch never ends**: no validation, no checkpoint, no step of a scheduler counted in epochs.`
      : `${name} never runs out of samples, which is what an iteration loop wants.`;
  if (kind === 'finite')
    return unit === 'iter'
      ? `${name} ends with the data. An iteration loop then waits two seconds at each end of the data, and starts the workers again unless they are persistent.`
      : `${name} ends with the data, which is what ends an epoch.`;
  return '';
}
