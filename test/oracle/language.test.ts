import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { configPython, trainingPython } from './support/environment.ts';
import { compareShow, describeVerdict } from './support/truth.ts';

/*
 * Python as people write it in configs, and each way to inherit: MMEngine is asked what it makes of every case.
 * A case is a few files behind `=== name`; the last one is the config. `###` separates cases.
 */
const CASES = new URL('language/', import.meta.url);
/** Python reads all of them as the first. */
const LINE_ENDS = [
  ['newlines', '\n'],
  ['with returns', '\r\n'],
  ['returns alone', '\r'],
] as const;
/** Which modules MMEngine takes for Python's own depends on how Python is installed. */
const PYTHONS = [
  ['a virtual environment', configPython],
  ['a virtual environment of the system', trainingPython],
] as const;
/** Of all cases; each has its reason, such as an environment variable or the last digit of a logarithm. */
const UNKNOWN_SHARE = 0.15;

const work = mkdtempSync(join(tmpdir(), 'mmlens-language-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('mmlens show reads what MMEngine reads', () => {
  const cases = readdirSync(CASES).map((name) => ({
    name,
    texts: readFileSync(new URL(name, CASES), 'utf8').split(/^###\n/m),
  }));
  const written = ({ name, texts }: (typeof cases)[number], variant: string, lineEnd: string): string[] =>
    texts.map((text, index) => writeCase(join(work, name, variant, String(index)), text, lineEnd));

  describe.each(cases)('$name', (file) => {
    test.each(LINE_ENDS)('%s', async (ends, lineEnd) => {
      const verdict = await compareShow(written(file, ends.replaceAll(' ', '-'), lineEnd), process.env);
      console.log(describeVerdict(`${file.name}, ${ends}`, verdict));
      expect(verdict.files).toBeGreaterThan(50);
      expect(verdict.different).toEqual([]);
      expect(verdict.unknown.length).toBeLessThanOrEqual(verdict.files * UNKNOWN_SHARE);
    });

    test.each(PYTHONS)('in %s', async (kind, python) => {
      const verdict = await compareShow(written(file, python.name, '\n'), process.env, python());
      console.log(describeVerdict(`${file.name} in ${kind}`, verdict));
      expect(verdict.different).toEqual([]);
      expect(verdict.unknown.length).toBeLessThanOrEqual(verdict.files * UNKNOWN_SHARE);
    });
  });
});

/** @returns the path of the config. */
function writeCase(folder: string, text: string, lineEnd: string): string {
  let last = '';
  for (const part of text.split(/^=== /m).slice(1)) {
    const end = part.indexOf('\n');
    last = join(folder, part.slice(0, end));
    mkdirSync(dirname(last), { recursive: true });
    writeFileSync(last, part.slice(end + 1).replaceAll('\n', lineEnd));
  }
  return last;
}
