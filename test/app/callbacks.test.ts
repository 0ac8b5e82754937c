import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCounty, type County } from '../support/county.ts'

vi.setConfig({ testTimeout: 30_000 })

const SECRET = 'invented-secret'

let county: County
beforeAll(async () => {
  county = await openCounty({ mode: 'webhook', cards: true, from: '2026-11-23 09:00' })
  await county.person('赵欣').tells('帮助')
}, 120_000)
afterAll(() => county?.close())

type Answer = Readonly<{ status: number; body: string }>

function signed(at: Date, secret = SECRET): Readonly<Record<string, string>> {
  const timestamp = String(at.getTime())
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
  return { timestamp, sign }
}

async function post(
  path: string,
  body: string,
  headers: Readonly<Record<string, string>> = signed(county.now()),
): Promise<Answer> {
  const answer = await fetch(`${county.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: answer.status, body: await answer.text() }
}

let sent = 0
/** A robot message of 赵欣 one-to-one, as DingTalk writes it. */
function message(fields: object): string {
  sent += 1
  return JSON.stringify({
    conversationId: 'cidRaw==',
    conversationType: '1',
    chatbotCorpId: 'ding-corp',
    robotCode: 'ding-story',
    msgId: `raw-${sent}`,
    senderId: '$:LWCP_v1:$raw',
    senderNick: '赵欣',
    senderStaffId: 'u-zhao',
    senderCorpId: 'ding-corp',
    createAt: county.now().getTime(),
    ...fields,
  })
}
const text = (content: string): object => ({ msgtype: 'text', text: { content } })
const stored = () => county.store.db.inboxEvent.count()

/** What 赵欣 is answered to a message of any kind. */
async function answered(fields: object): Promise<string> {
  const before = county.person('赵欣').heard().length
  expect(await post('/dingtalk/robot', message(fields))).toMatchObject({ status: 200 })
  await county.settle()
  return county.person('赵欣').heard().slice(before).join('\n')
}

describe('who knocks at the webhook', () => {
  test('is turned away without a signature, with a false one, an old one, or one of a neighbour', async () => {
    const before = await stored()
    const body = message(text('阳光花园3号楼楼道堆满纸箱'))
    const old = new Date(county.now().getTime() - 3_601_000)
    for (const headers of [
      {},
      { ...signed(county.now()), sign: 'x' },
      signed(old),
      signed(county.now(), 'other'),
    ])
      expect((await post('/dingtalk/robot', body, headers)).status).toBe(401)
    expect((await post('/dingtalk/card', '{}', signed(county.now()))).status).toBe(401)
    expect(await stored()).toBe(before)
    expect(await county.store.db.hazard.count()).toBe(0)
  })

  test('is told nothing about why', async () => {
    const { body } = await post('/dingtalk/robot', '{}', {})
    expect(body).toBe('{}')
  })

  test('cannot send 300 KB, nor something that is not JSON', async () => {
    const before = await stored()
    expect((await post('/dingtalk/robot', message(text('长'.repeat(100_000))))).status).toBe(413)
    expect((await post('/dingtalk/robot', '{"msgId":')).status).toBe(400)
    expect(await stored()).toBe(before)
  })

  test('is answered 200 for a shape that nobody knows, so that it is not sent again', async () => {
    const before = await stored()
    expect((await post('/dingtalk/robot', '{"hello":1}')).status).toBe(200)
    expect(await stored()).toBe(before)
  })

  test('finds no other door open', async () => {
    expect((await post('/dingtalk/nothing', '{}')).status).toBe(404)
    expect((await fetch(`${county.url}/`)).status).toBe(404)
    expect((await fetch(`${county.url}/dingtalk/robot`)).status).toBeGreaterThanOrEqual(404)
  })
})

describe('messages of other kinds', () => {
  test.each([
    [
      'a file that is no longer there',
      { msgtype: 'file', content: { fileName: '台账.xlsx', downloadCode: 'x' } },
      '没有收到，请重发',
    ],
    ['a video', { msgtype: 'video', content: { duration: 3, downloadCode: 'x' } }, '视频我还看不了'],
    [
      'a voice message nobody could make out',
      { msgtype: 'audio', content: { recognition: '' } },
      '我还看不了',
    ],
    ['a kind that is yet to be invented', { msgtype: 'hologram', content: {} }, '我还看不了'],
    ['a message over the quota', { msgtype: 'text', errorCode: 20001 }, '额度用完了'],
  ])('%s is acked and answered in words', async (_, fields, words) => {
    expect(await answered(fields)).toContain(words)
  })

  test('a voice message that the platform has written down is like typing', async () => {
    const fields = { msgtype: 'audio', content: { recognition: '锦绣城5栋消火栓被杂物遮挡' } }
    expect(await answered(fields)).toContain('已登记')
  })

  test('a picture that is no longer there does not keep the words from being taken', async () => {
    const fields = {
      msgtype: 'richText',
      content: {
        richText: [{ text: '幸福里1号楼楼道堆放沙发' }, { type: 'picture', downloadCode: 'gone' }],
      },
    }
    expect(await answered(fields)).toContain('已登记')
    expect(await county.store.db.hazardPhoto.count()).toBe(0)
  })
})

describe('the same message twice', () => {
  test('is one hazard and one answer', async () => {
    const [hazards, heard] = [await county.store.db.hazard.count(), county.person('赵欣').heard().length]
    const body = message(text('翡翠湾2号楼楼道堆满纸箱'))
    const answers = await Promise.all([1, 2, 3].map(() => post('/dingtalk/robot', body)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    await county.settle()
    expect(await county.store.db.hazard.count()).toBe(hazards + 1)
    expect(county.person('赵欣').heard()).toHaveLength(heard + 1)
  })
})

describe('/healthz', () => {
  test('says that all is well, what is waiting, and how much of the quota is used', async () => {
    const answer = await fetch(`${county.url}/healthz`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      ok: true,
      database: { ok: true },
      inbox: { open: 0, failed: 0 },
      outbox: { waiting: 0, givenUp: 0 },
      dingtalk: { mode: 'webhook', quota: { month: '2026-11' } },
    })
  })

  test('tells no secrets and no people', async () => {
    const body = await (await fetch(`${county.url}/healthz`)).text()
    for (const word of [SECRET, 'session=', '赵欣', 'card-secret']) expect(body).not.toContain(word)
    expect(body).not.toMatch(/1[3-9]\d{9}(?!\d)/)
  })
})
