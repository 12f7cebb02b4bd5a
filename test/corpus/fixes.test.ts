import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openLens } from '../../server/src/cli/lens.ts';
import { configsOf, packages, withPackages } from '../oracle/support/environment.ts';
import { chance, randomNumbers } from '../support/random.ts';
import { randomChild, randomSlips } from '../support/randomConfigs.ts';
import { type Choice, faultsOfFixes, preferred } from '../support/settle.ts';

/** MMLENS_CHANGED configs of each package are changed and tried; MMLENS_SEED makes other ones. */
const CHANGED = Number(process.env.MMLENS_CHANGED ?? 300);
const SEED = Number(process.env.MMLENS_SEED ?? 1);

const IMPORTABLE = /^[a-z_]\w*$/i;

/** A text that stands at a path, where there need be no such file. */
interface Case {
  readonly path: string;
  readonly text: string;
}

test.each([...packages()])('all fixes in %s come to an end and bring nothing new', async (name, root) => {
  Object.assign(process.env, withPackages());
  const random = randomNumbers(SEED);
  const lucky = chance(random);
  const paths = configsOf(root);
  const cases: Case[] = paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  for (let count = 0; count < CHANGED; count++) {
    const path = paths[Math.floor(random() * paths.length)] ?? '';
    const text = readFileSync(path, 'utf8');
    const base = basename(path, '.py');
    const style = /^_base_\b|type='/m.test(text) || !IMPORTABLE.test(base) ? 'classic' : 'lazy';
    cases.push({ path, text: randomSlips(lucky, text) });
    cases.push({ path: join(dirname(path), 'changed_here.py'), text: randomChild(lucky, base, style) });
  }
  const any: Choice = (fixes) => fixes[Math.floor(random() * fixes.length)];

  const faulty: string[] = [];
  let fixable = 0;
  for (const itersPerEpoch of [undefined, 1000]) {
    const lens = await openLens({ itersPerEpoch });
    for (const { path, text } of cases) {
      const judge = (current: string) => {
        lens.open(path, current);
        return lens.check(path);
      };
      if (judge(text).findings.some(({ fixes = [] }) => fixes.length > 0)) {
        fixable++;
        for (const choose of [preferred, any]) {
          const faults = faultsOfFixes(text, judge, choose);
          if (faults.length > 0) faulty.push([path, text, ...faults].join('\n'));
        }
      }
      lens.close(path);
    }
  }
  console.log(`${name}: ${cases.length} texts, ${fixable} times something to fix, ${faulty.length} faulty`);
  expect(faulty.slice(0, 5)).toEqual([]);
  expect(fixable).toBeGreaterThan(0);
});
