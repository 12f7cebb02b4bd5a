import type { NumberSetting, RuleSetting, SchedulerSetting } from '../protocol.ts';
import { exists, type FileSystem } from '../text/files.ts';
import { dirname, joinPath } from '../text/paths.ts';
import { pathMatcher } from './glob.ts';
import type { ProjectProblem, ReadSettings } from './read.ts';

/** Where a project finds the packages that its configs inherit from. */
export interface ProjectPython {
  /** Interpreter or environment; undefined when the project does not say. */
  readonly interpreter: string | undefined;
  readonly searchPaths: readonly string[];
}

/** What a project file says about the files in and below its folder. Paths are absolute. */
export interface Project extends ProjectPython {
  /** Of the project file. */
  readonly path: string;
  /** By rule id. */
  readonly rules: Readonly<Partial<Record<string, RuleSetting>>>;
  readonly baseline: string | undefined;
  /** How a conversion writes numbers. */
  readonly numbers: NumberSetting | undefined;
  /** How a conversion makes schedulers count iterations. */
  readonly schedulers: SchedulerSetting | undefined;
  readonly problems: readonly ProjectProblem[];
  /** Iterations in one pass over the training data of a config; the last pattern that matches counts. */
  itersPerEpoch(config: string): number | undefined;
  excludes(config: string): boolean;
}

export function createProject(path: string, { settings, problems }: ReadSettings, files: FileSystem): Project {
  const folder = dirname(path);
  const within = (full: string) => joinPath(folder, full.replaceAll('\\', '/'));
  const relative = (full: string) => full.slice(folder === '/' ? 1 : folder.length + 1);
  const excluded = (settings.exclude ?? []).map(pathMatcher);
  const counts = settings['iters-per-epoch'];
  const matchers =
    typeof counts === 'object'
      ? Object.entries(counts).map(([pattern, count]) => ({ matches: pathMatcher(pattern), count }))
      : [];
  const { python } = settings;
  return {
    path,
    rules: settings.rules ?? {},
    // A bare name such as `python3.11` is a command, unless something of that name lies here.
    interpreter:
      python !== undefined && (/[\\/]|^\./.test(python) || exists(files, within(python))) ? within(python) : python,
    searchPaths: (settings['search-path'] ?? []).map(within),
    baseline: settings.baseline === undefined ? undefined : within(settings.baseline),
    numbers: settings.numbers,
    schedulers: settings.schedulers,
    problems,
    itersPerEpoch: (config) =>
      typeof counts === 'number' ? counts : matchers.findLast(({ matches }) => matches(relative(config)))?.count,
    excludes: (config) => excluded.some((matches) => matches(relative(config))),
  };
}
