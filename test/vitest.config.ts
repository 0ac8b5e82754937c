import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // Opening an embedded database takes seconds on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
