import { writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { disk } from '../node/disk.ts';
import { type Baseline, type BaselineEntry, baselineText, compareWith, readBaseline } from '../project/baseline.ts';
import type { Projects } from '../project/projects.ts';
import { EXIT_USAGE, Failure } from './exit.ts';
import { absolute, complain, reasonOf, shown } from './output.ts';
import type { FileReport } from './report.ts';

/** Entries that are named one by one before the rest is only counted. */
const MAX_NAMED = 10;

export interface Compared {
  readonly reports: readonly FileReport[];
  /** Findings that baselines know; undefined when there is no baseline. */
  readonly known: number | undefined;
}

/**
 * Leaves out what baselines know, and complains about their entries that no longer occur.
 * @param checked absolute paths of all files that were looked at, those that are no configs included
 * @param given the baseline from the command line; undefined: each project's own
 */
export function withoutKnown(
  reports: readonly FileReport[],
  checked: readonly string[],
  projects: Projects,
  given: string | undefined,
): Compared {
  const fixed = given === undefined ? undefined : demandBaseline(given);
  const baselineOf = (path: string): Baseline | undefined => {
    if (fixed) return fixed;
    const project = projects.of(path);
    const baseline = project && projects.baselineOf(project);
    return baseline && !('reason' in baseline) ? baseline : undefined;
  };
  if (!checked.some(baselineOf)) return { reports, known: undefined };
  const byPath = new Map(reports.map((report) => [absolute(report.path), report]));
  const gone = new Map<Baseline, BaselineEntry[]>();
  const fresh = new Map<string, FileReport>();
  let known: number | undefined;
  for (const path of checked) {
    const baseline = baselineOf(path);
    if (!baseline) continue;
    const report = byPath.get(path);
    const found = report?.diagnostics ?? [];
    const compared = compareWith(baseline, path, found);
    if (report) fresh.set(path, { ...report, diagnostics: compared.fresh });
    known = (known ?? 0) + found.length - compared.fresh.length;
    const before = gone.get(baseline) ?? [];
    gone.set(baseline, [...before, ...compared.gone]);
  }
  for (const [baseline, entries] of gone) complainOf(baseline, [...entries, ...ofMissingFiles(baseline)]);
  return { reports: reports.map((report) => fresh.get(absolute(report.path)) ?? report), known };
}

/**
 * Writes a baseline that knows all these findings; what an older one at its place says of files that were not looked at
 * stays.
 * @returns how many findings it knows.
 */
export function writeBaseline(file: string, reports: readonly FileReport[], checked: readonly string[]): number {
  const path = absolute(file);
  const seen = new Set(checked);
  const kept = disk.isFile(path)
    ? [...demandBaseline(file).entries].filter(([other]) => !seen.has(other) && disk.isFile(other))
    : [];
  const found = reports.flatMap(({ path: config, diagnostics }) =>
    diagnostics.map(({ rule, keyPath }) => ({
      path: withSlashes(relative(dirname(path), absolute(config))),
      rule,
      keyPath,
    })),
  );
  const others = kept.flatMap(([, entries]) =>
    entries.flatMap((entry) => Array.from({ length: entry.count }, () => entry)),
  );
  try {
    writeFileSync(path, baselineText([...found, ...others]));
  } catch (error) {
    throw new Failure(`${file}: ${reasonOf(error)}`, EXIT_USAGE);
  }
  return found.length + others.length;
}

function demandBaseline(file: string): Baseline {
  const baseline = readBaseline(absolute(file), disk);
  if ('reason' in baseline) throw new Failure(`${file}: ${baseline.reason}`, EXIT_USAGE);
  return baseline;
}

function ofMissingFiles(baseline: Baseline): BaselineEntry[] {
  return [...baseline.entries].flatMap(([path, entries]) => (disk.isFile(path) ? [] : entries));
}

function complainOf({ path }: Baseline, entries: readonly BaselineEntry[]): void {
  const count = entries.reduce((sum, entry) => sum + entry.count, 0);
  if (count === 0) return;
  const what = count === 1 ? '1 finding' : `${count} findings`;
  complain(
    `${what} of ${shown(path)} no longer ${count === 1 ? 'occurs' : 'occur'}; \`--write-baseline\` takes ${count === 1 ? 'it' : 'them'} out:`,
  );
  for (const entry of entries.slice(0, MAX_NAMED))
    complain(`  ${entry.path}: ${entry.rule}${entry.keyPath.length > 0 ? ` at ${entry.keyPath.join('.')}` : ''}`);
  if (entries.length > MAX_NAMED) complain(`  and ${entries.length - MAX_NAMED} more`);
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}
