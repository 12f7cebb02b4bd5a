import { exists, type FileContent, type FileSystem } from '../text/files.ts';
import { basename, dirname, isAbsolute } from '../text/paths.ts';
import { type Baseline, readBaseline } from './baseline.ts';
import { createProject, type Project } from './project.ts';
import {
  isProjectFile,
  PROJECT_FILE,
  type ProjectProblem,
  type ReadSettings,
  readSettings,
  SHARED_FILE,
  settingPlace,
} from './read.ts';

/** Finds the project of a file: the nearest folder above it whose `mmlens.toml`, or else `pyproject.toml`, speaks to us. */
export class Projects {
  private readonly files: FileSystem;
  /** By folder; null where there is none. */
  private readonly known = new Map<string, Project | null>();
  private readonly baselines = new Map<string, Baseline | { readonly reason: string }>();

  constructor(files: FileSystem) {
    this.files = files;
  }

  of(path: string): Project | undefined {
    return this.above(dirname(path)) ?? undefined;
  }

  /** The findings that a project has put up with, or why its file with them cannot be used; undefined when it has none. */
  baselineOf({ baseline }: Project): Baseline | { readonly reason: string } | undefined {
    if (baseline === undefined) return undefined;
    let read = this.baselines.get(baseline);
    if (!read) {
      read = readBaseline(baseline, this.files);
      this.baselines.set(baseline, read);
    }
    return read;
  }

  /** What is wrong in a project file, or with the baseline that it names. */
  problemsIn(path: string): readonly ProjectProblem[] {
    const content = this.files.read(path);
    const read = settingsIn(path, content);
    if (!read) return [];
    const project = createProject(path, read, this.files);
    const text = content.kind === 'text' ? content.text : '';
    const problem = (message: string, ...keyPath: readonly (string | number)[]): ProjectProblem => ({
      message,
      span: settingPlace(path, text, keyPath),
    });
    const problems = [...read.problems];
    const baseline = this.baselineOf(project);
    if (baseline !== undefined && 'reason' in baseline)
      problems.push(problem(`This baseline cannot be used: ${baseline.reason}.`, 'baseline'));
    const { interpreter, searchPaths } = project;
    // A bare name is a command, which may be found elsewhere.
    if (interpreter !== undefined && isAbsolute(interpreter) && !exists(this.files, interpreter))
      problems.push(problem(`There is no ${interpreter}, so that no package is found in it.`, 'python'));
    for (const [index, folder] of searchPaths.entries())
      if (!this.files.isDirectory(folder))
        problems.push(
          problem(`There is no folder ${folder}, so that no package is found in it.`, 'search-path', index),
        );
    return problems;
  }

  /** True for a file that decides how others are judged: everything is to be {@link reset} when it changes. */
  dependsOn(path: string): boolean {
    return isProjectFile(path) || this.baselines.has(path);
  }

  /** A file that {@link dependsOn} is about appeared, changed or went away. */
  reset(): void {
    this.known.clear();
    this.baselines.clear();
  }

  private above(folder: string): Project | null {
    const known = this.known.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const project = this.in(folder) ?? (parent === folder || parent === '' ? null : this.above(parent));
    this.known.set(folder, project);
    return project;
  }

  private in(folder: string): Project | undefined {
    for (const name of [PROJECT_FILE, SHARED_FILE]) {
      const path = `${folder === '/' ? '' : folder}/${name}`;
      // Hardly any folder has one, and to find that out by reading takes longer.
      if (!this.files.isFile(path)) continue;
      const read = settingsIn(path, this.files.read(path));
      if (read) return createProject(path, read, this.files);
    }
    return undefined;
  }
}

/** What a project file says; a file of ours that nobody can read must not be taken for none. */
function settingsIn(path: string, content: FileContent): ReadSettings | undefined {
  if (content.kind === 'text') return readSettings(path, content.text);
  if (content.kind !== 'binary' || basename(path) !== PROJECT_FILE) return undefined;
  const message = 'This file is no text in UTF-8, so that none of its settings count. Save it as UTF-8.';
  return { settings: {}, problems: [{ message, span: { start: 0, end: 0 } }] };
}
