import { load } from './load.ts';

await load('short').exports.work();
