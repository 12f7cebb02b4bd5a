import type { LoadedConfig } from '../config/result.ts';
import type { Analysis } from '../features/context.ts';
import { type CheckedFinding, checkConfig } from '../rules/check.ts';
import { buildPlan } from '../training/build.ts';
import { itersPerEpochComment } from '../training/itersPerEpoch.ts';
import type { LensSettings } from './host.ts';

/** Judges each reading of a file once, and only as far as somebody asks. */
export class Analyses {
  private readonly settings: LensSettings;
  private readonly known = new WeakMap<LoadedConfig, Analysis>();

  constructor(settings: LensSettings) {
    this.settings = settings;
  }

  of(loaded: LoadedConfig): Analysis {
    let analysis = this.known.get(loaded);
    if (!analysis) {
      analysis = this.analyse(loaded);
      this.known.set(loaded, analysis);
    }
    return analysis;
  }

  private analyse(loaded: LoadedConfig): Analysis {
    const { forcedItersPerEpoch, itersPerEpoch: otherwise, rules = {} } = this.settings;
    const itersPerEpoch = forcedItersPerEpoch ?? itersPerEpochComment(loaded)?.value ?? otherwise;
    const plan = buildPlan(loaded);
    let findings: readonly CheckedFinding[] | undefined;
    return {
      loaded,
      plan,
      itersPerEpoch,
      get findings() {
        findings ??= checkConfig(loaded, plan, { itersPerEpoch }).flatMap((finding) => withSeverity(finding, rules));
        return findings;
      },
    };
  }
}

function withSeverity(finding: CheckedFinding, rules: NonNullable<LensSettings['rules']>): CheckedFinding[] {
  const setting = rules[finding.rule];
  if (setting === undefined) return [finding];
  return setting === 'off' ? [] : [{ ...finding, severity: setting }];
}
