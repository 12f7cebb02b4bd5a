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
 * Released configs, converted and converted back, train as before: MMEngine itself runs all three. They are converted with
 * epochs of a length as people have them, so that the findings are about the config, and the runs are then shortened alike.
 */
const CONFIGS = Number(process.env.MMLENS_CONVERSIONS ?? 400);
const EPOCH = { n: 600, divide: 100 };
const ITER = [1000, 500].map((n) => ({ n, divide: 125 }));

/** What a conversion settles, whatever the config said before. */
const SETTLED =
  /^(train-cfg-(?!bad)|checkpoint-by-epoch|logger-by-epoch|log-processor|scheduler-(by-epoch|convert|empty)|infinite-sampler|sampler-foreign|ema-begin)/;

interface Job {
  readonly id: string;
  readonly from: Unit;
  readonly style: string;
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

test('300 released configs train the same when they are converted, and again when converted back', async () => {
  const lenses = new Map<number, Lens>();
  for (const { n } of [EPOCH, ...ITER]) lenses.set(n, await openLens({ itersPerEpoch: n }));
  const configs: string[] = [];
  for (const [name, root] of packages()) configs.push(...configsOf(copyOf(root, join(work, name))));
  const lens = lenses.get(EPOCH.n) as Lens;
  const refused: string[] = [];
  const rounded: string[] = [];
  const jobs = spread(
    configs.filter((config) => isTrainable(lens, config)),
    CONFIGS,
  ).flatMap((path) => {
    const { n, divide } = lengthsFor(lens, path);
    const job = convertBothWays(lenses.get(n) as Lens, path, refused, rounded);
    return job ? [{ ...job, n, divide, id: path.slice(work.length + 1) }] : [];
  });
  const verdicts = await judge(jobs);
  const of = (status: Verdict['status']) => verdicts.filter((verdict) => verdict.status === status);
  const same = new Set(of('same').map(({ id }) => id));
  const proven = jobs.filter(({ id }) => same.has(id));
  const count = (isCounted: (job: Job) => boolean) => proven.filter(isCounted).length;
  console.log(
    `${proven.length} of ${CONFIGS} train the same (${count(({ from }) => from === 'epoch')} by epoch, ` +
      `${count(({ from }) => from === 'iter')} by iteration, ${count(({ style }) => style === 'lazy')} lazy); ` +
      `${refused.length} refused, ${rounded.length} rounded, ${of('skipped').length} do not run`,
  );
  for (const { id, problems } of of('skipped'))
    console.log(`  does not run: ${id}: ${problems.join(' ').slice(0, 160)}`);
  for (const line of refused) console.log(`  refused: ${line}`);

  expect(of('different')).toEqual([]);
  // A sampler without end that has no counterpart, and loops of other packages.
  expect(refused.filter((line) => !/`train_dataloader\.sampler` is a |, a loop of its own/.test(line))).toEqual([]);
  expect(proven.length).toBeGreaterThanOrEqual(300);
  for (const unit of ['epoch', 'iter'] as const) expect(count(({ from }) => from === unit)).toBeGreaterThanOrEqual(50);
  expect(count(({ style }) => style === 'lazy')).toBeGreaterThanOrEqual(20);
  expect(new Set(proven.map(({ id }) => id.split('/')[0])).size).toBeGreaterThanOrEqual(4);
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

/** An epoch of which training, its validations and its checkpoints are whole numbers, if there is one. */
function lengthsFor(lens: Lens, path: string): { readonly n: number; readonly divide: number } {
  const { plan } = lens.check(path);
  if (plan.mode === 'epoch') return EPOCH;
  // XTuner's loop: a few epochs, and a warm-up of a small part of one.
  if (plan.loop?.length.unit === 'epoch') return { n: 500, divide: 5 };
  const { checkpoint, loop } = plan;
  const counts = [
    loop?.length.value,
    loop?.valInterval.value,
    checkpoint?.byEpoch.value ? 0 : checkpoint?.interval.value,
  ];
  const fitting = ITER.find(({ n }) => counts.every((value) => value === undefined || value <= 0 || value % n === 0));
  return fitting ?? { n: 1000, divide: 125 };
}

/** @param rounded takes what epochs cannot say; their runs differ as far as has been said */
function convertBothWays(
  lens: Lens,
  path: string,
  refused: string[],
  rounded: string[],
): Omit<Job, 'id' | 'n' | 'divide'> | undefined {
  const { plan, loaded } = lens.check(path);
  const from: Unit = plan.mode === 'epoch' ? 'epoch' : 'iter';
  const to: Unit = from === 'epoch' ? 'iter' : 'epoch';
  const converted = convertFile(lens, path, to, refused);
  if (converted === undefined) return undefined;
  const isRounded = converted.notes.some((note) => note.includes('no whole number of epochs'));
  if (isRounded) rounded.push(path);
  const before = findings(lens, path);
  lens.open(path, converted.text);
  // What has no counterpart was named; beside that, only what the config was guilty of before.
  const after = findings(lens, path).filter(
    (rule) =>
      (rule !== 'hook-epoch-only' || converted.notes.length === 0) && (SETTLED.test(rule) || !before.includes(rule)),
  );
  expect(after, path).toEqual([]);
  expect(convertFile(lens, path, to, refused)?.text, path).toBe(converted.text);
  const back = convertFile(lens, path, from, refused);
  lens.close(path);
  if (back === undefined || isRounded) return undefined;
  const file = (suffix: string, text: string) => {
    const written = join(dirname(path), `${suffix}_${path.slice(dirname(path).length + 1).replaceAll(/[^\w.]/g, '_')}`);
    writeFileSync(written, text);
    return written;
  };
  return {
    from,
    style: loaded.style,
    original: path,
    converted: file('converted', converted.text),
    back: file('back', back.text),
  };
}

function convertFile(lens: Lens, path: string, to: Unit, refused: string[]) {
  const outcome = lens.convert(path, { to });
  if ('needs' in outcome) throw new Error(`${path}: no number of iterations`);
  refused.push(...outcome.refusals.map((reason) => `${path.slice(work.length + 1)}: ${reason}`));
  if (outcome.refusals.length > 0) return undefined;
  return { text: applyEdits(lens.check(path).loaded.source.text, outcome.edits), notes: outcome.notes };
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

/** By two judges, each with half of the configs: neighbours often train alike, and then run once. */
async function judge(jobs: readonly Job[]): Promise<Verdict[]> {
  const half = Math.ceil(jobs.length / 2);
  const outputs = await Promise.all(
    [jobs.slice(0, half), jobs.slice(half)].map((part) =>
      succeed(trainingPython(), ['scripts/oracle/train_conversion.py'], {
        input: part.map((job) => JSON.stringify(job)).join('\n'),
        env: { ...process.env, OMP_NUM_THREADS: '1' },
      }),
    ),
  );
  return outputs
    .flatMap((output) => output.split('\n'))
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Verdict);
}
