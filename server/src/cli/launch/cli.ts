#!/usr/bin/env node
import { load, runOf } from './load.ts';

await load(runOf(process.argv)).exports.main();
