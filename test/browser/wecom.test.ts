import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { until } from '../sandbox/office.ts'
import {
  agentId,
  buttonCard,
  group,
  keys,
  noticeCard,
  openWeCom,
  secret,
  startAiBot,
} from '../sandbox/wecom/office.ts'
import { leaf, startReceiver } from '../sandbox/wecom/receiver.ts'
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
const patient = { timings: { answerMs: 8_000, callbackMs: 8_000 } }

test('what is said with @ in a WeCom group reaches the AI bot, and its answer is written as it streams', async () => {
  const office = await openWeCom(patient)
  const bot = await startAiBot(office)
  const page = await windows.open(office.url, at('u1'))
  await page.locator('#chat-sub').getByText('清患在线').waitFor()
  await page.locator('#chat-title .mark').getByText('企微').waitFor()
  await page.locator('#box').fill('各乡镇进度')
  await page.locator('#box').press('Enter')
  const asked = await bot.next()
  expect(asked.body).toMatchObject({ from: { userid: 'u1' }, text: { content: '@清患 各乡镇进度' } })
  await bot.client.replyStream(asked, 's1', '正在查', false)
  await page.locator('.bubble.live').getByText('正在查').waitFor()
  await bot.client.replyStream(
    asked,
    's1',
    '全县 **47** 处\n逾期：\n\n| 乡镇 | 逾期 |\n|--|--|\n| 城关镇 | 1 |',
    true,
  )
  await page.locator('.md strong').getByText('47').waitFor()
  expect(await page.locator('.md td').allTextContents()).toEqual(['城关镇', '1'])
  expect(await page.locator('.md p br').count()).toBe(1)
  expect(await page.locator('.bubble.live').count()).toBe(0)
})

test('a card pressed by one waits for the bot, and is new for everybody after its update', async () => {
  const office = await openWeCom(patient)
  const bot = await startAiBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '在', at: true })
  await bot.client.replyTemplateCard(await bot.next(), buttonCard('t1'))
  const presser = await windows.open(office.url, at('LiJing'))
  const other = await windows.open(office.url, at('u1'))
  expect(await presser.locator('.tcard dt').allTextContents()).toEqual(['责任单位', '期限'])
  await presser.getByRole('button', { name: '已改好' }).click()
  await presser.locator('.t-wait').getByText('处理中').waitFor()
  await other.getByRole('button', { name: '已改好' }).waitFor()
  await bot.client.updateTemplateCard(await bot.nextEvent(), noticeCard('12号隐患：等待复查'))
  for (const page of [presser, other]) {
    await page.locator('.tcard h3').getByText('等待复查').waitFor()
    expect(await page.locator('.tcard button').count()).toBe(0)
  }
})

test('what is ticked on a card goes along with it', async () => {
  const office = await openWeCom(patient)
  const bot = await startAiBot(office)
  await office.sandbox.say({ as: 'u1', chat: 'wecom:direct:u1', text: '哪天' })
  await bot.client.reply(await bot.next(), {
    msgtype: 'template_card',
    template_card: {
      card_type: 'vote_interaction',
      main_title: { title: '哪天去复查' },
      checkbox: {
        question_key: 'day',
        mode: 1,
        option_list: [
          { id: 'wed', text: '周三' },
          { id: 'thu', text: '周四' },
        ],
      },
      submit_button: { text: '提交', key: 'submit' },
      task_id: 'v1',
    },
  })
  const page = await windows.open(office.url, at('u1', 'wecom:direct:u1'))
  await page.getByRole('button', { name: '提交' }).click()
  await page.locator('.toast.bad').getByText('请先选好').waitFor()
  await page.getByLabel('周四').check()
  await page.getByRole('button', { name: '提交' }).click()
  await until(() => bot.events.find((frame) => JSON.stringify(frame.body).includes('"option_id":["thu"]')))
})

test('the app’s chat has its menu, and opening it is told to the app', async () => {
  const bot = await startReceiver()
  const office = await openWeCom({
    app: { agentId, secret, callback: { url: bot.url, ...keys } },
    ...patient,
  })
  const menu = { button: [{ type: 'click', name: '我的待办', key: 'todo' }] }
  await office.cgi('menu/create', menu, `&agentid=${agentId}`)
  const page = await windows.open(office.url, at('u1', 'wecom:app:u1'))
  expect(leaf(await bot.next(), 'Event')).toBe('enter_agent')
  await page.getByRole('button', { name: '我的待办' }).click()
  expect(leaf(await bot.next(), 'EventKey')).toBe('todo')
  await page.locator('[data-chat="cidDing=="]').click()
  expect(await page.locator('#app-menu').isHidden()).toBe(true)
})

test('a fault of WeCom is ordered from the drawer, and a bot that was kicked shows as away', async () => {
  const office = await openWeCom(patient)
  await startAiBot(office)
  const page = await windows.open(office.url, at('u1'))
  await page.locator('#trouble').click()
  await page.getByRole('button', { name: '来一次：企微重复送达' }).click()
  await page.locator('[data-trouble=企微重复送达]').getByText('还有1次').waitFor()
  await page.getByRole('button', { name: '来一次：企微被挤下线' }).click()
  await page.locator('#chat-sub').getByText('没连上').waitFor()
})

test('hostile words in cards and in both kinds of markdown stay words', async () => {
  const key = 'invented-webhook-key'
  const office = await openWeCom({ webhooks: [{ group, key }], ...patient })
  const bot = await startAiBot(office)
  const evil =
    '<img src=x onerror="document.title=1"> [点我](javascript:alert(1)) ![图](https://example.invalid/a.png)'
  const send = (body: unknown) => office.bare(`/cgi-bin/webhook/send?key=${key}`, body)
  await send({
    msgtype: 'markdown',
    markdown: { content: `<font color="info">${evil}</font>\n> ${evil}\n- 一` },
  })
  await send({
    msgtype: 'markdown_v2',
    markdown_v2: { content: `\`\`\`\n${evil}\n\`\`\`\n| ${evil} | b |\n|--|--|\n| \`${evil}\` | ${evil} |` },
  })
  await office.sandbox.say({ as: 'u1', chat: group, text: '卡片', at: true })
  await bot.client.replyTemplateCard(
    await bot.next(),
    noticeCard(evil, {
      source: { desc: evil },
      jump_list: [{ type: 1, title: evil, url: 'javascript:alert(1)' }],
      card_image: { url: 'https://example.invalid/a.png' },
    }),
  )
  const page = await windows.open(office.url, at('u1'))
  await page.locator('.tcard').waitFor()
  expect(await page.locator('#messages img').count()).toBe(0)
  // The old dialect has no pictures, so there an exclamation mark and an ordinary link are what is left.
  expect(
    await page.evaluate(`[...new Set([...document.querySelectorAll('#messages a')].map((a) => a.href))]`),
  ).toEqual(['https://example.invalid/a.png'])
  expect(await page.locator('.tcard h3').textContent()).toBe(evil)
  expect(await page.locator('.font-info').textContent()).toContain('[点我](javascript:alert(1))')
  // The old dialect has no lists: they show as they were typed.
  expect(await page.locator('.md').first().textContent()).toContain('- 一')
  expect(await page.title()).not.toBe('1')
})

test('on a phone a card fits without sideways scrolling', async () => {
  const office = await openWeCom(patient)
  const bot = await startAiBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '在', at: true })
  const long = { keyname: '位置', value: '很长'.repeat(60) }
  await bot.client.replyTemplateCard(await bot.next(), buttonCard('t1', { horizontal_content_list: [long] }))
  const page = await windows.open(office.url, '#as=u1', { width: 390, height: 844 })
  await page.locator(`[data-chat="${group}"]`).click()
  await page.locator('.tcard').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  const log = `document.querySelector('#log')`
  expect(await page.evaluate(`${log}.scrollWidth <= ${log}.clientWidth`)).toBe(true)
})
