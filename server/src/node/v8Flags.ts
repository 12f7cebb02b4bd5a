import { setFlagsFromString } from 'node:v8';

/*
 * V8 waits to see whether code is worth compiling for longer than it takes to read a config. It complains of flags that it
 * does not know, so that those which not all versions have are set only where they were measured.
 */

/** Node 20. */
const MEASURED = /^11\./;

/** For a server, which shall be quick from the first request: compiles at once, with the cheapest of V8's compilers. */
export function expectLongRun(): void {
  setFlagsFromString('--sparkplug');
  setFlagsFromString('--always-sparkplug');
}

/**
 * For a process that ends soon. It learns early what its code is used for. V8's costliest compiler works in the background on
 * what the run then no longer needs, and takes a third of the processor time: it has to wait until code is much hotter than
 * it usually would.
 */
export function expectShortRun(): void {
  setFlagsFromString('--sparkplug');
  if (!MEASURED.test(process.versions.v8)) return;
  setFlagsFromString('--interrupt-budget-for-feedback-allocation=200');
  setFlagsFromString('--interrupt-budget=1000000');
  // All processors are at work on configs already.
  setFlagsFromString('--no-parallel-scavenge');
}
