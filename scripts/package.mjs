import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

/*
 * Writes dist/mmengine-lens.vsix. The extension is put together in a folder of its own, with a manifest of its own:
 * an editor in a browser refuses an extension whose manifest says `"type": "module"`.
 */

const STAGE = 'dist/extension';
const FILES = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'docs/images/icon.png',
  ...['client.cjs', 'client.browser.js', 'server.cjs', 'server.browser.js'].map((name) => `dist/${name}`),
  ...['web-tree-sitter.wasm', 'tree-sitter-python.wasm'].map((name) => `dist/${name}`),
];
/** Fields of package.json that concern the repository and the npm package only. */
const OWN_FIELDS = ['type', 'private', 'bin', 'files', 'devDependencies', 'scripts'];

execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
await rm(STAGE, { recursive: true, force: true });
for (const file of FILES) {
  await mkdir(dirname(join(STAGE, file)), { recursive: true });
  await copyFile(file, join(STAGE, file));
}
await cp('syntaxes', join(STAGE, 'syntaxes'), { recursive: true });
const manifest = JSON.parse(await readFile('package.json', 'utf8'));
for (const field of OWN_FIELDS) delete manifest[field];
// Everything that was put there belongs into the package.
await writeFile(join(STAGE, '.vscodeignore'), '');
await writeFile(join(STAGE, 'package.json'), JSON.stringify(manifest));

await createVSIX({
  cwd: STAGE,
  packagePath: 'dist/mmengine-lens.vsix',
  dependencies: false,
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});
await rm(STAGE, { recursive: true });
