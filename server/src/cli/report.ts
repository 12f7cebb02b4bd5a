import type { Analysis } from '../features/context.ts';
import type { Severity } from '../rules/rule.ts';
import type { Lens } from '../service.ts';
import type { Range } from '../text/source.ts';
import type { TrainingMode } from '../training/plan.ts';
import { shown } from './output.ts';

/** What `mmlens check` says about one file; also its JSON. Paths are relative to the working directory. */
export interface FileReport {
  readonly path: string;
  readonly isConfig: boolean;
  readonly mode: TrainingMode;
  readonly diagnostics: readonly ReportedFinding[];
}

export interface ReportedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly keyPath: readonly (string | number)[];
  readonly range: Range;
  readonly related: readonly { readonly path: string; readonly range: Range; readonly message: string }[];
  /** Titles of the fixes that an editor offers. */
  readonly fixes: readonly string[];
}

export interface Report {
  readonly files: readonly FileReport[];
  readonly summary: Summary;
}

export interface Summary {
  /** All files that were looked at. */
  readonly files: number;
  readonly configs: number;
  readonly errors: number;
  readonly warnings: number;
  readonly seconds: number;
  /** Findings left out because a baseline knows them; absent without one. */
  readonly known?: number;
}

/** Judges one file. @returns undefined for a file that is no config, unless the user named it. */
export function reportOn(lens: Lens, { path, named }: { path: string; named: boolean }): FileReport | undefined {
  const { loaded, plan, findings } = lens.check(path);
  if (!loaded.isConfig && !named) return undefined;
  return {
    path: shown(path),
    isConfig: loaded.isConfig,
    mode: loaded.isConfig ? plan.mode : 'none',
    diagnostics: findings.map((finding) => reported(lens, loaded.source, finding)),
  };
}

function reported(
  lens: Lens,
  source: Analysis['loaded']['source'],
  { rule, severity, message, keyPath, place, related = [], fixes = [] }: Analysis['findings'][number],
): ReportedFinding {
  return {
    rule,
    severity,
    message,
    keyPath,
    range: source.rangeOf(place),
    related: related.map((other) => ({
      path: shown(other.place.path),
      range: lens.rangeOf(other.place),
      message: other.message,
    })),
    fixes: fixes.map(({ title }) => title),
  };
}

/**
 * Counts over all files.
 * @param looked how many files there were, those that are no configs included
 * @param known how many findings a baseline took out, where there is one
 */
export function summarize(files: readonly FileReport[], looked: number, seconds: number, known?: number): Summary {
  const count = (severity: Severity): number =>
    files.reduce(
      (sum, { diagnostics }) => sum + diagnostics.filter((finding) => finding.severity === severity).length,
      0,
    );
  return {
    files: looked,
    configs: files.filter(({ isConfig }) => isConfig).length,
    errors: count('error'),
    warnings: count('warning'),
    seconds: Math.round(seconds * 1000) / 1000,
    ...(known !== undefined && { known }),
  };
}
