import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configsOf, packages } from '../oracle/support/environment.ts';
import { randomNumbers } from '../support/random.ts';
import { mutate } from './hostile/mutate.ts';
import { ask, type Case, confirm, findings, MEMORY_LIMIT, startServer } from './hostile/suspect.ts';

/** MMLENS_MUTATIONS files are tried, or as many as MMLENS_MINUTES allow; MMLENS_SEED makes other ones. */
const MUTATIONS = Number(process.env.MMLENS_MUTATIONS ?? 10_000);
const MINUTES = Number(process.env.MMLENS_MINUTES ?? 4);
const SEED = Number(process.env.MMLENS_SEED ?? 1);

test('the server survives mutated configs', { timeout: (MINUTES + 5) * 60_000 }, async () => {
  const random = randomNumbers(SEED);
  const originals = [...packages().values()].flatMap(configsOf);
  const deadline = Date.now() + MINUTES * 60_000;
  const confirmed: string[] = [];
  let server = await startServer();
  expect(await findings(server), 'a server that says nothing would survive everything').toBeGreaterThan(0);
  let tried = 0;
  for (; tried < MUTATIONS && Date.now() < deadline && confirmed.length < 20; tried++) {
    const path = originals[Math.floor(random() * originals.length)] ?? '';
    const suspect: Case = { path, text: mutate(readFileSync(path, 'utf8'), random) };
    const before = server.usage().memory;
    const suspicion = (await ask(server, suspect)) ?? grown(server.usage().memory - before);
    if (suspicion === undefined) continue;
    server.kill();
    server = await startServer();
    const problem = await confirm(suspect);
    if (problem !== undefined) confirmed.push(`${problem}: ${kept(suspect)}`);
  }
  const { peakMemory } = server.usage();
  server.kill();
  console.log(
    `${tried} mutated configs, seed ${SEED}; ${confirmed.length} failures; ${peakMemory.toFixed(0)} MB at the highest`,
  );
  expect(confirmed).toEqual([]);
  expect(tried).toBeGreaterThan(Math.min(1000, MUTATIONS - 1));
});

function grown(megabytes: number): string | undefined {
  return megabytes > MEMORY_LIMIT / 2 ? `grew by ${megabytes.toFixed(0)} MB` : undefined;
}

/** Leaves the text where it can be looked at. */
function kept({ path, text }: Case): string {
  const file = join(mkdtempSync(join(tmpdir(), 'mmlens-hostile-')), 'config.py');
  writeFileSync(file, text);
  return `${file} (opened as ${path})`;
}
