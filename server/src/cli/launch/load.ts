import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { expectLongRun, expectShortRun } from '../../node/v8Flags.ts';
import type * as bundle from '../bundle.ts';

/** A server, or a command that ends soon. */
export type Run = 'long' | 'short';

export function runOf(args: readonly string[]): Run {
  return args.includes('--stdio') ? 'long' : 'short';
}

/** Sets V8's flags. To be called first. */
export function prepare(run: Run): void {
  if (run === 'short') expectShortRun();
  else expectLongRun();
}

/**
 * Loads the command line as V8 compiled it when it was built: compiling would take longer than reading dozens of configs.
 * V8 takes that only under the same flags; another version of V8 does not take it and compiles.
 */
export function load(run: Run): { readonly script: Script; readonly exports: typeof bundle } {
  const file = fileURLToPath(new URL('./cli.cjs', import.meta.url));
  const parameters = 'exports, require, module, __filename, __moduleUrl';
  const script = new Script(`(function (${parameters}) {${readFileSync(file, 'utf8')}\n})`, {
    filename: file,
    cachedData: compiled(cacheOf(run)),
  });
  const module = { exports: {} as typeof bundle };
  const define = script.runInThisContext() as (...given: unknown[]) => void;
  define(module.exports, createRequire(file), module, file, new URL('./cli.cjs', import.meta.url).href);
  return { script, exports: module.exports };
}

export function cacheOf(run: Run): string {
  return fileURLToPath(new URL(`./cli.${run}.cache`, import.meta.url));
}

function compiled(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
