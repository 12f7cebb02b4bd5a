import { parse, TomlError } from 'smol-toml';
import { basename } from '../text/paths.ts';
import type { Span, TextEdit } from '../text/source.ts';
import { keyPlace } from './keyPlace.ts';
import { type Mistake, mistakesIn } from './mistakes.ts';
import { type ProjectSettings, projectSchema } from './schema.ts';

/** Something wrong in a project file. */
export interface ProjectProblem {
  readonly message: string;
  readonly span: Span;
  readonly fix?: { readonly title: string; readonly edits: readonly TextEdit[] };
}

/** What a project file says, as far as it is right. */
export interface ReadSettings {
  readonly settings: ProjectSettings;
  readonly problems: readonly ProjectProblem[];
}

const TABLE = ['tool', 'mmlens'] as const;

/** The name of the file that holds nothing but our settings. */
export const PROJECT_FILE = 'mmlens.toml';
/** The file that many tools share. */
export const SHARED_FILE = 'pyproject.toml';

/** True for a file that may say how a project is to be checked. */
export function isProjectFile(path: string): boolean {
  const name = basename(path);
  return name === PROJECT_FILE || name === SHARED_FILE;
}

/** Where a project file sets a key. */
export function settingPlace(path: string, text: string, keyPath: readonly PropertyKey[]): Span {
  return keyPlace(text, [...prefixIn(path), ...keyPath]);
}

function prefixIn(path: string): readonly string[] {
  return basename(path) === SHARED_FILE ? TABLE : [];
}

/** Reads a project file. @returns undefined for a `pyproject.toml` that does not speak to us. */
export function readSettings(path: string, text: string): ReadSettings | undefined {
  const isShared = basename(path) === SHARED_FILE;
  if (isShared && !text.includes('mmlens')) return undefined;
  let data: unknown;
  try {
    data = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Whoever else reads a broken pyproject.toml says so too; but without it the project would silently be another.
    return isShared && !/^\s*\[\s*tool\s*\.\s*mmlens\b/m.test(text) ? undefined : broken(error, text);
  }
  for (const key of prefixIn(path))
    data = typeof data === 'object' && data !== null ? Reflect.get(data, key) : undefined;
  return data === undefined ? undefined : validated(data, path, text);
}

function validated(data: unknown, path: string, text: string): ReadSettings {
  const result = projectSchema.safeParse(data);
  if (result.success) return { settings: result.data, problems: [] };
  const mistakes = mistakesIn(result.error.issues, data);
  const right = projectSchema.safeParse(without(data, mistakes));
  return {
    settings: right.success ? right.data : {},
    problems: mistakes.map((mistake) => problem(mistake, path, text)).sort((a, b) => a.span.start - b.span.start),
  };
}

function problem({ keyPath, message, meant }: Mistake, path: string, text: string): ProjectProblem {
  const span = settingPlace(path, text, keyPath);
  const isWritten = text.slice(span.start, span.end) === keyPath.at(-1);
  if (meant === undefined || !isWritten) return { message, span };
  return { message, span, fix: { title: `Change to \`${meant}\``, edits: [{ span, text: meant }] } };
}

/** The settings without those that are wrong. */
function without(data: unknown, mistakes: readonly Mistake[]): unknown {
  const copy = structuredClone(data);
  for (const { keyPath } of mistakes) {
    // Of a list with a wrong element nothing is left: the others alone may not be what was meant.
    const last = keyPath.findIndex((key) => typeof key === 'number');
    const path = last < 0 ? keyPath : keyPath.slice(0, last);
    let parent: unknown = copy;
    for (const key of path.slice(0, -1))
      parent = typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined;
    const key = path.at(-1);
    if (key !== undefined && typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, key);
  }
  return copy;
}

function broken(error: TomlError, text: string): ReadSettings {
  const lines = text.split('\n');
  const before = lines.slice(0, error.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const start = Math.min(before + error.column - 1, text.length);
  const end = Math.max(start, before + (lines[error.line - 1]?.trimEnd().length ?? 0));
  const [, reason = error.message] = /^Invalid TOML document: (.*)/.exec(error.message) ?? [];
  return { settings: {}, problems: [{ message: `This is not TOML: ${reason}.`, span: { start, end } }] };
}
