import { GrammarWanted, type LazyParser } from '../python/index.ts';
import type { Lens } from '../service.ts';
import { type LensOptions, openPlainLens } from './lens.ts';
import { type FileReport, reportOn } from './report.ts';

export interface Target {
  readonly path: string;
  readonly named: boolean;
}

/** Judges files one after the other; what it has read of their bases it keeps. */
export class Judge {
  private readonly lens: Lens;
  private readonly parser: LazyParser;

  constructor(options: LensOptions) {
    const { lens, parser } = openPlainLens(options);
    this.lens = lens;
    this.parser = parser;
  }

  /** @returns undefined for a file that is no config and was not named. */
  async judge(targets: readonly Target[]): Promise<(FileReport | undefined)[]> {
    const reports: (FileReport | undefined)[] = [];
    while (reports.length < targets.length) {
      try {
        for (let next = reports.length; next < targets.length; next++)
          reports.push(reportOn(this.lens, targets[next] as Target));
      } catch (error) {
        if (!(error instanceof GrammarWanted)) throw error;
        await this.parser.load();
      }
    }
    return reports;
  }
}
