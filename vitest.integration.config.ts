import { defineConfig } from 'vitest/config';

/** Tests that start real programs: one file at a time, with room for a busy machine. */
export default defineConfig({
  test: {
    include: ['test/integration/**/*.test.ts'],
    fileParallelism: false,
    // Concurrent tests wait for servers and clients, most of the time.
    maxConcurrency: 40,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
