import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/* Runs a TypeScript program on any supported Node: `node scripts/run-ts.mjs bench/main.ts ARGS…`. */
const [program, ...args] = process.argv.slice(2);
if (program === undefined) throw new Error('usage: run-ts.mjs PROGRAM.ts ARGS…');
const folder = mkdtempSync('node_modules/.run-ts-');
const bundle = join(folder, 'program.mjs');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await build({
  entryPoints: [program],
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outfile: bundle,
});
process.argv = [process.execPath, program, ...args];
await import(pathToFileURL(bundle).href);
