import { withoutKnown, writeBaseline } from './baseline.ts';
import { EXIT_FOUND, EXIT_OK, EXIT_USAGE } from './exit.ts';
import { reportOnAll } from './jobs.ts';
import { complain, print } from './output.ts';
import { projectsOf } from './projects.ts';
import { type Report, summarize } from './report.ts';
import { type Thread, threadsFor } from './thread.ts';
import { findFiles } from './walk.ts';

export interface CheckOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly itersPerEpoch?: number;
  readonly jobs?: number;
  readonly python?: string;
  /** Files with findings to leave out, and to write them to. */
  readonly baseline?: string;
  readonly writeBaseline?: string;
  /** What projects exclude is left out even when it is named. */
  readonly forceExclude?: boolean;
}

/**
 * `mmlens check`.
 * @param threads those that are there to help
 * @returns the exit status
 */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  threads: readonly Thread[],
): Promise<number> {
  const began = process.uptime();
  const { files, unreadable } = await findFiles(paths);
  for (const { path, reason } of unreadable) complain(`${path}: ${reason}`);
  const projects = projectsOf(
    files.map(({ path }) => path),
    options.baseline === undefined && options.writeBaseline === undefined,
  );
  const targets = files.filter(
    ({ path, named }) => (named && !options.forceExclude) || !projects.of(path)?.excludes(path),
  );
  const all = await reportOnAll(targets, options, options.jobs ?? threadsFor(targets.length), threads);
  const checked = targets.map(({ path }) => path);
  if (options.writeBaseline !== undefined) {
    if (unreadable.length > 0) return EXIT_USAGE;
    const count = writeBaseline(options.writeBaseline, all, checked);
    await print(`${count} ${count === 1 ? 'finding' : 'findings'} written to ${options.writeBaseline}.\n`);
    return EXIT_OK;
  }
  const { reports, known } = withoutKnown(all, checked, projects, options.baseline);
  const summary = summarize(reports, targets.length, process.uptime() - began, known);
  await print(await formatted({ files: reports, summary }, options.format));
  if (unreadable.length > 0) return EXIT_USAGE;
  return summary.errors + summary.warnings > 0 ? EXIT_FOUND : EXIT_OK;
}

async function formatted(report: Report, format: CheckOptions['format']): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('./formats/text.ts')).textFormat(report);
    case 'json':
      return `${JSON.stringify({ version: 1, ...report })}\n`;
    case 'sarif':
      return (await import('./formats/sarif.ts')).sarifFormat(report);
    case 'github':
      return (await import('./formats/github.ts')).githubFormat(report);
  }
}
