import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/protocol/**/*.test.ts', 'test/cli/**/*.test.ts'],
    testTimeout: 30_000,
    reporters: process.env.MMLENS_REPORT
      ? ['default', ['json', { outputFile: process.env.MMLENS_REPORT }]]
      : ['default'],
  },
});
