import { existsSync, readFileSync } from 'node:fs';

/*
 * Prints "PASSED FAILED" for one suite: `node count.mjs EXIT-STATUS REPORT.json`. The report is vitest's JSON or any
 * object with `numPassedTests` and `numFailedTests`; without one the suite counts as a single test.
 */
const [status, path] = process.argv.slice(2);
const ok = status === '0';
const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
const passed = report?.numPassedTests ?? (ok ? 1 : 0);
const failed = report?.numFailedTests ?? 0;
// A skipped test is one that could not run; an exit status that no failed test explains is a failure of its own.
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
const unexplained = !ok && failed + skipped === 0 ? 1 : 0;
console.log(`${passed} ${failed + skipped + unexplained}`);
