import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { build, context } from 'esbuild';

/*
 * Builds everything into dist/: `node esbuild.mjs [--dev] [--watch]`.
 * --dev: readable code with source maps, for the debugger; otherwise small code that starts fast.
 */

const dev = process.argv.includes('--dev');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  outdir: 'dist',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  minify: !dev,
  sourcemap: dev,
  metafile: true,
  logLevel: 'warning',
};

/** CommonJS has no `import.meta`; what a module asks of it is where it lies. */
const commonJs = {
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': '__moduleUrl' },
  banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    // The command line and its threads: split, so that a command loads only what it needs.
    entryPoints: { cli: 'server/src/cli/main.ts', 'cli-worker': 'server/src/cli/worker.ts' },
    platform: 'node',
    format: 'esm',
    splitting: true,
    chunkNames: 'cli-[hash]',
    // Dependencies written as CommonJS ask for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
  { entryPoints: { server: 'server/src/node.ts' }, platform: 'node', ...commonJs },
  {
    entryPoints: { 'server.browser': 'server/src/browser.ts' },
    platform: 'browser',
    format: 'iife',
    // The worker lies nowhere: its code and its modules are handed to it. The parser still asks, and wants a valid URL.
    define: { 'import.meta.url': '"file:///"' },
  },
  { entryPoints: { client: 'client/src/extension.ts' }, platform: 'node', external: ['vscode'], ...commonJs },
  // An editor in a browser wants CommonJS under a name that ends in .js.
  {
    entryPoints: { 'client.browser': 'client/src/browser.ts' },
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
  },
];

const wasm = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'];

await mkdir('dist', { recursive: true });
const { resolve } = createRequire(import.meta.url);
for (const file of wasm) await copyFile(resolve(file), `dist/${basename(file)}`);

if (watch) {
  for (const bundle of bundles) await (await context({ ...common, ...bundle })).watch();
} else {
  const results = await Promise.all(bundles.map((bundle) => build({ ...common, ...bundle })));
  await chmod('dist/cli.js', 0o755);
  const built = [...wasm, ...results.flatMap(({ metafile }) => Object.keys(metafile.outputs))].map((file) =>
    basename(file),
  );
  await removeOthers(new Set(built));
}

/** What an earlier build left; only now, because somebody may be running it. */
async function removeOthers(built) {
  for (const name of await readdir('dist')) {
    if (/\.(js|cjs|map|wasm)$/.test(name) && !built.has(name)) await rm(`dist/${name}`);
  }
}
