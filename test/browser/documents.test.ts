import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { openOffice, startBot } from '../sandbox/office.ts'
import { launchWindows, type Windows } from './windows.ts'

vi.setConfig({ testTimeout: 30_000 })

let windows: Windows

beforeAll(async () => {
  windows = await launchWindows()
}, 60_000)
afterAll(() => windows.close())
afterEach(async () => {
  expect(await windows.closeAll()).toEqual([])
})

const chat = 'direct:u1'
const hash = `#${new URLSearchParams({ as: 'u1', chat })}`
const words = Buffer.from('%PDF-1.7 方案')

test.each([
  ['a wide window', { width: 1280, height: 800 }],
  ['a phone', { width: 390, height: 844 }],
])(
  'in %s a chosen document is sent at once, seen with its name, and downloads as it was',
  async (_, size) => {
    const office = await openOffice()
    const bot = await startBot(office)
    const page = await windows.open(office.url, hash)
    await page.setViewportSize(size)
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '文件' }).click()
    await (
      await choosing
    ).setFiles({ name: '城关镇排查方案.pdf', mimeType: 'application/pdf', buffer: words })
    expect(await bot.next()).toMatchObject({ msgtype: 'file', content: { fileName: '城关镇排查方案.pdf' } })
    const shown = page.locator('.mine a.document')
    await shown.getByText('城关镇排查方案.pdf').waitFor()
    const box = await shown.boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(size.width)
    const downloading = page.waitForEvent('download')
    await shown.click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('城关镇排查方案.pdf')
    expect(await readFile(await download.path())).toEqual(words)
  },
)

test('in a group there is no such button', async () => {
  const office = await openOffice()
  const page = await windows.open(office.url, `#${new URLSearchParams({ as: 'u1', chat: 'cidWork==' })}`)
  expect(await page.locator('#file').isVisible()).toBe(false)
})
