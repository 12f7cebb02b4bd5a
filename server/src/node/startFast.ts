/* Imported first. */
import { expectLongRun } from './v8Flags.ts';

expectLongRun();
