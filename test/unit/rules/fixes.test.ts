import { expect, test } from 'vitest';
import { chance, randomNumbers } from '../../support/random.ts';
import { randomConfig } from '../../support/randomConfigs.ts';
import { type Choice, faultsOfFixes, preferred } from '../../support/settle.ts';
import { check } from './support.ts';

/** MMLENS_CONFIGS are tried; MMLENS_SEED makes other ones. */
const CONFIGS = Number(process.env.MMLENS_CONFIGS ?? 400);
const SEED = Number(process.env.MMLENS_SEED ?? 1);

test.each([
  ['the preferred fix', true],
  ['any fix', false],
])('taking %s of every finding comes to an end and brings nothing new', (_, isPreferred) => {
  const faulty: string[] = [];
  let fixable = 0;
  for (let number = 0; number < CONFIGS; number++) {
    const random = randomNumbers(SEED * 1_000_000 + number);
    const { files, name } = randomConfig(chance(random));
    const itersPerEpoch = [undefined, 1000, 7500][number % 3];
    const judge = (text: string) => check({ ...files, [name]: text }, name, itersPerEpoch);
    const text = files[name] ?? '';
    if (judge(text).findings.some(({ fixes = [] }) => fixes.length > 0)) fixable++;
    const any: Choice = (fixes) => fixes[Math.floor(random() * fixes.length)];
    const faults = faultsOfFixes(text, judge, isPreferred ? preferred : any);
    if (faults.length > 0) faulty.push([`number ${number}`, ...Object.values(files), ...faults].join('\n'));
  }
  expect(faulty).toEqual([]);
  expect(fixable, 'configs without anything to fix show nothing').toBeGreaterThan(CONFIGS / 2);
});
