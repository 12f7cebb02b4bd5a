import type { LoadedConfig } from '../config/result.ts';
import type { StepId } from '../conversion/step.ts';
import { firstDifference } from '../conversion/verify.ts';
import type { Lens } from '../service.ts';
import { applyEdits } from '../text/source.ts';
import type { Unit } from '../training/plan.ts';
import type { Change } from './write.ts';

/** What a file would inherit from one that is converted with it, and then no longer say. */
export interface Conflict {
  readonly path: string;
  /** The files it inherits from that change. */
  readonly bases: readonly string[];
  /** The first setting that would differ. */
  readonly setting: string;
}

/**
 * Names that files take from the files they inherit from, by path of the latter. Such a variable keeps its name when its
 * file is converted.
 */
export function namesTaken(lens: Lens, paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const taken = new Map<string, Set<string>>();
  for (const path of paths) {
    const { loaded } = lens.check(path);
    if (loaded.dependencies.size === 0) continue;
    // A lazy config has all names of its bases as its own.
    const words = loaded.style === 'lazy' ? /[A-Za-z_]\w*/g : /(?<=\b_base_\s*\.\s*)[A-Za-z_]\w*/g;
    const names = loaded.source.text.match(words) ?? [];
    for (const base of loaded.dependencies) {
      const before = taken.get(base) ?? new Set();
      for (const name of names) before.add(name);
      taken.set(base, before);
    }
  }
  return taken;
}

/**
 * Files that are converted together may inherit from each other, and each was converted as if its bases stayed. One that
 * gets all it needs from its converted bases stays as it is; every other one has to say the same over them.
 * @param others further configs, which shall go on training as they do
 */
export function reconcile(
  lens: Lens,
  changes: readonly Change[],
  others: readonly string[],
  to: Unit,
): { readonly changes: readonly Change[]; readonly conflicts: readonly Conflict[] } {
  const changing = new Map(changes.filter(({ before, after }) => before !== after).map((each) => [each.path, each]));
  const basesOf = (path: string) =>
    [...lens.check(path).loaded.dependencies].filter((base) => base !== path && changing.has(base));
  const affected = new Map([...changing.keys(), ...others].map((path) => [path, basesOf(path)]));
  const accepted = new Map<string, readonly LoadedConfig[]>();
  for (const [path, bases] of affected)
    if (bases.length > 0) accepted.set(path, acceptable(lens, path, changing.get(path), to));

  const settled = new Map(changing);
  const conflicts: Conflict[] = [];
  // What a file inherits from inherits from fewer files itself: bases come first.
  for (const [path, bases] of [...affected].sort(([, a], [, b]) => a.length - b.length)) {
    const change = changing.get(path);
    const expected = accepted.get(path);
    if (expected) {
      const texts = change ? [change.before, change.after] : [undefined];
      const differences = texts.map((text) => differenceFrom(expected, readAs(lens, path, text)));
      const chosen = differences.indexOf(undefined);
      if (chosen < 0) conflicts.push({ path, bases, setting: differences.at(-1) ?? '' });
      if (change && chosen === 0) settled.set(path, { ...change, after: change.before });
    }
    const after = settled.get(path)?.after;
    if (after !== undefined) lens.open(path, after);
  }
  for (const path of settled.keys()) lens.close(path);
  return { changes: changes.map((change) => settled.get(change.path) ?? change), conflicts };
}

/** Steps that change nothing about how long training is, when it validates or saves, and what it learns by. */
const FOLLOWED: readonly (readonly StepId[])[] = [
  ['default-hooks'],
  ['log-processor'],
  ['sampler'],
  ['default-hooks', 'log-processor'],
  ['default-hooks', 'sampler'],
  ['log-processor', 'sampler'],
  ['default-hooks', 'log-processor', 'sampler'],
];

/**
 * What a file may say over its converted bases: what it says converted by itself. One that counts the wanted unit already
 * may follow its bases in what it has left as the other unit wants it, such as the sampler.
 */
function acceptable(lens: Lens, path: string, change: Change | undefined, to: Unit): readonly LoadedConfig[] {
  const { loaded, plan } = lens.check(path);
  if (change) return [readAs(lens, path, change.after)];
  if (plan.mode !== to) return [loaded];
  const followed = FOLLOWED.flatMap((steps) => {
    const outcome = lens.convert(path, { to, steps });
    if ('needs' in outcome || outcome.edits.length === 0) return [];
    return [readAs(lens, path, applyEdits(loaded.source.text, outcome.edits))];
  });
  return [loaded, ...followed];
}

/** The first setting that differs from all that is acceptable. */
function differenceFrom(acceptable: readonly LoadedConfig[], actual: LoadedConfig): string | undefined {
  const differences = acceptable.map((expected) => firstDifference(expected, actual, []));
  return differences.includes(undefined) ? undefined : differences[0];
}

/** The file read as if it had this text. */
function readAs(lens: Lens, path: string, text: string | undefined): LoadedConfig {
  if (text === undefined) return lens.check(path).loaded;
  lens.open(path, text);
  const { loaded } = lens.check(path);
  lens.close(path);
  return loaded;
}
