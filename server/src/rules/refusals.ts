import type { LoadedConfig, Refusal, RefusalRule } from '../config/result.ts';
import type { Finding, RuleContext } from './rule.ts';

/** True when MMEngine raises while it reads the file. A package that is only missing here does not count. */
export function loadingFailed(loaded: LoadedConfig): boolean {
  return loaded.refusals.some((refusal) => refusal.rule !== 'config-base-unavailable');
}

/**
 * The refusals of one kind as findings, one for each place.
 * @param advice what to do about it, a full sentence.
 */
export function* refusalFindings(
  context: RuleContext,
  rule: RefusalRule,
  advice: string | ((refusal: Refusal) => string),
): Iterable<Finding> {
  const seen = new Set<number>();
  for (const refusal of context.loaded.refusals) {
    if (refusal.rule !== rule || seen.has(refusal.place.start)) continue;
    seen.add(refusal.place.start);
    yield {
      message: `${problem(refusal)} ${consequence(refusal)} ${refusal.advice ?? (typeof advice === 'string' ? advice : advice(refusal))}`,
      keyPath: [],
      place: refusal.place,
      related: refusal.related,
    };
  }
}

/** MMEngine's own error name is what the user will search the log for. */
export function problem({ error, message }: Refusal): string {
  return `${error}: ${message}${/[.!?]$/.test(message) ? '' : '.'}`;
}

function consequence({ inherited }: Refusal): string {
  const cause = inherited === undefined ? '' : ', because it cannot load what it inherits';
  return `MMEngine cannot load this config${cause}: the run stops before anything is built.`;
}
