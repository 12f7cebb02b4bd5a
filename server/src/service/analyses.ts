import type { LoadedConfig } from '../config/result.ts';
import type { Analysis } from '../features/context.ts';
import type { WorkspaceKnowledge, WorkspaceTypes } from '../mmengine/workspace/types.ts';
import { compareWith } from '../project/baseline.ts';
import type { Project } from '../project/project.ts';
import type { Projects } from '../project/projects.ts';
import { type CheckedFinding, checkConfig } from '../rules/check.ts';
import { RecentMap } from '../text/recentMap.ts';
import { buildPlan } from '../training/build.ts';
import { itersPerEpochComment, itersPerEpochVariable } from '../training/itersPerEpoch.ts';
import type { LensSettings } from './host.ts';
import { SoundConfigs } from './soundConfigs.ts';

const NO_FINDINGS: readonly CheckedFinding[] = [];

/** Judges each reading of a file once, and only as far as somebody asks. */
export class Analyses {
  private readonly settings: LensSettings;
  private readonly projects: Projects;
  private readonly sound = new SoundConfigs();
  /** The last one of each file, by path. */
  private readonly known: RecentMap<{ readonly analysis: Analysis; readonly types: WorkspaceKnowledge }>;

  constructor(settings: LensSettings, projects: Projects, filesInUse: () => number) {
    this.settings = settings;
    this.projects = projects;
    this.known = new RecentMap(filesInUse);
  }

  /** Projects say something else now. */
  reset(): void {
    this.known.clear();
    this.sound.clear();
  }

  /** @param workspace the types that the user defines */
  of(loaded: LoadedConfig, workspace: WorkspaceTypes): Analysis {
    const known = this.known.get(loaded.path);
    if (known?.analysis.loaded === loaded && known.types.isCurrent()) return known.analysis;
    const types = workspace.of(loaded);
    const analysis = this.analyse(loaded, types);
    this.known.set(loaded.path, { analysis, types });
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
    const settings = this.sound.settingsOf(loaded);
    const knownPlan = settings && this.sound.planOf(settings, itersPerEpoch, loaded, types);
    const plan = knownPlan ?? buildPlan(loaded, types);
    const rules = { ...this.settings.rules, ...project?.rules };
    const find = (): readonly CheckedFinding[] => {
      if (knownPlan) return NO_FINDINGS;
      const all = checkConfig(loaded, plan, { itersPerEpoch });
      if (all.length === 0 && settings && types.isCatalogued()) this.sound.add(settings, itersPerEpoch, plan);
      const found = all.flatMap((finding) => withSeverity(finding, rules));
      return project && !this.settings.everything ? this.reported(loaded.path, project, found) : found;
    };
    const facts = {
      loaded,
      plan,
      itersPerEpoch,
      numbers: project?.numbers ?? this.settings.numbers ?? 'literals',
      schedulers: project?.schedulers ?? this.settings.schedulers ?? 'iterations',
    };
    return new LazyAnalysis(facts, find);
  }

  /** The findings that a project wants to hear of. */
  private reported(path: string, project: Project, findings: readonly CheckedFinding[]): readonly CheckedFinding[] {
    if (project.excludes(path)) return [];
    const baseline = this.projects.baselineOf(project);
    return baseline === undefined || 'reason' in baseline ? findings : compareWith(baseline, path, findings).fresh;
  }
}

/**
 * Looks for findings when somebody asks. A getter in an object literal would do the same, and give each object a hidden class
 * of its own, which keeps it until the next full garbage collection.
 */
class LazyAnalysis implements Analysis {
  readonly loaded: Analysis['loaded'];
  readonly plan: Analysis['plan'];
  readonly itersPerEpoch: Analysis['itersPerEpoch'];
  readonly numbers: Analysis['numbers'];
  readonly schedulers: Analysis['schedulers'];
  private readonly find: () => readonly CheckedFinding[];
  private found: readonly CheckedFinding[] | undefined;

  constructor(
    { loaded, plan, itersPerEpoch, numbers, schedulers }: Omit<Analysis, 'findings'>,
    find: () => readonly CheckedFinding[],
  ) {
    this.loaded = loaded;
    this.plan = plan;
    this.itersPerEpoch = itersPerEpoch;
    this.numbers = numbers;
    this.schedulers = schedulers;
    this.find = find;
  }

  get findings(): readonly CheckedFinding[] {
    this.found ??= this.find();
    return this.found;
  }
}

function withSeverity(finding: CheckedFinding, rules: Project['rules']): CheckedFinding[] {
  const setting = rules[finding.rule];
  if (setting === undefined) return [finding];
  return setting === 'off' ? [] : [{ ...finding, severity: setting }];
}
