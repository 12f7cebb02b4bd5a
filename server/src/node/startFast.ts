import { setFlagsFromString } from 'node:v8';

/*
 * Imported first. A config is read in less time than V8 takes to find out that its code is worth compiling; compiled at
 * once by the cheapest of V8's compilers, a short run takes a quarter less time. The costliest compiler on the other hand
 * works in the background on what the short run then no longer needs, and takes its processor from it: it has to wait
 * until code is much hotter. An unknown flag would do nothing.
 */
setFlagsFromString('--sparkplug');
setFlagsFromString('--always-sparkplug');
setFlagsFromString('--interrupt-budget=500000');
