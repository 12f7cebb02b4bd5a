import * as z from 'zod/mini';
import type { FileSystem } from '../text/files.ts';
import { dirname, joinPath } from '../text/paths.ts';

/*
 * Findings that a repository has lived with and does not want to hear of again. They are known by file, rule and key, and
 * by how many there are of them: lines come and go, and messages are reworded.
 */

const VERSION = 1;

const entrySchema = z.object({
  /** Relative to the baseline's folder, with forward slashes. */
  path: z.string(),
  rule: z.string(),
  keyPath: z.array(z.union([z.string(), z.number()])),
  count: z.int().check(z.positive()),
});
const schema = z.object({ version: z.literal(VERSION), findings: z.array(entrySchema) });

export type BaselineEntry = z.infer<typeof entrySchema>;

/** What tells one finding from another, whatever moves around it. */
export interface Recognizable {
  readonly rule: string;
  readonly keyPath: readonly (string | number)[];
}

export interface Baseline {
  /** Of the file. */
  readonly path: string;
  /** By the path of the file that they are about. */
  readonly entries: ReadonlyMap<string, readonly BaselineEntry[]>;
}

/** Reads a baseline. @returns why it cannot be used, when it cannot. */
export function readBaseline(path: string, files: FileSystem): Baseline | { readonly reason: string } {
  const content = files.read(path);
  if (content.kind === 'missing') return { reason: 'there is no such file; `mmlens check --write-baseline` writes it' };
  if (content.kind !== 'text') return { reason: 'it cannot be read' };
  let data: unknown;
  try {
    data = JSON.parse(content.text);
  } catch {
    return { reason: 'it is not JSON' };
  }
  const result = schema.safeParse(data);
  if (result.success) return { path, entries: byPath(result.data.findings, dirname(path)) };
  return { reason: `it is not a baseline of version ${VERSION}, as \`mmlens check --write-baseline\` writes it` };
}

/** The findings of one file that the baseline does not know, and the entries of that file that no longer occur as often. */
export function compareWith<T extends Recognizable>(
  baseline: Baseline,
  path: string,
  findings: readonly T[],
): { readonly fresh: readonly T[]; readonly gone: readonly BaselineEntry[] } {
  const left = new Map<string, { readonly entry: BaselineEntry; count: number }>();
  for (const entry of baseline.entries.get(path) ?? []) left.set(keyOf(entry), { entry, count: entry.count });
  const fresh = findings.filter((finding) => {
    const known = left.get(keyOf(finding));
    if (!known || known.count === 0) return true;
    known.count--;
    return false;
  });
  const gone = [...left.values()].flatMap(({ entry, count }) => (count > 0 ? [{ ...entry, count }] : []));
  return { fresh, gone };
}

/** The text of a baseline that knows all of these findings; the same findings give the same text. */
export function baselineText(findings: Iterable<Recognizable & { readonly path: string }>): string {
  const entries = new Map<string, BaselineEntry>();
  for (const { path, rule, keyPath } of findings) {
    const key = JSON.stringify([path, rule, keyPath]);
    entries.set(key, { path, rule, keyPath: [...keyPath], count: (entries.get(key)?.count ?? 0) + 1 });
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => `    ${JSON.stringify(each)}`);
  const list = sorted.length === 0 ? '[]' : `[\n${sorted.join(',\n')}\n  ]`;
  return `{\n  "version": ${VERSION},\n  "findings": ${list}\n}\n`;
}

function byPath(entries: readonly BaselineEntry[], folder: string): ReadonlyMap<string, readonly BaselineEntry[]> {
  const grouped = new Map<string, BaselineEntry[]>();
  for (const each of entries) {
    const path = joinPath(folder, each.path);
    const group = grouped.get(path);
    if (group) group.push(each);
    else grouped.set(path, [each]);
  }
  return grouped;
}

function keyOf({ rule, keyPath }: Recognizable): string {
  return JSON.stringify([rule, keyPath]);
}
