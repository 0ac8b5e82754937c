import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { app, group, openOffice, quick, until } from './office.ts'

type Received = Readonly<{ path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> }>

/** A bot's web server that answers each request with the next of these, then with an empty 200. */
async function startWebBot(
  answers: readonly Readonly<{ status: number; body?: unknown; when?: Promise<void> }>[] = [],
) {
  const left = [...answers]
  const received: Received[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>
      received.push({ path: request.url ?? '', headers: request.headers, body })
      const answer = left.shift()
      response.statusCode = answer?.status ?? 200
      const text = answer?.body === undefined ? '' : JSON.stringify(answer.body)
      void Promise.resolve(answer?.when).then(() => response.end(text))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const push = { robotUrl: `${url}/robot`, cardUrl: `${url}/card`, cardSecret: 'card secret' }
  return { url, received, push }
}

const card = {
  cardTemplateId: 'hazard.schema',
  outTrackId: 'card-1',
  callbackType: 'HTTP',
  cardData: { cardParamMap: { title: '12号', buttons: '[{"text":"合格","actionId":"pass"}]' } },
  openSpaceId: `dtv1.card//IM_GROUP.${group}`,
  imGroupOpenSpaceModel: {},
  imGroupOpenDeliverModel: { robotCode: app.robotCode },
}

test('a robot message is posted with time and signature, and needs no socket', async () => {
  const { received, push } = await startWebBot()
  const office = await openOffice({ push })
  const id = await office.sandbox.say({ as: 'u1', chat: group, text: '在', at: true })
  await until(() => office.sandbox.stats.acked === 1)
  const [first] = received
  const timestamp = String(Date.parse('2024-05-10T02:00:00Z'))
  expect(first?.headers).toMatchObject({
    timestamp,
    sign: createHmac('sha256', app.clientSecret).update(`${timestamp}\n${app.clientSecret}`).digest('base64'),
    'content-type': 'application/json; charset=utf-8',
  })
  expect(first?.body).toMatchObject({ msgId: id, msgtype: 'text', text: { content: ' 在' } })
})

test('what is not answered with 200 comes again with the same msgId', async () => {
  const { received, push } = await startWebBot([{ status: 500 }, { status: 302 }])
  const office = await openOffice({ push, timings: { ...quick, redeliverAfterMs: 10 } })
  const id = await office.sandbox.say({ as: 'u1', chat: group, text: '在', at: true })
  await until(() => office.sandbox.stats.acked === 1)
  expect(received.map((each) => each.body['msgId'])).toEqual([id, id, id])
  expect(office.sandbox.stats).toMatchObject({ delivered: 3, redelivered: 2 })
})

test('messages said in a row arrive in that order, each after the answer to the one before', async () => {
  let answer = (): void => undefined
  const when = new Promise<void>((resolve) => (answer = resolve))
  const { received, push } = await startWebBot([{ status: 200, when }])
  const office = await openOffice({ push })
  const ids: string[] = []
  for (const text of ['一', '二', '三'])
    ids.push(await office.sandbox.say({ as: 'u1', chat: group, text, at: true }))
  await until(() => received.length === 1)
  expect(office.sandbox.stats.delivered).toBe(1)
  answer()
  await until(() => received.length === 3)
  expect(received.map((each) => each.body['msgId'])).toEqual(ids)
})

test('a card click is posted with the card signature, and the answer is shown to who clicked', async () => {
  const body = { cardData: { cardParamMap: { title: '已合格' } } }
  const { received, push } = await startWebBot([{ status: 200, body }])
  const office = await openOffice({ push })
  await office.api('POST', '/v1.0/card/instances/createAndDeliver', card)
  const message = office.sandbox.messages(group).at(-1)?.id ?? ''
  expect(await office.sandbox.press({ as: 'u12', message, button: 0 })).toEqual({ ok: true })
  const timestamp = String(Date.parse('2024-05-10T02:00:00Z'))
  expect(received).toMatchObject([
    {
      path: '/card',
      headers: {
        'x-ddpaas-signature-timestamp': timestamp,
        'x-ddpaas-signature': createHmac('sha256', 'card secret').update(timestamp).digest('base64'),
      },
      body: { outTrackId: 'card-1', userId: 'u12' },
    },
  ])
  expect(office.sandbox.messages(group, 'u12').at(-1)?.title).toBe('已合格')
  expect(office.sandbox.messages(group, 'u1').at(-1)?.title).toBe('12号')
})

test('a click whose answer is an error fails', async () => {
  const { push } = await startWebBot([{ status: 500 }])
  const office = await openOffice({ push })
  await office.api('POST', '/v1.0/card/instances/createAndDeliver', card)
  const message = office.sandbox.messages(group).at(-1)?.id ?? ''
  expect(await office.sandbox.press({ as: 'u12', message, button: 0 })).toMatchObject({ ok: false })
})

test('a registered callback address is used for its route key, and only this machine can be one', async () => {
  const { url, received, push } = await startWebBot()
  const office = await openOffice({ push })
  const register = (callbackUrl: string) =>
    office.api('POST', '/v1.0/card/callbacks/register', { callbackRouteKey: 'hazards', callbackUrl })
  expect((await register('https://example.com/card')).status).toBe(400)
  expect((await register('http://127.0.0.1:1@example.com/card')).status).toBe(400)
  expect((await register(`${url}/registered`)).status).toBe(200)
  await office.api('POST', '/v1.0/card/instances/createAndDeliver', { ...card, callbackRouteKey: 'hazards' })
  const message = office.sandbox.messages(group).at(-1)?.id ?? ''
  await office.sandbox.press({ as: 'u1', message, button: 0 })
  expect(received.map((each) => each.path)).toEqual(['/registered'])
  expect(received[0]?.headers).not.toHaveProperty('x-ddpaas-signature')
})
