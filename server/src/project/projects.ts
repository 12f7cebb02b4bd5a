import type { FileSystem } from '../text/files.ts';
import { dirname } from '../text/paths.ts';
import { type Baseline, readBaseline } from './baseline.ts';
import { createProject, type Project } from './project.ts';
import { isProjectFile, PROJECT_FILE, type ProjectProblem, readSettings, SHARED_FILE, settingPlace } from './read.ts';

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
    const read = content.kind === 'text' ? readSettings(path, content.text) : undefined;
    if (content.kind !== 'text' || !read) return [];
    const baseline = this.baselineOf(createProject(path, read, this.files));
    if (baseline === undefined || !('reason' in baseline)) return read.problems;
    const message = `This baseline cannot be used: ${baseline.reason}.`;
    return [...read.problems, { message, span: settingPlace(path, content.text, ['baseline']) }];
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
      const content = this.files.read(path);
      const read = content.kind === 'text' ? readSettings(path, content.text) : undefined;
      if (read) return createProject(path, read, this.files);
    }
    return undefined;
  }
}
