import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve as resolvePath } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** What V8 has compiled ahead (launch/load.ts) is a script that cannot import. The parser imports two of Node's modules. */
const withoutImports = {
  name: 'without-imports',
  setup: ({ onLoad }) => {
    onLoad({ filter: /web-tree-sitter\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/\bimport\(("[^"]+")\)/g, 'process.getBuiltinModule($1)'),
    }));
  },
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    // The command line, which loads what a command needs when it needs it.
    entryPoints: { cli: 'server/src/cli/bundle.ts' },
    platform: 'node',
    ...commonJs,
    banner: {},
    // Each character is then one byte for V8 too, and the file is read in half the time.
    charset: 'ascii',
    plugins: [withoutImports],
  },
  {
    entryPoints: {
      cli: 'server/src/cli/launch/cli.ts',
      'cli-worker': 'server/src/cli/launch/worker.ts',
      'cli-compile': 'server/src/cli/launch/compile.ts',
    },
    platform: 'node',
    ...commonJs,
    outExtension: {},
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
// They fit no other code than that which they were made of.
for (const run of ['short', 'long']) await rm(`dist/cli.${run}.cache`, { force: true });
const { resolve } = createRequire(import.meta.url);
for (const file of wasm) await copyFile(resolve(file), `dist/${basename(file)}`);

// Node looks here for what a `.js` is; CommonJS is what it starts fastest.
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');

if (watch) {
  for (const bundle of bundles) await (await context({ ...common, ...bundle })).watch();
} else {
  const results = await Promise.all(bundles.map((bundle) => build({ ...common, ...bundle })));
  await chmod('dist/cli.js', 0o755);
  if (!dev) await compileAhead();
  const built = [
    'cli.short.cache',
    'cli.long.cache',
    ...wasm,
    ...results.flatMap(({ metafile }) => Object.keys(metafile.outputs)),
  ].map((file) => basename(file));
  await removeOthers(new Set(built));
}

/** Runs the command line as it is mostly run, for V8 to keep what it has compiled by the end; see launch/compile.ts. */
async function compileAhead() {
  const run = async (args, input) => {
    const stdio = ['pipe', 'ignore', 'inherit'];
    const child = spawn(process.execPath, ['dist/cli-compile.js', ...args], { stdio });
    // Left open: a server whose input has ended ends at once.
    child.stdin.write(input);
    const [status] = await once(child, 'exit');
    if (status !== 0) throw new Error(`mmlens ${args.join(' ')}: exit status ${status}`);
  };
  const documented = await documentedConfigs();
  try {
    await run(['check', 'examples', documented, '--format', 'json', '--jobs', '1'], '');
  } finally {
    await rm(documented, { recursive: true });
  }
  const config = resolvePath('examples/field_crops/unet_4xb8-40e_field-crops.py');
  const uri = pathToFileURL(config).href;
  const textDocument = { uri };
  const messages = [
    {
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: { textDocument: { diagnostic: {} } } },
    },
    { method: 'initialized', params: {} },
    {
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'python', version: 1, text: await readFile(config, 'utf8') } },
    },
    { id: 2, method: 'textDocument/diagnostic', params: { textDocument } },
    { id: 3, method: 'textDocument/hover', params: { textDocument, position: { line: 0, character: 0 } } },
    { id: 4, method: 'shutdown' },
    { method: 'exit' },
  ];
  const framed = messages.map((message) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  });
  await run(['--stdio'], framed.join(''));
}

/** A folder with the configs of the rules' documentation: between them they make most of the code run. */
async function documentedConfigs() {
  const { outputFiles } = await build({
    ...common,
    entryPoints: ['server/src/rules/registry.generated.ts'],
    format: 'esm',
    sourcemap: false,
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { registry } = await import(`data:text/javascript;base64,${code}`);
  const folder = await mkdtemp(join(tmpdir(), 'mmlens-'));
  const examples = registry.flatMap(({ docs }) => [...docs.bad, ...docs.good]);
  for (const [index, { file = 'config.py', code, others = {} }] of examples.entries())
    for (const [name, text] of [[file, code], ...Object.entries(others)]) {
      const path = join(folder, `${index}`, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  return folder;
}

/** What an earlier build left; only now, because somebody may be running it. */
async function removeOthers(built) {
  for (const name of await readdir('dist')) {
    if (/\.(js|cjs|cache|map|wasm)$/.test(name) && !built.has(name)) await rm(`dist/${name}`);
  }
}
