import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

/*
 * npm's `prepare`: builds dist/. `npm install --global git+…`, which pre-commit uses too, hands its `--global` on to the
 * installation of the tools that building needs, so that they end up elsewhere: then they are installed here again.
 */
try {
  createRequire(import.meta.url).resolve('esbuild');
} catch {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(global|prefix|location)$/i.test(name)),
  );
  execFileSync('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}
execFileSync(process.execPath, ['esbuild.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
