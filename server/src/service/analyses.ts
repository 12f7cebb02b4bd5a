import type { LoadedConfig } from '../config/result.ts';
import type { Analysis } from '../features/context.ts';
import type { WorkspaceKnowledge, WorkspaceTypes } from '../mmengine/workspace/types.ts';
import { compareWith } from '../project/baseline.ts';
import type { Project } from '../project/project.ts';
import type { Projects } from '../project/projects.ts';
import { type CheckedFinding, checkConfig } from '../rules/check.ts';
import { buildPlan } from '../training/build.ts';
import { itersPerEpochComment, itersPerEpochVariable } from '../training/itersPerEpoch.ts';
import type { LensSettings } from './host.ts';

/** Judges each reading of a file once, and only as far as somebody asks. */
export class Analyses {
  private readonly settings: LensSettings;
  private readonly projects: Projects;
  private known = new WeakMap<LoadedConfig, { readonly analysis: Analysis; readonly types: WorkspaceKnowledge }>();

  constructor(settings: LensSettings, projects: Projects) {
    this.settings = settings;
    this.projects = projects;
  }

  /** Projects say something else now. */
  reset(): void {
    this.known = new WeakMap();
  }

  /** @param workspace the types that the user defines */
  of(loaded: LoadedConfig, workspace: WorkspaceTypes): Analysis {
    const known = this.known.get(loaded);
    if (known?.types.isCurrent()) return known.analysis;
    const types = workspace.of(loaded);
    const analysis = this.analyse(loaded, types);
    this.known.set(loaded, { analysis, types });
    return analysis;
  }

  private analyse(loaded: LoadedConfig, types: WorkspaceKnowledge): Analysis {
    const { forcedItersPerEpoch, itersPerEpoch: otherwise } = this.settings;
    const project = this.projects.of(loaded.path);
    const itersPerEpoch =
      forcedItersPerEpoch ??
      itersPerEpochComment(loaded)?.value ??
      itersPerEpochVariable(loaded) ??
      project?.itersPerEpoch(loaded.path) ??
      otherwise;
    const rules = { ...this.settings.rules, ...project?.rules };
    const reported = (all: readonly CheckedFinding[]) =>
      project && !this.settings.everything ? this.reported(loaded.path, project, all) : all;
    const plan = buildPlan(loaded, types);
    let findings: readonly CheckedFinding[] | undefined;
    return {
      loaded,
      plan,
      itersPerEpoch,
      numbers: project?.numbers ?? this.settings.numbers ?? 'literals',
      schedulers: project?.schedulers ?? this.settings.schedulers ?? 'iterations',
      get findings() {
        findings ??= reported(
          checkConfig(loaded, plan, { itersPerEpoch }).flatMap((finding) => withSeverity(finding, rules)),
        );
        return findings;
      },
    };
  }

  /** The findings that a project wants to hear of. */
  private reported(path: string, project: Project, findings: readonly CheckedFinding[]): readonly CheckedFinding[] {
    if (project.excludes(path)) return [];
    const baseline = this.projects.baselineOf(project);
    return baseline === undefined || 'reason' in baseline ? findings : compareWith(baseline, path, findings).fresh;
  }
}

function withSeverity(finding: CheckedFinding, rules: Project['rules']): CheckedFinding[] {
  const setting = rules[finding.rule];
  if (setting === undefined) return [finding];
  return setting === 'off' ? [] : [{ ...finding, severity: setting }];
}
