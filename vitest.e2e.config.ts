import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: ['packages/record/test/global.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A window is given the time that a locator is given.
    expect: { poll: { timeout: 10_000 } },
    fileParallelism: false,
  },
});
