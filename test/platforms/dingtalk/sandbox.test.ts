import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Card } from '../../../src/chat/cards/card.ts'
import type { InboundEvent } from '../../../src/chat/inbound.ts'
import type { Address, Messenger } from '../../../src/chat/outgoing.ts'
import { replyHosts } from '../../../src/platforms/dingtalk/http.ts'
import { createDingtalkMessenger } from '../../../src/platforms/dingtalk/messenger.ts'
import { startStream } from '../../../src/platforms/dingtalk/stream.ts'
import type { Stream } from '../../../src/platforms/dingtalk/stream.ts'
import { createSandbox } from '../../../src/sandbox/server.ts'
import type { Sandbox } from '../../../src/sandbox/types.ts'
import { recordingIntake, until } from '../support/intake.ts'
import type { RecordingIntake } from '../support/intake.ts'
import { recordingLog } from '../support/log.ts'
import { cardTemplate as template } from '../support/template.ts'

/** Both sides of the wire, written apart from each other, against the same documentation. */
const group: Address = { platform: 'dingtalk', kind: 'group', id: 'cidTown==' }
const liu: Address = { platform: 'dingtalk', kind: 'person', id: 'liu01' }
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const card: Card = {
  title: '隐患 12号',
  lines: ['阳光花园 3号楼'],
  actions: [
    { label: '已安排', say: '12号已安排', tone: 'primary' },
    { label: '不是我们的', say: '12号不是我们的' },
  ],
  status: { text: '待整改', tone: 'open' },
}
const settled: Card = {
  title: '隐患 12号',
  lines: ['已安排'],
  actions: [],
  status: { text: '已安排', tone: 'done' },
}

let sandbox: Sandbox
let stream: Stream
let intake: RecordingIntake
let plain: Messenger
let interactive: Messenger

beforeEach(async () => {
  const app = { clientId: 'dingapp', clientSecret: 'invented-secret', robotCode: 'dingapp' }
  const now = () => new Date()
  sandbox = createSandbox({
    app: { ...app, name: '清患', cardTemplates: ['tpl.schema'] },
    corpId: 'dingcorpone',
    people: [
      { userId: 'liu01', name: '小刘', title: '城关镇 · 联络员' },
      { userId: 'zhou01', name: '老周', title: '物业', outsider: true },
    ],
    groups: [{ id: 'cidTown==', title: '消防整治工作群', members: ['liu01', 'zhou01'] }],
    now,
  })
  const { url } = await sandbox.listen()
  const bases = { apiBase: url, oapiBase: url }
  intake = recordingIntake()
  const deps = {
    now,
    replyHandle: async (to: Address) =>
      intake.deliveries.flatMap((event) => (isFrom(event, to) ? (event.reply ?? []) : [])).at(-1),
    readMedia: async () => ({ bytes: png, mime: 'image/png' }),
    meter: () => {},
  }
  plain = createDingtalkMessenger({ ...app, ...bases }, deps)
  interactive = createDingtalkMessenger(
    { ...app, ...bases, card: { templateId: 'tpl.schema', template, callback: { type: 'STREAM' } } },
    deps,
  )
  const allowedHosts = replyHosts(bases)
  stream = startStream({
    ...app,
    ...bases,
    allowedHosts,
    botName: '清患',
    cardTemplate: template,
    intake,
    now,
    log: recordingLog(),
  })
  await until(() => stream.state().connected && sandbox.stats.sockets === 1, 'connected')
})
afterEach(async () => {
  await stream.stop()
  await sandbox.close()
})

type Heard = Extract<InboundEvent, { kind: 'message' }>
function isFrom(event: InboundEvent, to: Address): event is Heard {
  if (event.kind !== 'message') return false
  return to.kind === 'group'
    ? event.conversation.id === to.id
    : event.speaker.userId === to.id && event.conversation.kind === 'direct'
}
async function hear(as: string, chat: string, text: string, more: object = {}): Promise<Heard> {
  const before = intake.deliveries.length
  sandbox.say({ as, chat, text, at: true, ...more }).catch(() => {})
  await until(() => intake.deliveries.length > before, `hearing 「${text}」`)
  const event = intake.deliveries.at(-1)
  if (event?.kind !== 'message') throw new Error('not a message')
  return event
}
const shown = (chat: string, viewer = 'liu01') => sandbox.messages(chat, viewer).at(-1)

describe('in the double', () => {
  test('a group message arrives without its mention, is acknowledged, and is answered with a real @', async () => {
    const event = await hear('liu01', group.id, '12号怎么样了')
    expect(event).toMatchObject({
      text: '12号怎么样了',
      speaker: { userId: 'liu01', reachable: true },
      mentioned: [],
    })
    await until(() => sandbox.stats.acked === 1, 'the acknowledgement')
    await plain.send({ to: group, content: { kind: 'text', text: '还剩3天' }, mention: ['liu01'] })
    expect(shown(group.id)).toMatchObject({ from: 'bot', mentions: ['liu01'] })
    expect(sandbox.stats.calls['/robot/sendBySession']).toBe(1)
  })
  test('an outsider has no staff id', async () => {
    const event = await hear('zhou01', group.id, '楼道已清')
    expect(event.speaker.reachable).toBe(false)
    expect(event.speaker.userId).toMatch(/^\$:/)
  })
  test('a picture sent one-to-one can be fetched', async () => {
    const id = sandbox.addPicture(png, 'image/png')
    const event = await hear('liu01', 'direct:liu01', '', { at: false, pictures: [id] })
    const [code = ''] = event.pictures
    expect(Buffer.from((await plain.fetchPicture(code)).bytes)).toEqual(Buffer.from(png))
  })
  test('pictures with words in a group arrive as both', async () => {
    const pictures = [sandbox.addPicture(png, 'image/png'), sandbox.addPicture(png, 'image/png')]
    const event = await hear('liu01', group.id, '12号已改', { pictures })
    expect(event.text).toBe('12号已改')
    expect(event.pictures).toHaveLength(2)
  })
  test('a quoted message comes along', async () => {
    const quote = await sandbox.say({ as: 'zhou01', chat: group.id, text: '3号楼楼道堆物' })
    expect((await hear('liu01', group.id, '这处谁负责', { quote })).quoted?.text).toContain('3号楼楼道堆物')
  })
  test('a cold conversation is written to by the API, where an @ does not work', async () => {
    await plain.send({ to: group, content: { kind: 'text', text: '周报还差3家' }, mention: ['liu01'] })
    await plain.send({ to: liu, content: { kind: 'text', text: '**本周周报**\n- 今天18:00截止' } })
    expect(shown(group.id)).toMatchObject({ text: '周报还差3家', mentions: [] })
    expect(shown('direct:liu01')).toMatchObject({ kind: 'markdown' })
  })
  test('an expired session is noticed and got round', async () => {
    await hear('liu01', group.id, '在吗')
    sandbox.setFaults({ expiredSession: 1 })
    await plain.send({ to: group, content: { kind: 'text', text: '在' } })
    expect(shown(group.id)).toMatchObject({ from: 'bot', text: '在' })
    expect(sandbox.stats.calls['/v1.0/robot/groupMessages/send']).toBe(1)
  })
  test('an expired token is replaced', async () => {
    sandbox.setFaults({ expiredToken: 1 })
    await plain.send({ to: liu, content: { kind: 'text', text: '好' } })
    expect(shown('direct:liu01')).toMatchObject({ text: '好' })
  })
  test.each([
    [{ qps: 1 }, 'later'],
    [{ busy: 1 }, 'later'],
  ] as const)('the fault %j means %s', async (faults, outcome) => {
    sandbox.setFaults(faults)
    await expect(plain.send({ to: liu, content: { kind: 'text', text: '好' } })).rejects.toMatchObject({
      outcome,
    })
  })
  test('a quota that is used up arrives as such', async () => {
    sandbox.setFaults({ quotaExceeded: 1 })
    expect((await hear('liu01', 'direct:liu01', '在吗')).unreadable).toBe('quota')
  })
  test.each([1, 2, 3])('an action card’s button number %i says its sentence', async (count) => {
    const actions = Array.from({ length: count }, (_, i) => ({
      label: `第${i + 1}个`,
      say: `说第${i + 1}个(好)`,
    }))
    await plain.send({
      to: group,
      content: { kind: 'card', cardId: `c${count}`, card: { ...card, actions } },
    })
    const message = shown(group.id)
    expect(message?.buttons).toHaveLength(count)
    await sandbox.press({ as: 'liu01', message: message?.id ?? '', button: count - 1 })
    await until(() => intake.deliveries.length === 1, 'the sentence')
    expect(intake.deliveries).toMatchObject([{ kind: 'message', text: `说第${count}个(好)` }])
  })
  test('all six buttons of a card are there, by webhook as well', async () => {
    const six = {
      ...card,
      actions: Array.from({ length: 6 }, (_, i) => ({ label: `第${i + 1}个`, say: `说${i + 1}` })),
    }
    await plain.send({ to: group, content: { kind: 'card', cardId: 'six', card: six } })
    expect(shown(group.id)?.buttons).toHaveLength(6)
    await hear('liu01', group.id, '在吗')
    await plain.send({ to: group, content: { kind: 'card', cardId: 'six-2', card: six } })
    expect(shown(group.id)?.buttons).toHaveLength(6)
  })
  test('an interactive card is pressed, changes for whoever pressed, and then for everyone', async () => {
    await interactive.send({ to: group, content: { kind: 'card', cardId: 'hazard-12', card } })
    const message = shown(group.id)
    expect(message).toMatchObject({ kind: 'card', buttons: [{ label: '已安排' }, { label: '不是我们的' }] })
    intake.card = async () => settled
    expect(await sandbox.press({ as: 'liu01', message: message?.id ?? '', button: 0 })).toMatchObject({
      ok: true,
    })
    expect(intake.deliveries).toMatchObject([
      { kind: 'card-action', cardId: 'hazard-12', say: '12号已安排', speaker: { userId: 'liu01' } },
    ])
    expect(shown(group.id, 'liu01')?.buttons).toEqual([])
    expect(shown(group.id, 'zhou01')?.buttons).toHaveLength(2)
    await interactive.send({
      to: group,
      content: { kind: 'card-update', cardId: 'hazard-12', card: settled },
    })
    expect(shown(group.id, 'zhou01')?.buttons).toEqual([])
  })
  test('an interactive card reaches a person, and sending it twice shows it once', async () => {
    const outgoing = { to: liu, content: { kind: 'card', cardId: 'hazard-13', card } } as const
    await interactive.send(outgoing)
    await interactive.send(outgoing)
    expect(sandbox.messages('direct:liu01').filter((message) => message.kind === 'card')).toHaveLength(1)
  })
  test('a picture is shown, cold and warm', async () => {
    await plain.send({ to: liu, content: { kind: 'picture', hash: 'sha-1' } })
    expect(shown('direct:liu01')?.pictures).toHaveLength(1)
    await hear('liu01', 'direct:liu01', '看到了', { at: false })
    await plain.send({ to: liu, content: { kind: 'picture', hash: 'sha-1' } })
    expect(shown('direct:liu01')?.text).toMatch(/^!\[图片\]\(.+\)$/u)
  })
  test('a server-side disconnect loses nothing', async () => {
    sandbox.dropSocket('server-disconnect')
    await until(() => stream.state().opens === 2 && stream.state().connected, 'the second connection')
    expect((await hear('liu01', 'direct:liu01', '还在吗')).text).toBe('还在吗')
  })
})
