/*
 * `npm run bench [-- --write]`: this server beside `ruff server` and `pyright` on a released config, and `mmlens check`
 * beside `Config.fromfile` on released packages, all in one run. `--write` puts the tables into docs/performance.md.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { packages, prepared } from '../test/oracle/support/environment.ts';
import { type CheckingResult, measureChecking } from './checking.ts';
import { type Contestant, type EditingResult, measureEditing } from './editing.ts';
import { table } from './table.ts';

const PYRIGHT = '1.1.414';
const CONFIG = 'mmdet/.mim/configs/rtmdet/rtmdet_l_8xb32-300e_coco.py';

const cache =
  execFileSync('scripts/oracle/prepare.sh', ['--bench'], { encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
const pyright = join(cache, 'pyright');
if (!existsSync(join(pyright, 'node_modules/pyright')))
  execFileSync('npm', ['install', '--silent', '--prefix', pyright, `pyright@${PYRIGHT}`], { stdio: 'inherit' });

const contestants: Contestant[] = [
  { name: 'mmengine-lens', command: process.execPath, args: ['dist/cli.js', '--stdio'].map(absolute), keystrokes: 300 },
  { name: 'ruff server', command: prepared('config', 'bin', 'ruff'), args: ['server'], keystrokes: 300 },
  {
    name: 'pyright',
    command: process.execPath,
    args: [join(pyright, 'node_modules/pyright/langserver.index.js'), '--stdio'],
    keystrokes: 20,
  },
];
const mmdet = packages().get('mmdet') ?? '';
const editing: EditingResult[] = [];
for (const contestant of contestants) editing.push(await measureEditing(contestant, join(mmdet, CONFIG)));
const checking: CheckingResult[] = [
  await measureChecking('mmdet', [mmdet]),
  await measureChecking('all packages', [...packages().values()]),
];

const report = describe(editing, checking);
console.log(report);
if (process.argv.includes('--write')) {
  const page = readFileSync('docs/performance.md', 'utf8');
  const marked = /(<!-- bench:begin -->\n)[\s\S]*(<!-- bench:end -->)/;
  writeFileSync(
    'docs/performance.md',
    page.replace(marked, (_, begin, end) => `${begin}${report}\n${end}`),
  );
}

function absolute(argument: string): string {
  return argument.startsWith('-') ? argument : join(process.cwd(), argument);
}

function describe(servers: readonly EditingResult[], checks: readonly CheckingResult[]): string {
  const ruff = servers.find((server) => server.name === 'ruff server');
  const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
  return [
    `Measured on ${cpus()[0]?.model.trim() ?? 'an unknown processor'}, ${cpus().length} threads, Node ${process.versions.node}.`,
    '',
    table(
      ['rtmdet_l_8xb32-300e_coco.py', 'first findings', 'keystroke p50', 'p99', 'p50 / ruff', 'bracket open', 'memory'],
      servers.map((server) => [
        server.name,
        milliseconds(server.firstFindings),
        milliseconds(server.p50),
        milliseconds(server.p99),
        ruff ? (server.p50 / ruff.p50).toFixed(2) : '',
        milliseconds(server.open),
        `${server.memory.toFixed(0)} MB`,
      ]),
    ),
    '',
    table(
      ['check', 'files', 'mmlens check', 'Config.fromfile', 'ratio', 'memory'],
      checks.map((result) => [
        result.name,
        String(result.files),
        `${result.ours.toFixed(2)} s`,
        `${result.mmengine.toFixed(2)} s`,
        `${(result.mmengine / result.ours).toFixed(0)} x`,
        `${result.memory.toFixed(0)} MB`,
      ]),
    ),
  ].join('\n');
}
