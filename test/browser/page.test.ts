import { expect, test, vi } from 'vitest'
import { useStage } from './stage.ts'

vi.setConfig({ testTimeout: 30_000 })

const group = 'g-county'
const stage = useStage()

const said = (): readonly unknown[] =>
  stage
    .sandbox()
    .asked.filter((one) => one.path === 'say')
    .map((one) => one.body)

test('a person chosen at the top left is kept in the address, and two windows are two people', async () => {
  const page = await stage.open('')
  await page.locator('#me').click()
  expect(await page.locator('#people h3').allTextContents()).toEqual([
    '网格员、物业',
    '联络员',
    '复查员',
    '消安委办',
    '领导',
    '其他',
  ])
  await page.locator('#people [data-user=wang]').click()
  await page.locator('#me').getByText('王建国').waitFor()
  expect(page.url()).toContain('#as=wang')
  const other = await stage.open('#as=liu')
  await other.locator('#me').getByText('刘思敏').waitFor()
  await page.reload()
  await page.locator('#me').getByText('王建国').waitFor()
})

test('somebody the sandbox does not know becomes the first person instead of an empty page', async () => {
  const page = await stage.open('#as=nobody')
  await page.locator('#me').getByText('赵小川').waitFor()
})

test('the group where somebody @s me opens first, and the others show what is unread', async () => {
  stage.sandbox().post({ chat: 'g-town', from: 'liu', text: '@赵小川 楼道再走一遍', mentions: ['zhao'] })
  stage.sandbox().post({ chat: group, from: 'zhang', text: '请按时报送' })
  stage.sandbox().post({ chat: group, from: 'bot', text: '@赵小川 12号快到期了', mentions: [] })
  const page = await stage.open('#as=zhao')
  await page.locator('#chat-title').getByText('城关镇网格群').waitFor()
  await page.locator('.mention.me-too').getByText('@赵小川').waitFor()
  const row = page.locator('[data-chat=g-county]')
  expect(await row.locator('.badge').textContent()).toBe('2')
  expect(await row.textContent()).not.toContain('有人@我')
  stage.sandbox().post({ chat: group, from: 'bot', text: '@赵小川 12号快到期了', mentions: ['zhao'] })
  await row.getByText('有人@我').waitFor()
  await row.click()
  await row.locator('.badge').waitFor({ state: 'detached' })
  // Without a real mention the same words stay plain.
  expect(await page.locator('.mention.me-too').count()).toBe(1)
})

test('Enter sends to the bot, and with the chip off it is ordinary chat', async () => {
  const page = await stage.open(`#as=zhao&chat=${group}`)
  await page.locator('#box').fill('阳光花园3号楼2单元楼道里堆满纸箱')
  await page.locator('#box').press('Enter')
  await page.locator('.mine').getByText('堆满纸箱').waitFor()
  await page.locator('#at').click()
  await page.locator('#at-hint').getByText('清患听不到').waitFor()
  await page.locator('#box').pressSequentially('中午吃啥')
  await page.locator('#box').press('Shift+Enter')
  await page.locator('#box').pressSequentially('食堂？')
  await page.locator('#box').press('Enter')
  await page.locator('.mine').getByText('食堂').waitFor()
  expect(said()).toEqual([
    { as: 'zhao', chat: group, text: '阳光花园3号楼2单元楼道里堆满纸箱', at: true },
    { as: 'zhao', chat: group, text: '中午吃啥\n食堂？', at: false },
  ])
  expect(await page.locator('#box').inputValue()).toBe('')
})

test('one-to-one there is no chip, because everything reaches the bot', async () => {
  const page = await stage.open('#as=zhao&chat=direct:zhao')
  expect(await page.locator('#at').isHidden()).toBe(true)
  await page.locator('#box').fill('12号已改')
  await page.locator('#box').press('Enter')
  await page.locator('.mine').getByText('12号已改').waitFor()
  expect(said()).toEqual([{ as: 'zhao', chat: 'direct:zhao', text: '12号已改' }])
})

test('typing @ offers the members, and the picked one is really notified', async () => {
  const page = await stage.open(`#as=zhang&chat=${group}`)
  await page.locator('#box').pressSequentially('@刘')
  await page.locator('.mentions [aria-selected=true]').getByText('刘思敏').waitFor()
  await page.locator('#box').press('Enter')
  await page.locator('#box').pressSequentially('周报请抓紧')
  await page.locator('#box').press('Enter')
  await page.locator('.mine .mention').getByText('@刘思敏').waitFor()
  expect(said()).toMatchObject([{ text: '@刘思敏 周报请抓紧', mention: ['liu'] }])
})

test('a phrase to try lands in the box and is not sent by itself', async () => {
  const page = await stage.open(`#as=wang&chat=${group}`)
  await page.locator('.phrase').getByText('全县进度').click()
  expect(await page.locator('#box').inputValue()).toBe('全县进度')
  expect(said()).toEqual([])
})

test('a sample photo goes along with the words and opens large', async () => {
  const page = await stage.open(`#as=zhao&chat=${group}`)
  await page.locator('#sample').click()
  await page.locator('[data-scene=楼道纸箱]').click()
  await page.locator('.attached img').waitFor()
  await page.locator('#box').fill('12号现场')
  await page.locator('#box').press('Enter')
  const picture = page.locator('.mine .pictures img')
  await picture.waitFor()
  expect(said()).toMatchObject([{ text: '12号现场', pictures: [expect.any(String)] }])
  await page.locator('.attached').waitFor({ state: 'hidden' })
  await picture.click()
  await page.waitForFunction(`document.querySelector('#viewer img')?.naturalWidth === 960`)
  await page.keyboard.press('Escape')
  await page.locator('#viewer').waitFor({ state: 'hidden' })
})

test('photos from the device and from the clipboard wait together, and one can be taken back', async () => {
  const page = await stage.open(`#as=zhao&chat=${group}`)
  const bytes = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  await page.locator('#composer input[type=file][accept="image/*"]').setInputFiles([
    { name: '现场.png', mimeType: 'image/png', buffer: bytes },
    { name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('不是图片') },
  ])
  await page.locator('.toast.bad').getByText('只能发图片').waitFor()
  await page.evaluate(`{
    const clipboard = new DataTransfer()
    const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (c) => c.charCodeAt(0))
    clipboard.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }))
    const event = new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true })
    document.querySelector('#box').dispatchEvent(event)
  }`)
  await page.locator('.attached img').nth(1).waitFor()
  await page.getByLabel('不发这张').first().click()
  await page.locator('#box').press('Enter')
  await page.locator('.mine .pictures img').waitFor()
  expect(said()).toMatchObject([{ text: '', pictures: [expect.any(String)] }])
})
