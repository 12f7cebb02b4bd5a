import { execFileSync } from 'node:child_process';

/*
 * Builds dist/ whenever npm has installed the repository: as a clone, or from its address, as pre-commit does. In the
 * latter case npm hands its `--global` on to the installation of what the build needs, which then is not there.
 */

try {
  await import('esbuild');
} catch {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(global|prefix|location)$/i.test(name),
  );
  // Without scripts, of which this is one.
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, {
    stdio: 'inherit',
    env: Object.fromEntries(inherited),
    shell: process.platform === 'win32',
  });
}
execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
