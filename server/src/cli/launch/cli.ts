#!/usr/bin/env node
import { startEarly } from './early.ts';
import { load, prepare, runOf } from './load.ts';

const args = process.argv.slice(2);
const run = runOf(args);
prepare(run);
const threads = startEarly(args);
void load(run).exports.main(args, threads);
