import { disk } from '../node/disk.ts';
import { Projects } from '../project/projects.ts';
import { SourceText } from '../text/source.ts';
import { EXIT_USAGE, Failure } from './exit.ts';
import { absolute, shown } from './output.ts';

/**
 * The projects that files belong to.
 * @param isBaselineUsed whether the baselines that projects name have to be readable
 * @throws Failure when one of their project files is wrong, with all that is wrong.
 */
export function projectsOf(paths: readonly string[], isBaselineUsed: boolean): Projects {
  const projects = new Projects(disk);
  const concerned = new Map(paths.map((path) => [projects.of(path)?.path, projects.of(path)]));
  const messages = [...concerned.values()].flatMap((project) => {
    if (!project) return [];
    const { path } = project;
    const content = disk.read(path);
    const source = new SourceText(path, content.kind === 'text' ? content.text : '');
    const problems = isBaselineUsed ? projects.problemsIn(path) : project.problems;
    return problems.map(({ span, message }) => `${shown(path)}:${source.positionAt(span.start).line + 1}: ${message}`);
  });
  if (messages.length > 0) throw new Failure(messages.join('\nmmlens: '), EXIT_USAGE);
  return projects;
}

/** @throws Failure when a project file that concerns one of `files` is wrong. */
export function demandProjects(files: readonly string[]): void {
  projectsOf(files.map(absolute), false);
}
