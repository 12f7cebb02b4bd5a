import { rmSync, writeFileSync } from 'node:fs';
import { EXIT_FOUND, EXIT_OK } from '../exit.ts';
import { cacheOf, load, prepare, runOf } from './load.ts';

/*
 * Run at the end of a build, with the arguments of `mmlens`: when that run is over, writes what V8 has compiled, all the
 * functions included that were called. A run that goes wrong fails the build.
 */
const args = process.argv.slice(2);
const run = runOf(args);
prepare(run);
const cache = cacheOf(run);
rmSync(cache, { force: true });
const { script, exports } = load(run);
let isThrough = false;
process.on('exit', (code) => {
  if (!isThrough || (code !== EXIT_OK && !(run === 'short' && code === EXIT_FOUND))) return;
  writeFileSync(cache, script.createCachedData());
  process.exitCode = EXIT_OK;
});
void exports.main(args, []).then(() => {
  isThrough = true;
});
