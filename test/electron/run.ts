import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

/* The extension in a desktop VS Code, which is downloaded: `npm run test:electron`. */
const workspace = await mkdtemp(join(tmpdir(), 'mmlens-electron-'));
const suite = resolve('dist/electron-suite.cjs');
try {
  await cp('test/editor/fixtures', workspace, { recursive: true });
  await build({
    entryPoints: ['test/electron/suite.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    outfile: suite,
  });
  await runTests({
    extensionDevelopmentPath: resolve('.'),
    extensionTestsPath: suite,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
  });
} finally {
  await rm(workspace, { recursive: true });
  await rm(suite, { force: true });
}
