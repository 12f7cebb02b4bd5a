import { rmSync, writeFileSync } from 'node:fs';
import { cacheOf, load, prepare, runOf } from './load.ts';

/*
 * Run at the end of a build, with the arguments of `mmlens`: when that run is over, writes what V8 has compiled, all the
 * functions included that were called.
 */
const args = process.argv.slice(2);
const run = runOf(args);
prepare(run);
const cache = cacheOf(run);
rmSync(cache, { force: true });
const { script, exports } = load(run);
process.on('exit', () => {
  writeFileSync(cache, script.createCachedData());
  process.exitCode = 0;
});
void exports.main(args, undefined);
