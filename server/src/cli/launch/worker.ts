import { load } from './load.ts';

// The flags of V8 are the whole process's, and set.
void load('short').exports.work();
