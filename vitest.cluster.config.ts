import { defineConfig } from 'vitest/config';

/** Tests that apply manifests to a real API server: each has servers of its own, which take most of a core to start. */
export default defineConfig({
  test: {
    include: ['test/cluster/**/*.test.ts'],
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
