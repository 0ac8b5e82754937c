import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // Opening an embedded database takes seconds on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
