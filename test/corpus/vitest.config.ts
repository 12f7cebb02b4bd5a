import { defineConfig } from 'vitest/config';

/** Walks over released packages and hostile input: `scripts/oracle/prepare.sh` first, and a built `dist/`. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/corpus/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 15 * 60_000,
    hookTimeout: 15 * 60_000,
    reporters: process.env.MMLENS_REPORT
      ? ['default', ['json', { outputFile: process.env.MMLENS_REPORT }]]
      : ['default'],
  },
});
