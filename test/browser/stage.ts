import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { startFakeSandbox, type FakeSandbox } from './fake-sandbox.ts'
import { friday, groups, people } from './town.ts'
import { launchWindows, type Windows } from './windows.ts'

/** What a test of the page works with. */
export type Stage = Readonly<{
  sandbox(): FakeSandbox
  open(hash: string, size?: Readonly<{ width: number; height: number }>): Promise<Page>
}>

/** A browser for the file and a fresh fake for each test; whatever broke in a window fails its test. */
export function useStage(): Stage {
  let windows: Windows
  let sandbox: FakeSandbox
  beforeAll(async () => {
    windows = await launchWindows()
  }, 60_000)
  afterAll(() => windows.close())
  beforeEach(async () => {
    sandbox = await startFakeSandbox({ people, groups, now: friday })
  })
  afterEach(async () => {
    const broken = await windows.closeAll()
    await sandbox.close()
    expect(broken).toEqual([])
  })
  return {
    sandbox: () => sandbox,
    open: (hash, size) => windows.open(sandbox.url, hash, size),
  }
}
