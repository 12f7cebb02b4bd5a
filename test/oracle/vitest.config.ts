import { defineConfig } from 'vitest/config';

/** Comparisons with real MMEngine: `scripts/oracle/prepare.sh` first, and a built `dist/`. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/oracle/**/*.test.ts'],
    // The judge is another process; two at a time would only wait for each other.
    fileParallelism: false,
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    reporters: process.env.MMLENS_REPORT
      ? ['default', ['json', { outputFile: process.env.MMLENS_REPORT }]]
      : ['default'],
  },
});
