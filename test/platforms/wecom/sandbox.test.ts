import { describe, expect, test } from 'vitest'
import { PlatformError } from '../../../src/chat/outgoing.ts'
import { until } from '../support/intake.ts'
import { png } from './support/messenger.ts'
import { card, chatId, group, li, settled, towns } from './support/town.ts'

const open = towns()
const words = (text: string) => ({ kind: 'text', text }) as const
const ownChat = 'wecom:direct:LiJing'
const appChat = 'wecom:app:LiJing'

async function failure(work: Promise<unknown>): Promise<PlatformError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof PlatformError)) throw new Error(`expected a PlatformError, got ${String(error)}`)
  return error
}

describe('in a group of the double', () => {
  test('somebody calls the bot, is heard, and is answered', async () => {
    const town = await open()
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '12号已改', at: true })
    expect(await town.heard(1)).toMatchObject([
      { text: '12号已改', speaker: { userId: 'LiJing' }, conversation: { kind: 'group', id: chatId } },
    ])
    await town.send(group, words('已登记 **12号**'))
    await town.send(group, words('照片可以私聊发我'))
    expect(town.seen(chatId).map(({ text }) => text)).toEqual(['已登记 **12号**', '照片可以私聊发我'])
  })
  test('the bot cannot speak before anybody has called it; the webhook can', async () => {
    const town = await open()
    await town.send(group, words('请报周报'))
    expect(town.seen(chatId)).toMatchObject([{ text: '请报周报', name: expect.any(String) as string }])
    expect(town.log.lines.some(({ message }) => message === 'sent another way')).toBe(true)
  })
  test('a reminder that calls people notifies them', async () => {
    const town = await open()
    await town.send(group, words('请报周报'), ['LiJing'])
    expect(town.seen(chatId)).toMatchObject([{ mentions: ['LiJing'] }])
    await town.send(group, words('**请**报周报'), ['LiJing'])
    expect(town.seen(chatId)[1]).toMatchObject({ mentions: ['LiJing'] })
  })
  test('pictures said along are fetched and opened', async () => {
    const town = await open()
    const pictures = [town.sandbox.addPicture(png, 'image/png')]
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '楼道堆满纸箱', at: true, pictures })
    const [event] = await town.heard(1)
    const codes = event?.kind === 'message' ? event.pictures : []
    expect(codes).toHaveLength(1)
    expect(await town.messenger.fetchPicture(codes[0] ?? '')).toMatchObject({ mime: 'image/png' })
  })
  test('what is quoted comes along', async () => {
    const town = await open()
    const first = await town.sandbox.say({ as: 'wang', chat: chatId, text: '阳光花园又堵了', at: true })
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '这个我们的', at: true, quote: first })
    expect((await town.heard(2))[1]).toMatchObject({
      text: '这个我们的',
      quoted: { text: expect.stringContaining('阳光花园又堵了') as string },
    })
  })
  test('a card is pressed, and changes before everybody’s eyes', async () => {
    const town = await open()
    town.intake.card = async () => settled
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '12号怎么样了', at: true })
    await town.heard(1)
    await town.send(group, { kind: 'card', cardId: 'qh-e9:wecom:group', card })
    const [message] = town.seen(chatId)
    expect(message?.buttons.map(({ label }) => label)).toEqual(['已改好', '不是我们的'])
    expect(await town.sandbox.press({ as: 'LiJing', message: message?.id ?? '', button: 0 })).toEqual({
      ok: true,
    })
    expect((await town.heard(2))[1]).toMatchObject({
      kind: 'card-action',
      cardId: 'qh-e9:wecom:group',
      say: '12号已改',
      conversation: { kind: 'group', id: chatId },
    })
    for (const viewer of ['LiJing', 'wang']) {
      expect(town.seen(chatId, viewer)[0]?.buttons).toEqual([])
      expect(JSON.stringify(town.seen(chatId, viewer)[0])).toContain('已销号')
    }
  })
  test('a picture is shown', async () => {
    const town = await open()
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '照片呢', at: true })
    await town.heard(1)
    await town.send(group, { kind: 'picture', hash: 'h1' })
    expect(town.seen(chatId).at(-1)?.pictures).toHaveLength(1)
  })
})

describe('one to one in the double', () => {
  test('who writes to the bot is answered by the bot', async () => {
    const town = await open()
    await town.sandbox.say({ as: 'LiJing', chat: ownChat, text: '我还有几处' })
    expect(await town.heard(1)).toMatchObject([{ conversation: { kind: 'direct', id: 'LiJing' } }])
    await town.send({ ...li, door: 'bot' }, words('还有3处'))
    expect(town.seen(ownChat).map(({ text }) => text)).toEqual(['还有3处'])
  })
  test('what nobody has asked for comes from the app', async () => {
    const town = await open()
    await town.send(li, words('12号请整改'))
    await town.send(li, words('**三处**\n- 一'))
    await town.send(li, { kind: 'picture', hash: 'h1' })
    expect(town.seen(appChat)).toMatchObject([
      { text: '12号请整改' },
      { dialect: 'old' },
      { pictures: [expect.any(String) as string] },
    ])
  })
  test.each([
    ['voice', { text: '十二号已改', spoken: true }],
    ['video', { unreadable: 'video' }],
    ['file', { files: [{ code: expect.stringMatching(/^file:/) as string }] }],
  ] as const)('a %s said to the bot is heard as what it is', async (form, heard) => {
    const town = await open()
    await town.sandbox.say({ as: 'LiJing', chat: ownChat, text: '十二号已改', form })
    expect(await town.heard(1)).toMatchObject([heard])
  })
  test('the app hears words, pictures and its menu', async () => {
    const town = await open()
    await town.wecom.client.createMenu([{ name: '我的', say: '我们还有什么没改' }])
    const pictures = [town.sandbox.addPicture(png, 'image/png')]
    await town.sandbox.say({ as: 'LiJing', chat: appChat, text: '12号已改' })
    await town.sandbox.say({ as: 'LiJing', chat: appChat, text: '', pictures })
    await town.sandbox.chooseMenu({ as: 'LiJing', chat: appChat, key: '我们还有什么没改' })
    const events = await town.heard(3)
    expect(events.map((event) => (event.kind === 'message' ? event.text : '')).sort()).toEqual(
      ['', '12号已改', '我们还有什么没改'].sort(),
    )
    const photo = events.find((event) => event.kind === 'message' && event.pictures.length > 0)
    const code = photo?.kind === 'message' ? photo.pictures[0] : undefined
    expect(await town.messenger.fetchPicture(code ?? '')).toMatchObject({ mime: 'image/png' })
  })
  test('the app’s card changes when it is pressed, and again when something else happens', async () => {
    const town = await open()
    town.intake.card = async () => ({ ...card, status: { text: '整改中', tone: 'open' } })
    await town.send(li, { kind: 'card', cardId: 'qh-assigned:YC-0012:1:wecom:LiJing', card })
    const [message] = town.seen(appChat)
    expect(await town.sandbox.press({ as: 'LiJing', message: message?.id ?? '', button: 0 })).toEqual({
      ok: true,
    })
    expect(await town.heard(1)).toMatchObject([
      { kind: 'card-action', cardId: 'qh-assigned:YC-0012:1:wecom:LiJing', say: '12号已改' },
    ])
    await until(() => JSON.stringify(town.seen(appChat)[0]).includes('整改中'), 'changed at once')
    await town.send(li, { kind: 'card-update', cardId: 'qh-assigned:YC-0012:1:wecom:LiJing', card: settled })
    expect(JSON.stringify(town.seen(appChat)[0])).toContain('已销号')
    expect(town.seen(appChat)).toHaveLength(1)
  })
  test('somebody who is not a member cannot be written to, and the operator reads why', async () => {
    const town = await open()
    const error = await failure(town.send({ ...li, id: 'nobody' }, words('好')))
    expect(error).toMatchObject({ outcome: 'never' })
    expect(town.log.lines.some(({ message }) => message.includes('可见范围'))).toBe(true)
  })
  test('members are found by phone number, and departments are listed', async () => {
    const town = await open()
    expect(await town.wecom.members.byMobile('13800000012')).toBe('LiJing')
    expect(await town.wecom.members.byMobile('13800000099')).toBeUndefined()
    expect((await town.wecom.client.departments()).length).toBeGreaterThan(0)
    expect(await town.wecom.client.member('LiJing')).toMatchObject({ name: '李经理' })
  })
})

describe('a bot that is told encrypted ids', () => {
  test('hears people under their own, and reaches them under the other', async () => {
    const town = await open({ userIdMode: 'encrypted' })
    await town.sandbox.say({ as: 'LiJing', chat: ownChat, text: '我还有几处' })
    expect(await town.heard(1)).toMatchObject([
      { speaker: { userId: 'LiJing' }, conversation: { id: 'LiJing' } },
    ])
    await town.send({ ...li, door: 'bot' }, words('还有3处'))
    await town.send({ ...li, door: 'bot' }, words('第一处：阳光花园'))
    expect(town.seen(ownChat).map(({ text }) => text)).toEqual(['还有3处', '第一处：阳光花园'])
  })
  test('and has no app to ask refuses in words', async () => {
    const town = await open({ userIdMode: 'encrypted', isAppless: true })
    await town.sandbox.say({ as: 'LiJing', chat: 'wecom:direct:LiJing', text: '12号已改' })
    await until(() => town.seen(ownChat).length === 1, 'the answer')
    expect(town.seen(ownChat)[0]?.text).toContain('认不出您的账号')
    expect(town.intake.deliveries).toEqual([])
  })
})

describe('when the double misbehaves', () => {
  test('an expired token costs nobody a message', async () => {
    const town = await open()
    await town.send(li, words('一'))
    town.sandbox.setFaults({ wecomExpiredToken: 1 })
    await town.send(li, words('二'))
    town.sandbox.setFaults({ wecomInvalidToken: 1 })
    await town.send(li, words('三'))
    expect(town.seen(appChat).map(({ text }) => text)).toEqual(['一', '二', '三'])
  })
  test.each([
    ['wecomBusy', '-1', 'later'],
    ['wecomQuota', '45009', 'later'],
    ['wecomConcurrency', '45033', 'later'],
    ['wecomUntrustedIp', '60020', 'later'],
  ] as const)('%s is %s, to be tried later', async (fault, code, outcome) => {
    const town = await open()
    await town.send(li, words('一'))
    town.sandbox.setFaults({ [fault]: 1 })
    expect(await failure(town.send(li, words('二')))).toMatchObject({ code, outcome })
    expect(town.seen(appChat)).toHaveLength(1)
  })
  test('a subscription that is gone is noticed with the first message, which still arrives once', async () => {
    const town = await open()
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '在吗', at: true })
    await town.heard(1)
    town.sandbox.dropSocket('wecom-subscription')
    await town.send(group, words('在'))
    expect(town.seen(chatId).map(({ text }) => text)).toEqual(['在'])
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '好', at: true })
    await town.heard(2)
  })
  test('a subscription that is gone is noticed although the bot has nothing to say', async () => {
    const town = await open({ parts: { timings: { probeMs: 50 } } })
    town.sandbox.dropSocket('wecom-subscription')
    await until(() => town.socket?.state().opens === 2, 'a new connection')
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '在吗', at: true })
    await town.heard(1)
    expect(town.seen(chatId)).toEqual([])
  })
  test('a cut line is mended, and answers to what was said before are pushed', async () => {
    const town = await open()
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '在吗', at: true })
    await town.heard(1)
    town.sandbox.dropSocket('wecom-socket')
    await until(() => town.socket?.state().opens === 2 && town.socket.state().connected, 'connected again')
    await town.send(group, words('在'))
    expect(town.seen(chatId).map(({ text }) => text)).toEqual(['在'])
  })
  test('a bot taken over elsewhere stays away for a while, then comes back', async () => {
    const town = await open()
    town.sandbox.dropSocket('wecom-kick')
    await until(() => town.socket?.state().role === 'away', 'away')
    await until(() => town.socket?.state().connected === true, 'back')
    expect(town.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
  })
  test('an acknowledgement that never comes means that nobody knows', async () => {
    const town = await open()
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '在吗', at: true })
    await town.heard(1)
    town.sandbox.setFaults({ wecomDropAck: 1 })
    expect(await failure(town.send(group, words('在')))).toMatchObject({ outcome: 'unknown' })
  })
  test('what comes twice has one id', async () => {
    const town = await open()
    town.sandbox.setFaults({ wecomDuplicate: 1 })
    await town.sandbox.say({ as: 'LiJing', chat: appChat, text: '12号已改' })
    const events = await town.heard(2)
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(1)
  })
  test.each(['wecomBadSignature', 'wecomBadReceiver', 'wecomBadPadding'] as const)(
    '%s is refused with one line and nothing stored',
    async (fault) => {
      const town = await open()
      town.sandbox.setFaults({ [fault]: 1 })
      await town.sandbox.say({ as: 'LiJing', chat: appChat, text: '12号已改' })
      const refused = () => town.log.lines.filter(({ message }) => message === 'WeCom callback refused')
      await until(() => refused().length >= 1, 'the line')
      expect(refused()[0]?.fields).toMatchObject({ status: 401 })
    },
  )
})

describe('with callbacks only', () => {
  test('the console accepts both addresses', async () => {
    const town = await open({ mode: 'webhook' })
    expect(await town.sandbox.verifyCallback('app')).toBe(true)
    expect(await town.sandbox.verifyCallback('aibot')).toBe(true)
  })
  test('somebody calls the bot and is answered by the address that came along, then by the webhook', async () => {
    const town = await open({ mode: 'webhook' })
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '12号已改', at: true })
    expect(await town.heard(1)).toMatchObject([{ text: '12号已改' }])
    await town.send(group, words('已登记 12号'))
    await town.send(group, words('照片可以私聊发我'))
    expect(town.seen(chatId).map(({ text }) => text)).toEqual(['已登记 12号', '照片可以私聊发我'])
  })
  test('pictures are opened with the key of the callback', async () => {
    const town = await open({ mode: 'webhook' })
    const pictures = [town.sandbox.addPicture(png, 'image/png')]
    await town.sandbox.say({ as: 'LiJing', chat: chatId, text: '楼道堆满纸箱', at: true, pictures })
    const [event] = await town.heard(1)
    const codes = event?.kind === 'message' ? event.pictures : []
    expect(await town.messenger.fetchPicture(codes[0] ?? '')).toMatchObject({ mime: 'image/png' })
  })
  test('a card in the bot’s own chat is pressed and changes', async () => {
    const town = await open({ mode: 'webhook', isAppless: true })
    town.intake.card = async () => settled
    await town.sandbox.say({ as: 'LiJing', chat: ownChat, text: '12号怎么样了' })
    await town.heard(1)
    await town.send(li, { kind: 'card', cardId: 'qh-1', card })
    const [message] = town.seen(ownChat)
    expect(await town.sandbox.press({ as: 'LiJing', message: message?.id ?? '', button: 0 })).toEqual({
      ok: true,
    })
    await until(() => JSON.stringify(town.seen(ownChat)[0]).includes('已销号'), 'changed')
  })
})
