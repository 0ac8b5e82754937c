import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { app, group, groupSend, openOffice, reply, startBot, until } from '../sandbox/office.ts'
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

const at = (as: string, chat = group): string => `#${new URLSearchParams({ as, chat })}`

const open = {
  title: '隐患 YC-0012',
  status_text: '待整改',
  status_tone: 'open',
  body: '楼道堆放纸箱',
  settled: 'false',
  buttons: JSON.stringify([
    { text: '当场已清', color: 'blue', actionId: 'say', params: { say: '12号当场已清' } },
  ]),
}
const settled = { ...open, status_text: '已销号', status_tone: 'done', settled: 'true', buttons: '[]' }

const card = {
  outTrackId: 'card-12',
  cardTemplateId: 'hazard.schema',
  callbackType: 'STREAM',
  openSpaceId: `dtv1.card//IM_GROUP.${group}`,
  imGroupOpenSpaceModel: { supportForward: true },
  imGroupOpenDeliverModel: { robotCode: app.robotCode, atUserIds: { u1: '小赵' } },
  cardData: { cardParamMap: open },
}

test('what is said with @ reaches the bot, its answer names the person, and ordinary chat it never hears', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  const page = await windows.open(office.url, at('u1'))
  await page.locator('#chat-sub').getByText('清患在线').waitFor()
  await page.locator('#box').fill('阳光花园3号楼2单元楼道里堆满纸箱')
  await page.locator('#box').press('Enter')
  const heard = await bot.next()
  expect(heard).toMatchObject({ senderStaffId: 'u1', text: { content: ' 阳光花园3号楼2单元楼道里堆满纸箱' } })
  const markdown = { title: '已登记', text: '@u1 已登记 **12号**' }
  await reply(office, heard, { msgtype: 'markdown', markdown, at: { atUserIds: ['u1'] } })
  await page.locator('.mention.me-too').getByText('@小赵').waitFor()
  await page.locator('#at').click()
  await page.locator('#box').fill('中午吃啥')
  await page.locator('#box').press('Enter')
  await page.locator('.mine').getByText('中午吃啥').waitFor()
  // A busy machine may have it delivered again; the platform's own id tells.
  expect(new Set(bot.heard.map(({ message }) => message['msgId'])).size).toBe(1)
})

test('a photo from the page arrives at the bot and is shown from the double', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  const page = await windows.open(office.url, at('u1', 'direct:u1'))
  await page.locator('#sample').click()
  await page.locator('[data-scene=飞线充电]').click()
  await page.locator('.attached img').waitFor()
  await page.locator('#box').press('Enter')
  expect(await bot.next()).toMatchObject({ msgtype: 'picture', conversationType: '1' })
  await page.locator('.mine .pictures img').waitFor()
  await vi.waitFor(async () => {
    expect(await page.evaluate(`document.querySelector('.mine .pictures img').naturalWidth`)).toBe(960)
  })
})

test('one of several answers is picked by pressing, which says it as that person', async () => {
  const office = await openOffice()
  const bot = await startBot(office)
  const page = await windows.open(office.url, at('u12'))
  const url = (words: string): string =>
    `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(words)}`
  await groupSend(office, 'sampleActionCard2', {
    title: '哪一处',
    text: '是哪个小区？',
    actionTitle1: '阳光花园',
    actionURL1: url('阳光花园'),
    actionTitle2: '阳光家园',
    actionURL2: url('阳光家园'),
  })
  await page.getByRole('button', { name: '阳光家园' }).click()
  expect(await bot.next()).toMatchObject({ senderStaffId: 'u12', text: { content: ' 阳光家园' } })
  await page.locator('.mine').getByText('阳光家园').waitFor()
})

test('a card pressed by one is redrawn for that one at once, and for everybody after the update', async () => {
  const office = await openOffice()
  const bot = await startBot(office, { answer: () => ({ cardData: { cardParamMap: settled } }) })
  await office.api('POST', '/v1.0/card/instances/createAndDeliver', card)
  const presser = await windows.open(office.url, at('u1'))
  const other = await windows.open(office.url, at('u12'))
  await presser.locator('.called .me-too').getByText('@小赵').waitFor()
  await presser.getByRole('button', { name: '当场已清' }).click()
  await presser.locator('.card.tone-done').getByText('已销号').waitFor()
  await until(() => bot.clicks[0])
  await other.locator('.card.tone-open').waitFor()
  await office.api('PUT', '/v1.0/card/instances', {
    outTrackId: card.outTrackId,
    cardData: { cardParamMap: settled },
    cardUpdateOptions: { updateCardDataByKey: true },
  })
  await other.locator('.card.tone-done').getByText('已销号').waitFor()
  expect(await other.locator('.card').count()).toBe(1)
})

test('a press that the bot leaves unanswered says so', async () => {
  const office = await openOffice()
  await startBot(office)
  await office.api('POST', '/v1.0/card/instances/createAndDeliver', card)
  const page = await windows.open(office.url, at('u1'))
  await page.getByRole('button', { name: '当场已清' }).click()
  await page.locator('.toast.bad').getByText('操作失败').waitFor()
  await page.locator('.card.tone-open').waitFor()
})

test('the clock is moved through the page, and a clock that cannot be moved says so', async () => {
  let now = new Date('2026-11-20T08:58:00Z')
  const office = await openOffice({
    now: () => now,
    async moveClock(to) {
      now = to
    },
  })
  const page = await windows.open(office.url, at('u1'))
  const watcher = await windows.open(office.url, at('u12'))
  await page.locator('#clock').click()
  await page.locator('#times .item').getByText('到周五 18:05').click()
  await page.locator('#clock').getByText('11月20日 周五 18:05').waitFor()
  await watcher.locator('#clock').getByText('11月20日 周五 18:05').waitFor()
  const stuck = await openOffice()
  const other = await windows.open(stuck.url, at('u1'))
  await other.locator('#clock').click()
  await other.locator('#times .item').first().click()
  await other.locator('.toast.bad').getByText('不能拨').waitFor()
})

test('a dropped socket is seen on the page, and phrases of the sandbox come first', async () => {
  const office = await openOffice({ phrases: () => ['谁没报'] })
  const bot = await startBot(office)
  const page = await windows.open(office.url, at('u1'))
  await page.locator('.phrase').first().waitFor()
  expect(await page.locator('.phrase').allTextContents()).toEqual(['谁没报'])
  await page.locator('#chat-sub').getByText('清患在线').waitFor()
  await page.locator('#trouble').click()
  await page.getByRole('button', { name: '来一次：断网' }).click()
  await page.locator('#chat-sub').getByText('没连上').waitFor()
  expect(bot.client.connected).toBe(false)
})

test('somebody outside the organisation has the group only', async () => {
  const office = await openOffice()
  const page = await windows.open(office.url, '#as=guest')
  expect(await page.locator('.chat-row').count()).toBe(1)
  await page.locator('#box').fill('我们明天到')
  await page.locator('#box').press('Enter')
  await page.locator('.mine').getByText('我们明天到').waitFor()
})
