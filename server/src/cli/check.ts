import { performance } from 'node:perf_hooks';
import { EXIT_FOUND, EXIT_OK, EXIT_USAGE } from './exit.ts';
import { jobsFor, reportAll } from './jobs.ts';
import { complain, print } from './output.ts';
import { type Report, summarize } from './report.ts';
import { findFiles } from './walk.ts';

export interface CheckOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly itersPerEpoch?: number;
  readonly jobs?: number;
  readonly python?: string;
}

/** `mmlens check`. @returns the exit status. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const began = performance.now();
  const { files, unreadable } = await findFiles(paths);
  for (const { path, reason } of unreadable) complain(`${path}: ${reason}`);
  const reports = await reportAll(files, options, options.jobs ?? jobsFor(files.length));
  const summary = summarize(reports, files.length, (performance.now() - began) / 1000);
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
