import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Usage, usageOf } from '../../bench/usage.ts';
import { MEMORY_LIMIT, TIME_LIMIT } from './hostile/suspect.ts';

const folder = mkdtempSync(join(tmpdir(), 'mmlens-bombs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every text is a config on the evidence of its last line, and each is one way to make a naive reader run for ever. */
const BOMBS: Readonly<Record<string, string>> = {
  'list of 10**9': 'x = [0] * 10**9\n',
  'range of 10**12': 'x = list(range(10**12))\ny = [i for i in range(10**12)]\n',
  'endless loop': 'while True:\n    x = 1\n',
  'endless recursion': 'def f(n):\n    return f(n + 1)\nx = f(0)\n',
  'huge power': 'x = 9**9**9\ny = 1 << 10**10\n',
  'huge string': "x = 'abc' * 10**10\ny = '%1000000000d' % 1\nz = f'{1:1000000000}'\n",
  'doubling list': `x = [1]\n${'x = x + x\n'.repeat(64)}`,
  'doubling string': `x = 'ab'\n${'x += x\n'.repeat(64)}`,
  'doubling dict': `x = dict(a=1)\n${'x = dict(a=x, b=x)\n'.repeat(64)}`,
  'billion laughs': `a0 = ['ha'] * 10\n${Array.from({ length: 12 }, (_, i) => `a${i + 1} = [a${i}] * 10\n`).join('')}`,
  'nested loops': `${Array.from({ length: 12 }, (_, i) => `${' '.repeat(i)}for i${i} in range(1000):\n`).join('')}${' '.repeat(12)}x = 1\n`,
  'nested comprehensions': 'x = [a * b * c for a in range(9999) for b in range(9999) for c in range(9999)]\n',
  'deep parentheses': `x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}\n`,
  'deep dicts': `x = ${'dict(a='.repeat(20_000)}1${')'.repeat(20_000)}\n`,
  'unclosed brackets': `x = ${'['.repeat(50_000)}\n`,
  'long operator chain': `x = ${'1 + '.repeat(50_000)}1\n`,
  'long attribute chain': `x = dict()\ny = x${'.a'.repeat(50_000)}\n`,
  'deep blocks': `${Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}if True:\n`).join('')}${' '.repeat(500)}x = 1\n`,
  'value that holds itself': 'x = dict()\nx["x"] = x\ny = [x]\ny.append(y)\n',
  'many names': `${Array.from({ length: 60_000 }, (_, i) => `name_${i} = ${i}\n`).join('')}`,
  'one long line': `x = [${'1, '.repeat(300_000)}]\n`,
  'quadratic string': "x = ''\nfor i in range(10**7):\n    x = x + 'abcdefgh'\n",
  'placeholders without end': `${"x = '{{ '\n".repeat(5_000)}`,
  'only brackets closed': ')]}'.repeat(20_000),
  'nul bytes': '\0'.repeat(10_000),
  'lone surrogates and marks': 'x = "\ud800\udfff\ufeff\u2028"\n',
};
const EVIDENCE = "train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=12)\n";

describe('one file cannot stop the command line', () => {
  test.each(Object.entries(BOMBS))('%s', async (name, text) => {
    const file = join(folder, `${name.replaceAll(/\W/g, '_')}.py`);
    writeFileSync(file, text + EVIDENCE);
    await survives([file]);
  });

  test('more than 2 MB', async () => {
    const file = join(folder, 'large.py');
    writeFileSync(file, EVIDENCE + '# padding\n'.repeat(400_000));
    const output = await survives([file]);
    expect(JSON.parse(output).files[0].diagnostics).toHaveLength(1);
  });

  test('binary', async () => {
    const file = join(folder, 'binary.py');
    writeFileSync(file, Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)));
    await survives([file]);
  });
});

describe('one folder cannot stop the command line', () => {
  test('a chain of 1,500 bases', async () => {
    const chain = join(folder, 'chain');
    mkdirSync(chain);
    writeFileSync(join(chain, 'f0.py'), EVIDENCE);
    for (let i = 1; i <= 1500; i++) writeFileSync(join(chain, `f${i}.py`), `_base_ = './f${i - 1}.py'\n`);
    await survives([join(chain, 'f1500.py')]);
  });

  test('bases that are named over and over', async () => {
    const wide = join(folder, 'wide');
    mkdirSync(wide);
    writeFileSync(join(wide, 'f0.py'), EVIDENCE);
    for (let i = 1; i <= 40; i++)
      writeFileSync(join(wide, `f${i}.py`), `_base_ = ['./f${i - 1}.py', './f${i - 1}.py']\n`);
    await survives([join(wide, 'f40.py')]);
  });

  test('cycles of bases', async () => {
    const cycle = join(folder, 'cycle');
    mkdirSync(cycle);
    writeFileSync(join(cycle, 'a.py'), "_base_ = './b.py'\n");
    writeFileSync(join(cycle, 'b.py'), "_base_ = ['./c.py', './a.py']\n");
    writeFileSync(join(cycle, 'c.py'), "_base_ = './c.py'\n");
    await survives([cycle]);
  });

  test('links in circles, dead links, pipes, folders named like configs', async () => {
    const odd = join(folder, 'odd');
    mkdirSync(join(odd, 'folder.py'), { recursive: true });
    symlinkSync(odd, join(odd, 'self'));
    symlinkSync('loop.py', join(odd, 'loop.py'));
    symlinkSync('nowhere.py', join(odd, 'dead.py'));
    expect(spawnSync('mkfifo', [join(odd, 'pipe.py')]).status).toBe(0);
    writeFileSync(
      join(odd, 'config.py'),
      `_base_ = ['./pipe.py', './folder.py', './loop.py', './dead.py']\n${EVIDENCE}`,
    );
    await survives([odd]);
  });
});

/** Checks within the limits of time and memory, with an answer that can be read. */
async function survives(paths: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['dist/cli.js', 'check', '--format', 'json', ...paths], { stdio: 'pipe' });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  let usage: Usage = usageOf(child.pid);
  const watch = setInterval(() => {
    const now = usageOf(child.pid);
    if (now.cpu > 0) usage = now;
  }, 10);
  const killer = setTimeout(() => child.kill('SIGKILL'), 10 * TIME_LIMIT);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(watch);
  clearTimeout(killer);
  const text = Buffer.concat(output).toString();
  expect({ status, errors: Buffer.concat(errors).toString() }).toEqual({
    status: expect.toBeOneOf([0, 1]),
    errors: '',
  });
  expect(JSON.parse(text).version).toBe(1);
  expect(usage.cpu).toBeLessThan(TIME_LIMIT);
  expect(usage.peakMemory).toBeLessThan(MEMORY_LIMIT);
  return text;
}
