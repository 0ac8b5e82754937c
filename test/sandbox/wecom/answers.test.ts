import type { TemplateCard } from '@wecom/aibot-node-sdk'
import { expect, test } from 'vitest'
import { until } from '../office.ts'
import { aibot, buttonCard, codeOf, group, noticeCard, openWeCom, startAiBot } from './office.ts'
import type { AiBotClient, WeComOffice } from './office.ts'

/** Somebody has said something to the bot in the group. */
async function asked(office: WeComOffice, bot: AiBotClient) {
  await office.sandbox.say({ as: 'u1', chat: group, text: '在吗', at: true })
  return bot.next()
}

const markdown = (content: string) => ({ msgtype: 'markdown' as const, markdown: { content } })
const last = (office: WeComOffice, viewer?: string) => office.sandbox.messages(group, viewer).at(-1)

test('a streamed answer is one message that each frame writes anew', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const frame = await asked(office, bot)
  await bot.client.replyStream(frame, 's1', '正在查…', false)
  expect(last(office)).toMatchObject({ text: '正在查…', live: true, dialect: 'new' })
  await bot.client.replyStream(frame, 's1', '城关镇：**47**处', true)
  expect(last(office)).toMatchObject({ kind: 'markdown', text: '城关镇：**47**处', revision: 1 })
  expect(last(office)).not.toHaveProperty('live')
  expect(office.sandbox.messages(group)).toHaveLength(2)
})

test('a frame after the finished one replaces the answer, even with nothing', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const frame = await asked(office, bot)
  await bot.client.replyStream(frame, 's1', '答完了', true)
  await bot.client.replyStream(frame, 's1', '', true)
  expect(last(office)).toMatchObject({ text: '' })
})

test('a stream can be written to for six minutes, a message answered for a day', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const frame = await asked(office, bot)
  await bot.client.replyStream(frame, 's1', '正在查…', false)
  office.wait(6 * 60_000)
  expect(await codeOf(bot.client.replyStream(frame, 's1', '查完了', true))).toBe(846608)
  expect(await codeOf(bot.client.reply(frame, markdown('查完了')))).toBe(0)
  office.wait(24 * 3_600_000)
  expect(await codeOf(bot.client.reply(frame, markdown('太晚了')))).toBe(846605)
})

test('plain text is refused on a message, and more than 20480 bytes are too many', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const frame = await asked(office, bot)
  expect(await codeOf(bot.client.reply(frame, { msgtype: 'text', text: { content: '收到' } }))).toBe(40008)
  expect(await codeOf(bot.client.reply(frame, markdown('字'.repeat(6_827))))).toBe(45002)
  expect(await codeOf(bot.client.replyStream(frame, 's1', '字'.repeat(6_827), true))).toBe(45002)
  expect(await codeOf(bot.client.reply(frame, markdown(' ')))).toBe(44004)
  expect(office.sandbox.messages(group)).toHaveLength(1)
})

test('an answer to nothing, or of the wrong kind, is refused with 846605', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const frame = await asked(office, bot)
  expect(await codeOf(bot.client.reply({ headers: { req_id: 'invented' } }, markdown('x')))).toBe(846605)
  expect(await codeOf(bot.client.replyWelcome(frame, { msgtype: 'text', text: { content: 'x' } }))).toBe(
    846605,
  )
  expect(await codeOf(bot.client.updateTemplateCard(frame, buttonCard('t1')))).toBe(846605)
})

test('the bot pushes only where somebody has spoken to it, and ids are matched to the letter', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  expect(await codeOf(bot.client.sendMessage(group, markdown('提醒')))).toBe(93006)
  await asked(office, bot)
  expect(await codeOf(bot.client.sendMessage(group, markdown('提醒')))).toBe(0)
  expect(last(office)).toMatchObject({ from: 'bot', text: '提醒' })
  expect(await codeOf(bot.client.sendMessage(group.toLowerCase(), markdown('提醒')))).toBe(93006)
  expect(await codeOf(bot.client.sendMessage('LiJing', markdown('提醒')))).toBe(93006)
  await office.sandbox.say({ as: 'LiJing', chat: 'wecom:direct:LiJing', text: '你好' })
  expect(await codeOf(bot.client.sendMessage('LiJing', { ...markdown('提醒'), chat_type: 1 } as never))).toBe(
    0,
  )
  expect(await codeOf(bot.client.sendMessage('LiJing', { ...markdown('提醒'), chat_type: 2 } as never))).toBe(
    93006,
  )
  expect(await codeOf(bot.client.sendMessage('cidDing==', markdown('串台')))).toBe(93006)
})

test('the code of a push into a silent chat can be chosen, as the real one is uncertain', async () => {
  const office = await openWeCom({ limits: { unspokenCode: 93001 } })
  const bot = await startAiBot(office)
  expect(await codeOf(bot.client.sendMessage(group, markdown('提醒')))).toBe(93001)
})

test('thirty messages a minute and a thousand an hour fit into one chat, answers and pushes together', async () => {
  const office = await openWeCom({ limits: { chatPerHour: 40 } })
  const bot = await startAiBot(office)
  const frame = await asked(office, bot)
  for (let at = 0; at < 15; at += 1) {
    await bot.client.reply(frame, markdown(`答${at}`))
    await bot.client.sendMessage(group, markdown(`推${at}`))
  }
  expect(await codeOf(bot.client.sendMessage(group, markdown('多了')))).toBe(45009)
  office.wait(60_000)
  for (let at = 0; at < 10; at += 1) await bot.client.sendMessage(group, markdown(`再推${at}`))
  expect(await codeOf(bot.client.sendMessage(group, markdown('一小时里多了')))).toBe(45009)
})

test('the quota and the spam check refuse on demand', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const frame = await asked(office, bot)
  office.sandbox.setFaults({ wecomQuota: 1 })
  expect(await codeOf(bot.client.reply(frame, markdown('一')))).toBe(45009)
  office.sandbox.setFaults({ wecomSpam: 1 })
  expect(await codeOf(bot.client.reply(frame, markdown('一')))).toBe(40201)
  expect(await codeOf(bot.client.reply(frame, markdown('一')))).toBe(0)
})

test('a card looks as it was sent: source, title, quote, rows and buttons', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await bot.client.replyTemplateCard(await asked(office, bot), buttonCard('t1'))
  expect(last(office, 'u1')).toMatchObject({
    kind: 'template',
    title: '12号隐患（YC-0012）',
    text: '待整改\n阳光花园3号楼：楼道堆满纸箱\n责任单位：安居物业\n期限：11月22日',
    buttons: [
      { label: '已改好', tone: 'primary' },
      { label: '不是我们的', tone: 'danger' },
    ],
    template: {
      type: 'button_interaction',
      source: { text: '清患', colour: 'black' },
      quote: { text: '阳光花园3号楼：楼道堆满纸箱' },
      rows: [
        { name: '责任单位', value: '安居物业' },
        { name: '期限', value: '11月22日' },
      ],
      pending: false,
    },
  })
})

test('a press is an event with the details under its own name, and an update in time changes the card for everyone', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await bot.client.replyTemplateCard(await asked(office, bot), buttonCard('t1'))
  const message = last(office)?.id ?? ''
  const pressed = office.sandbox.press({ as: 'LiJing', message, button: 0 })
  const event = await bot.nextEvent()
  expect(event.body).toMatchObject({
    aibotid: aibot.id,
    chatid: group,
    from: { userid: 'LiJing' },
    msgtype: 'event',
    event: {
      eventtype: 'template_card_event',
      template_card_event: {
        card_type: 'button_interaction',
        event_key: '12号已改',
        task_id: 't1',
      },
    },
  })
  expect(last(office, 'LiJing')?.template?.pending).toBe(true)
  expect(last(office, 'u1')?.template?.pending).toBe(false)
  await bot.client.updateTemplateCard(event, noticeCard('12号隐患：等待复查', { task_id: 't1' }))
  expect(await pressed).toEqual({ ok: true })
  for (const viewer of ['u1', 'LiJing'])
    expect(last(office, viewer)).toMatchObject({ title: '12号隐患：等待复查', buttons: [] })
})

test('an update can be for some people only', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await bot.client.replyTemplateCard(await asked(office, bot), buttonCard('t1'))
  const message = last(office)?.id ?? ''
  const pressed = office.sandbox.press({ as: 'LiJing', message, button: 0 })
  await bot.client.updateTemplateCard(await bot.nextEvent(), noticeCard('你已提交'), ['LiJing'])
  await pressed
  expect(last(office, 'LiJing')?.title).toBe('你已提交')
  expect(last(office, 'u1')?.title).toBe('12号隐患（YC-0012）')
})

test('an update that comes too late is refused, and the card is as it was', async () => {
  const office = await openWeCom({ timings: { answerMs: 40 } })
  const bot = await startAiBot(office)
  await bot.client.replyTemplateCard(await asked(office, bot), buttonCard('t1'))
  const message = last(office)?.id ?? ''
  expect(await office.sandbox.press({ as: 'LiJing', message, button: 0 })).toMatchObject({ ok: false })
  const late = await bot.nextEvent()
  expect(await codeOf(bot.client.updateTemplateCard(late, noticeCard('晚了')))).toBe(846605)
  expect(last(office, 'LiJing')).toMatchObject({ title: '12号隐患（YC-0012）', template: { pending: false } })
})

test('an update for another task or a second one is refused', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await bot.client.replyTemplateCard(await asked(office, bot), buttonCard('t1'))
  const pressed = office.sandbox.press({ as: 'LiJing', message: last(office)?.id ?? '', button: 0 })
  const event = await bot.nextEvent()
  expect(await codeOf(bot.client.updateTemplateCard(event, noticeCard('错了', { task_id: 't2' })))).toBe(
    40058,
  )
  expect(await codeOf(bot.client.updateTemplateCard(event, noticeCard('对了')))).toBe(0)
  expect(await codeOf(bot.client.updateTemplateCard(event, noticeCard('又来')))).toBe(846605)
  expect(await pressed).toEqual({ ok: true })
  expect(last(office, 'u1')?.title).toBe('对了')
})

test('a press while nobody is connected says so, and is never repeated', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  await bot.client.replyTemplateCard(await asked(office, bot), buttonCard('t1'))
  const message = last(office)?.id ?? ''
  office.sandbox.dropSocket('wecom-socket')
  expect(await office.sandbox.press({ as: 'u1', message, button: 0 })).toEqual({
    ok: false,
    toast: expect.stringContaining('没有回应'),
  })
  const again = await startAiBot(office)
  await office.sandbox.say({ as: 'u1', chat: group, text: '还在吗', at: true })
  await again.next()
  expect(again.events).toEqual([])
})

test('what was chosen on a card goes along; nothing chosen, nothing sent', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const vote: TemplateCard & Record<string, unknown> = {
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
    task_id: 'vote-1',
  }
  await bot.client.replyTemplateCard(await asked(office, bot), vote)
  const message = last(office)?.id ?? ''
  const press = { as: 'u1', message, button: 0 }
  expect(await office.sandbox.press(press)).toEqual({ ok: false, toast: '请先选好再提交。' })
  expect(await office.sandbox.press({ ...press, choices: { day: ['fri'] } })).toMatchObject({ ok: false })
  const pressed = office.sandbox.press({ ...press, choices: { day: ['wed', 'thu'] } })
  const event = await bot.nextEvent()
  expect(event.body).toMatchObject({
    event: {
      template_card_event: {
        event_key: 'submit',
        selected_items: {
          selected_item: [{ question_key: 'day', option_ids: { option_id: ['wed', 'thu'] } }],
        },
      },
    },
  })
  await bot.client.updateTemplateCard(event, noticeCard('谢谢'))
  await pressed
  expect(bot.events).toHaveLength(1)
})

test('a line of the card can ask the bot a question', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const jump_list = [{ type: 3, title: '看台账', question: '台账' }]
  await bot.client.replyTemplateCard(await asked(office, bot), noticeCard('本周通报', { jump_list }))
  await office.sandbox.press({ as: 'LiJing', message: last(office)?.id ?? '', button: 0 })
  expect((await bot.next()).body).toMatchObject({
    from: { userid: 'LiJing' },
    text: { content: '@清患 台账' },
  })
})

test('a stream with a card shows both, once', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  const frame = await asked(office, bot)
  await bot.client.replyStreamWithCard(frame, 's1', '已登记', true, { templateCard: buttonCard('t1') })
  expect(office.sandbox.messages(group).map((each) => each.kind)).toEqual(['text', 'markdown', 'template'])
})

test('the kick fault closes the bot’s line as another copy of it would', async () => {
  const office = await openWeCom()
  const bot = await startAiBot(office)
  office.sandbox.dropSocket('wecom-kick')
  expect((await bot.nextEvent()).body).toMatchObject({ event: { eventtype: 'disconnected_event' } })
  await until(() => office.sandbox.stats.wecom.sockets === 0)
})
