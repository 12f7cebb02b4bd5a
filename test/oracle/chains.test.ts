import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classicChain } from './chains/classic.ts';
import { lazyChain } from './chains/lazy.ts';
import { generated, type Random } from './chains/random.ts';
import { compareShow, describeVerdict } from './support/truth.ts';

/** Repeat a run with MMLENS_SEED, lengthen it with MMLENS_CHAINS. */
const SEED = Number(process.env.MMLENS_SEED ?? 20240229);
const CHAINS = Number(process.env.MMLENS_CHAINS ?? 2500);

describe('random inheritance chains read as MMEngine reads them', () => {
  test.each<[string, (random: Random) => string[]]>([
    ['classic', classicChain],
    ['lazy', lazyChain],
  ])('%s', async (style, chain) => {
    const folder = await mkdtemp(join(tmpdir(), `mmlens-${style}-`));
    const chains = fc.sample(generated(chain), { numRuns: CHAINS, seed: SEED });
    const last = await Promise.all(chains.map((files, index) => writeChain(join(folder, String(index)), files)));
    const verdict = await compareShow(last, process.env);
    console.log(describeVerdict(`${style} chains, seed ${SEED}`, verdict));
    if (verdict.different.length > 0) console.log(await smallest(verdict.different.map(([path]) => path)));
    else await rm(folder, { recursive: true });
    expect(verdict.files).toBe(CHAINS);
    // Chains that MMEngine refuses are worth comparing too, but they must not be all there is.
    expect(verdict.loaded).toBeGreaterThan(CHAINS / 3);
    expect(verdict.different).toEqual([]);
    expect(verdict.unknown).toEqual([]);
  });
});

/** Writes f0.py, f1.py, … and answers the path of the last one. */
async function writeChain(folder: string, files: readonly string[]): Promise<string> {
  await mkdir(folder);
  await Promise.all(files.map((text, index) => writeFile(join(folder, `f${index}.py`), text)));
  return join(folder, `f${files.length - 1}.py`);
}

/** The shortest of the chains that disagree, in full. */
async function smallest(paths: readonly string[]): Promise<string> {
  const chains = await Promise.all(
    paths.map(async (path) => {
      const count = Number(/f(\d)\.py$/.exec(path)?.[1]) + 1;
      const files = Array.from({ length: count }, (_, index) => join(dirname(path), `f${index}.py`));
      return Promise.all(files.map(async (file) => `# ${file}\n${await readFile(file, 'utf8')}`));
    }),
  );
  return chains.map((files) => files.join('\n')).sort((a, b) => a.length - b.length)[0] ?? '';
}
