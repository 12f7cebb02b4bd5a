import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openLens } from '../../server/src/cli/lens.ts';
import type { Lens } from '../../server/src/service.ts';
import { applyEdits } from '../../server/src/text/source.ts';
import type { Unit } from '../../server/src/training/plan.ts';
import { configsOf, packages, trainingPython } from './support/environment.ts';
import { succeed } from './support/run.ts';

/*
 * Released configs, converted and converted back, train as before: MMEngine itself runs all three. Configs counted in
 * iterations are too long to run; they are converted as they are, and the runs are then shortened alike.
 */
const CONFIGS = Number(process.env.MMLENS_CONVERSIONS ?? 300);
const EPOCH = { n: 6, divide: 1 };
const ITER = { n: 1000, divide: 125 };

/** Findings about what has no counterpart, which a conversion keeps and names, and about the toy length of an epoch. */
const KEPT: ReadonlySet<string> = new Set(['hook-epoch-only', 'interval-unit-suspect', 'scheduler-never-reached']);

interface Job {
  readonly id: string;
  readonly from: Unit;
  readonly n: number;
  readonly divide: number;
  readonly original: string;
  readonly converted: string;
  readonly back: string;
}

interface Verdict {
  readonly id: string;
  readonly status: 'same' | 'different' | 'skipped';
  readonly problems: readonly string[];
}

const work = mkdtempSync(join(tmpdir(), 'mmlens-conversion-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

test(`${CONFIGS} released configs train the same when they are converted, and again when converted back`, async () => {
  const lenses = { epoch: await openLens({ itersPerEpoch: EPOCH.n }), iter: await openLens({ itersPerEpoch: ITER.n }) };
  const configs: string[] = [];
  for (const [name, root] of packages()) configs.push(...configsOf(copyOf(root, join(work, name))));
  const refused: string[] = [];
  const jobs: Job[] = [];
  for (const path of spread(
    configs.filter((config) => isTrainable(lenses.epoch, config)),
    CONFIGS,
  )) {
    const job = convertBothWays(lenses, path, refused);
    if (job) jobs.push({ ...job, id: path.slice(work.length + 1) });
  }
  const verdicts = await judge(jobs);
  const of = (status: Verdict['status']) => verdicts.filter((verdict) => verdict.status === status);
  expect(of('different')).toEqual([]);
  expect(refused.filter((line) => !/\.(sampler|train_cfg)`|a loop of its own/.test(line))).toEqual([]);
  expect(of('same').length).toBeGreaterThanOrEqual(jobs.length * 0.8);
  expect(new Set(of('same').map(({ id }) => id.split('/')[0])).size).toBeGreaterThanOrEqual(4);
});

/** The configs of a package in a folder that can be written to. */
function copyOf(root: string, target: string): string {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(py|json|yaml|yml)$/.test(entry.name)) continue;
    if (!entry.parentPath.slice(root.length).split('/').includes('configs')) continue;
    const folder = join(target, entry.parentPath.slice(root.length));
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(entry.parentPath, entry.name), join(folder, entry.name));
  }
  return target;
}

function isTrainable(lens: Lens, path: string): boolean {
  const { plan, loaded } = lens.check(path);
  return (
    loaded.isConfig && plan.isRoot && loaded.refusals.length === 0 && (plan.mode === 'epoch' || plan.mode === 'iter')
  );
}

function convertBothWays(
  lenses: Readonly<Record<Unit, Lens>>,
  path: string,
  refused: string[],
): Omit<Job, 'id'> | undefined {
  const from: Unit = lenses.epoch.check(path).plan.mode === 'epoch' ? 'epoch' : 'iter';
  const lens = lenses[from];
  const to: Unit = from === 'epoch' ? 'iter' : 'epoch';
  const converted = convertFile(lens, path, to, refused);
  if (converted === undefined) return undefined;
  // Nothing but what was found before and what is kept and named, and nothing left to convert.
  const before = findings(lens, path);
  lens.open(path, converted);
  const after = findings(lens, path).filter((rule) => !before.includes(rule) && !KEPT.has(rule));
  expect(after, path).toEqual([]);
  expect(convertFile(lens, path, to, refused), path).toBe(converted);
  const back = convertFile(lens, path, from, refused);
  lens.close(path);
  if (back === undefined) return undefined;
  const file = (suffix: string, text: string) => {
    const written = join(dirname(path), `${suffix}_${path.slice(dirname(path).length + 1).replaceAll(/[^\w.]/g, '_')}`);
    writeFileSync(written, text);
    return written;
  };
  const { n, divide } = from === 'epoch' ? EPOCH : ITER;
  return { from, n, divide, original: path, converted: file('converted', converted), back: file('back', back) };
}

function convertFile(lens: Lens, path: string, to: Unit, refused: string[]): string | undefined {
  const outcome = lens.convert(path, { to });
  if ('needs' in outcome) throw new Error(`${path}: no number of iterations`);
  refused.push(...outcome.refusals.map((reason) => `${path}: ${reason}`));
  return outcome.refusals.length > 0 ? undefined : applyEdits(lens.check(path).loaded.source.text, outcome.edits);
}

function findings(lens: Lens, path: string): string[] {
  return lens
    .check(path)
    .findings.filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule }) => rule);
}

/** Every so many, so that all packages and kinds are among them. */
function spread<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / count);
  return Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor(i * step)] as T);
}

async function judge(jobs: readonly Job[]): Promise<Verdict[]> {
  const input = jobs.map((job) => JSON.stringify(job)).join('\n');
  const output = await succeed(trainingPython(), ['scripts/oracle/train_conversion.py'], { input });
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Verdict);
}
