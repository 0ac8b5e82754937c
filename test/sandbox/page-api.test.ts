import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createSandbox } from '../../src/sandbox/server.ts'
import { app, group, groupSend, openOffice, png, startBot, until } from './office.ts'
import type { Office } from './office.ts'

type Event = Readonly<{ event: string; data: Record<string, unknown> }>

/** What a page that follows as this person hears. */
async function follow(office: Office, as: string): Promise<readonly Event[]> {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const response = await fetch(`${office.url}/sandbox/api/stream?as=${as}`, { signal: stop.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const events: Event[] = []
  const read = async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const part of response.body ?? []) {
      const blocks = (text + decoder.decode(part as Uint8Array, { stream: true })).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const found = /^event: (\w+)\ndata: (.*)$/.exec(block)
        if (found) events.push({ event: found[1] ?? '', data: JSON.parse(found[2] ?? '') as Event['data'] })
      }
    }
  }
  read().catch(() => undefined)
  return events
}

/** The status line that a hand-written request gets; fetch would not let us choose these headers. */
function raw(office: Office, path: string, headers: readonly string[], method = 'POST'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(office.url).port), '127.0.0.1', () =>
      socket.write([`${method} ${path} HTTP/1.1`, 'Content-Length: 2', ...headers, '', '{}'].join('\r\n')),
    )
    socket.on('data', (data) => {
      resolve(String(data).split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

test('a person sees their own chats and nobody else’s', async () => {
  const office = await openOffice()
  await office.sandbox.say({ as: 'wang', chat: 'direct:wang', text: '城关镇咋样了' })
  await office.sandbox.say({ as: 'u1', chat: group, text: '在' })
  const { body } = await office.call('/sandbox/api/state?as=u12')
  expect(body).toMatchObject({
    now: '2024-05-10T02:00:00.000Z',
    bot: { name: '清患', connected: false },
    chats: [
      { id: group, kind: 'group' },
      { id: 'direct:u12', kind: 'direct', title: '清患' },
    ],
    messages: [{ from: 'u1', text: '在' }],
    faults: { qps: 0 },
  })
  const nobody = await office.call('/sandbox/api/state')
  expect(nobody.body).toMatchObject({ chats: [], messages: [] })
  expect(nobody.body['people']).toHaveLength(4)
})

test('the page says, and gets the newest 200 of what was said', async () => {
  const office = await openOffice()
  expect(await office.page('say', { as: 'u1', chat: group, text: '第0条' })).toEqual({
    status: 200,
    body: { id: expect.any(String) },
  })
  for (let at = 1; at <= 200; at += 1) await office.sandbox.say({ as: 'u1', chat: group, text: `第${at}条` })
  const { messages } = (await office.call('/sandbox/api/state?as=u1')).body as {
    messages: { text: string }[]
  }
  expect([messages.length, messages[0]?.text, messages.at(-1)?.text]).toEqual([200, '第1条', '第200条'])
})

test('a chat keeps its newest 2,000 messages', async () => {
  const office = await openOffice()
  const first = await office.sandbox.say({ as: 'u1', chat: group, text: '最早的' })
  for (let at = 0; at < 2_000; at += 1) await office.sandbox.say({ as: 'u1', chat: group, text: '又一条' })
  expect(office.sandbox.messages(group)).toHaveLength(2_000)
  await expect(office.sandbox.say({ as: 'u1', chat: group, text: '看', quote: first })).rejects.toThrow(
    '找不到',
  )
})

test('everything that a viewer may see arrives as an event, in the order of happening', async () => {
  const office = await openOffice()
  const events = await follow(office, 'u12')
  await office.sandbox.say({ as: 'wang', chat: 'direct:wang', text: '不给别人看' })
  for (let at = 0; at < 50; at += 1) await office.sandbox.say({ as: 'u1', chat: group, text: `第${at}条` })
  const { body } = await groupSend(office, 'sampleText', { content: '收到' })
  await office.api('POST', '/v1.0/robot/groupMessages/recall', {
    robotCode: app.robotCode,
    openConversationId: group,
    processQueryKeys: [body['processQueryKey']],
  })
  await until(() => events.length === 52)
  expect(events.map((each) => each.event)).toEqual(Array.from({ length: 52 }, () => 'message'))
  expect(events.slice(0, 50).map((each) => each.data['text'])).toEqual(
    Array.from({ length: 50 }, (_, at) => `第${at}条`),
  )
  expect(events.slice(50).map((each) => each.data['revision'])).toEqual([0, 1])
})

test('the bot’s coming and the faults are a change of state', async () => {
  const office = await openOffice()
  const events = await follow(office, 'u1')
  await startBot(office)
  await until(() => events.length === 1)
  expect((await office.call('/sandbox/api/state?as=u1')).body).toMatchObject({ bot: { connected: true } })
  expect((await office.page('fault', { busy: 2, duplicate: 1 })).body).toMatchObject({
    busy: 2,
    duplicate: 1,
    qps: 0,
  })
  await until(() => events.length === 2)
  await office.page('fault', { drop: 'socket' })
  await until(() => events.length === 3)
  expect(events.every((each) => each.event === 'state')).toBe(true)
  expect((await office.call('/sandbox/api/state?as=u1')).body).toMatchObject({ bot: { connected: false } })
})

test.each([{ rain: 1 }, { qps: -1 }, { qps: 1.5 }, { qps: '1' }, { qps: 1_001 }, { drop: 'table' }])(
  'a fault like %j is refused',
  async (fault) => {
    const office = await openOffice()
    expect((await office.page('fault', fault)).status).toBe(400)
  },
)

test('the clock moves forward only, and the answer waits for what is due on the way', async () => {
  const clock = { now: new Date('2024-05-10T02:00:00Z') }
  const office = await openOffice({
    now: () => clock.now,
    async moveClock(to) {
      clock.now = to
      await office.sandbox.say({ as: 'u1', chat: group, text: '到点了' })
    },
  })
  const events = await follow(office, 'u1')
  expect((await office.page('clock', { to: '2024-05-10T10:00:00Z' })).body).toEqual({
    now: '2024-05-10T10:00:00.000Z',
  })
  expect(office.sandbox.messages(group)).toMatchObject([{ text: '到点了', at: '2024-05-10T10:00:00.000Z' }])
  await until(() => events.length === 2)
  expect(events.map((each) => each.event)).toEqual(['message', 'clock'])
  expect((await office.page('clock', { to: '2024-05-10T09:00:00Z' })).status).toBe(400)
  expect((await office.page('clock', { to: 'soon' })).status).toBe(400)
})

test('a sandbox whose clock stands says that it cannot be moved', async () => {
  const office = await openOffice()
  const refused = await office.page('clock', { to: '2024-05-10T10:00:00Z' })
  expect(refused).toEqual({ status: 501, body: { error: expect.stringMatching(/[一-龥]/) } })
})

test('a picture goes in and comes out as it was, harmlessly', async () => {
  const office = await openOffice()
  const init = { method: 'POST', headers: { 'content-type': 'image/png', 'x-sandbox': '1' }, body: png }
  const { body } = await office.call('/sandbox/api/picture', init)
  expect(body).toEqual({ id: expect.any(String), url: `/sandbox/pictures/${String(body['id'])}` })
  const file = await fetch(office.url + String(body['url']))
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(png)
  expect(file.headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  ['a text', 'text/plain', 10, 415],
  ['an SVG, which could run scripts', 'image/svg+xml', 10, 415],
  ['nothing', 'image/png', 0, 415],
  ['more than 20 MB', 'image/png', 20 * 1024 * 1024 + 1, 413],
])('%s is no picture to send', async (_, type, size, status) => {
  const office = await openOffice()
  const headers = { 'content-type': type, 'x-sandbox': '1' }
  const refused = await office.call('/sandbox/api/picture', {
    method: 'POST',
    headers,
    body: new Uint8Array(size),
  })
  expect(refused).toEqual({ status, body: { error: expect.stringMatching(/[一-龥]/) } })
})

test('a foreign page, a foreign name for this machine and a missing header are refused', async () => {
  const office = await openOffice()
  const host = `Host: ${new URL(office.url).host}`
  const own = [host, 'x-sandbox: 1']
  expect(await raw(office, '/sandbox/api/fault', own)).toContain('200')
  expect(await raw(office, '/sandbox/api/fault', [host])).toContain('403')
  expect(await raw(office, '/sandbox/api/fault', ['Host: rebound.example', 'x-sandbox: 1'])).toContain('403')
  expect(await raw(office, '/sandbox/api/fault', [...own, 'Origin: https://example.com'])).toContain('403')
  expect(await raw(office, '/sandbox/api/fault', [...own, 'Origin: null'])).toContain('403')
  expect(await raw(office, '/sandbox/api/fault', [...own, 'Sec-Fetch-Site: cross-site'])).toContain('403')
  expect(await raw(office, '/sandbox/api/fault', [...own, `Origin: ${office.url}`])).toContain('200')
  expect(
    await raw(office, '/robot/sendBySession?session=x', [host, 'Origin: https://example.com']),
  ).toContain('403')
})

test('refusals are sentences for the person', async () => {
  const office = await openOffice()
  expect(await office.page('say', { as: 'wang', chat: group, text: '在' })).toEqual({
    status: 403,
    body: { error: '这个人不在这个会话里。' },
  })
  expect((await office.page('press', { as: 'u1', message: 'gone', button: 0 })).status).toBe(404)
  expect((await office.page('press', { as: 'u1', message: 'gone' })).status).toBe(400)
  expect((await office.page('say', { as: 'u1', chat: group, text: '在', mention: 'u12' })).status).toBe(400)
})

test('the page’s files are served with their types and nothing else is', async () => {
  const office = await openOffice()
  const page = await fetch(`${office.url}/`)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  const script = await fetch(`${office.url}/main.js`)
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  for (const path of [
    '/../server.ts',
    '/..%2fserver.ts',
    '/%2e%2e/types.ts',
    '/..%2f..%2f..%2fpackage.json',
    '/%ff',
  ])
    expect((await fetch(office.url + path)).status).toBe(404)
})

test('sentences to try come from whoever started the sandbox', async () => {
  const office = await openOffice({ phrases: (viewer) => [`${viewer}：12号怎么样了`] })
  const found = await fetch(`${office.url}/sandbox/api/phrases?as=u1`)
  expect(await found.json()).toEqual(['u1：12号怎么样了'])
  const without = await openOffice()
  expect(await (await fetch(`${without.url}/sandbox/api/phrases?as=u1`)).json()).toEqual([])
})

test('the sandbox listens on 127.0.0.1 only, and a taken port is an error', async () => {
  const office = await openOffice()
  const { port, hostname } = new URL(office.url)
  expect(hostname).toBe('127.0.0.1')
  const other = createSandbox({ app, corpId: 'dingcorp', people: [], groups: [], now: () => new Date(0) })
  await expect(other.listen(Number(port))).rejects.toThrow('EADDRINUSE')
})

test('following a link to the page works wherever the link stood', async () => {
  const office = await openOffice()
  const host = `Host: ${new URL(office.url).host}`
  const followed = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Dest: document', 'Sec-Fetch-Mode: navigate']
  expect(await raw(office, '/', [host, ...followed], 'GET')).toContain('200')
  expect(await raw(office, '/sandbox/api/fault', [host, 'x-sandbox: 1', ...followed])).toContain('403')
})
