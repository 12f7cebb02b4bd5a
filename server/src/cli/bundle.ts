/* All of the command line, as `launch/` loads it. */
export { main } from './main.ts';
export { work } from './worker.ts';
