import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { afterEach, describe, expect, test } from 'vitest'
import { officialBases, replyHosts } from '../../../src/platforms/dingtalk/http.ts'
import { dingtalkRoutes } from '../../../src/platforms/dingtalk/routes.ts'
import type { DingtalkRoutes } from '../../../src/platforms/dingtalk/routes.ts'
import { recordingIntake } from '../support/intake.ts'
import { recordingLog } from '../support/log.ts'
import { payload } from '../support/payload.ts'
import { cardTemplate } from '../support/template.ts'

const robotSecret = 'invented-app-secret'
const cardSecret = 'invented-card-secret'
const now = new Date('2024-05-10T15:55:00+08:00')

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function open(more: Partial<DingtalkRoutes> = {}) {
  const intake = recordingIntake()
  const log = recordingLog()
  const allowedHosts = replyHosts(officialBases)
  const router = dingtalkRoutes({
    robotSecret,
    cardSecret,
    cardTemplate,
    allowedHosts,
    intake,
    now: () => now,
    log,
    ...more,
  })
  const app = new Koa()
  app.use(router.routes())
  server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server?.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const post = async (path: string, body: string, headers: Record<string, string>) => {
    const response = await fetch(url + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
    return { status: response.status, json: (await response.json()) as unknown }
  }
  return { intake, log, post, url }
}

function robotSign(at = now, secret = robotSecret) {
  const timestamp = String(at.getTime())
  return { timestamp, sign: createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64') }
}
function cardSign(at = now, secret = cardSecret) {
  const timestamp = String(at.getTime())
  return {
    'x-ddpaas-signature-timestamp': timestamp,
    'x-ddpaas-signature': createHmac('sha256', secret).update(timestamp).digest('base64'),
  }
}
const message = JSON.stringify(payload('text-group'))
const press = JSON.stringify(payload('card-content'))

describe('a robot message', () => {
  test('that is signed is stored and answered', async () => {
    const { intake, log, post } = await open()
    expect(await post('/dingtalk/robot', message, robotSign())).toEqual({ status: 200, json: {} })
    expect(intake.deliveries).toMatchObject([{ eventId: 'msgOne==', text: '12号已改' }])
    expect(log.lines).toEqual([])
  })
  test.each([
    ['forged', robotSign(now, 'another-secret')],
    ['an hour and a second old', robotSign(new Date(now.getTime() - 3601_000))],
    ['not signed', {}],
  ])('that is %s is refused with one line in the log and nothing stored', async (_what, headers) => {
    const { intake, log, post } = await open()
    expect((await post('/dingtalk/robot', message, headers as Record<string, string>)).status).toBe(401)
    expect(intake.deliveries).toEqual([])
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { status: 401 } }])
    expect(JSON.stringify(log.lines)).not.toMatch(/invented|session=|小刘/)
  })
  test('that is neither signed nor JSON is refused for the signature: nothing is parsed before', async () => {
    const { post } = await open()
    expect((await post('/dingtalk/robot', '{', {})).status).toBe(401)
  })
  test('that is not JSON is refused', async () => {
    const { intake, log, post } = await open()
    expect((await post('/dingtalk/robot', '{"msgId":', robotSign())).status).toBe(400)
    expect(intake.deliveries).toEqual([])
    expect(log.lines).toHaveLength(1)
  })
  test.each(['[]', 'null', '{"msgtype":"text"}', JSON.stringify(payload('bad-no-msg-id'))])(
    'of an unknown shape (%s) is answered, logged once and not stored',
    async (body) => {
      const { intake, log, post } = await open()
      expect(await post('/dingtalk/robot', body, robotSign())).toEqual({ status: 200, json: {} })
      expect(intake.deliveries).toEqual([])
      expect(log.lines).toMatchObject([{ level: 'warn', message: 'callback not understood' }])
    },
  )
  test('that is played back comes with the same id, so that the store knows it', async () => {
    const { intake, post } = await open()
    const headers = robotSign()
    await post('/dingtalk/robot', message, headers)
    expect((await post('/dingtalk/robot', message, headers)).status).toBe(200)
    expect(new Set(intake.deliveries.map((event) => event.eventId)).size).toBe(1)
  })
  test('is refused while the database is away, so that it is sent again', async () => {
    const { intake, log, post } = await open()
    intake.store = () => Promise.reject(new Error('connect ECONNREFUSED postgres://user:password@db'))
    expect((await post('/dingtalk/robot', message, robotSign())).status).toBe(503)
    expect(log.lines).toMatchObject([{ level: 'error', fields: { eventId: 'msgOne==' } }])
    expect(JSON.stringify(log.lines)).not.toContain('password')
  })
  test('of more than 256 KB is refused', async () => {
    const { intake, log, post } = await open()
    expect(
      (await post('/dingtalk/robot', JSON.stringify({ pad: 'x'.repeat(256 * 1024) }), robotSign())).status,
    ).toBe(413)
    expect(intake.deliveries).toEqual([])
    expect(log.lines).toHaveLength(1)
  })
  test('of more than 256 KB that does not say so is refused as well', async () => {
    const { url } = await open()
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { ...robotSign(), 'transfer-encoding': 'chunked' }
      const outgoing = request(`${url}/dingtalk/robot`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode)
        response.resume()
        outgoing.destroy()
      })
      outgoing.on('error', reject)
      for (let i = 0; i < 40; i++) outgoing.write('x'.repeat(8192))
    })
    expect(status).toBe(413)
  })
  test('of exactly 256 KB is read', async () => {
    const { post, intake } = await open()
    const room = 256 * 1024 - Buffer.byteLength(message) - '"pad":"",'.length
    const body = message.replace('{', `{"pad":"${'x'.repeat(room)}",`)
    expect(Buffer.byteLength(body)).toBe(256 * 1024)
    expect((await post('/dingtalk/robot', body, robotSign())).status).toBe(200)
    expect(intake.deliveries).toHaveLength(1)
  })
  test('by GET is not taken', async () => {
    const { url } = await open()
    expect((await fetch(`${url}/dingtalk/robot`)).status).toBe(404)
  })
})

describe('a pressed button', () => {
  const settled = {
    title: '隐患 12号',
    lines: ['已销号'],
    actions: [],
    status: { text: '已销号', tone: 'done' },
  } as const

  test('is answered with the card as it then stands', async () => {
    const { intake, post } = await open()
    intake.card = async () => settled
    const { status, json } = await post('/dingtalk/card', press, cardSign())
    expect(status).toBe(200)
    expect(json).toMatchObject({
      cardUpdateOptions: { updateCardDataByKey: true },
      cardData: { cardParamMap: { settled: 'true', status_text: '已销号' } },
      userPrivateData: { cardParamMap: {} },
    })
    expect(intake.deliveries).toMatchObject([{ kind: 'card-action', say: '12号已改', cardId: 'hazard-12' }])
  })
  test.each([
    ['is not known in time', () => new Promise<undefined>(() => {})],
    ['is none', async () => undefined],
    ['cannot be had', () => Promise.reject(new Error('worker away'))],
  ])('is answered with nothing when the card %s', async (_why, card) => {
    const { intake, post } = await open()
    intake.card = card
    const started = performance.now()
    expect(await post('/dingtalk/card', press, cardSign())).toEqual({ status: 200, json: {} })
    expect(performance.now() - started).toBeLessThan(1900)
  })
  test('played back is the same event, pressed again it is another', async () => {
    const { intake, post } = await open()
    const headers = cardSign()
    await post('/dingtalk/card', press, headers)
    await post('/dingtalk/card', press, headers)
    await post('/dingtalk/card', press, cardSign(new Date(now.getTime() + 1)))
    const [first, again, later] = intake.deliveries.map((event) => event.eventId)
    expect(again).toBe(first)
    expect(later).not.toBe(first)
  })
  test('that says nothing is answered and logged', async () => {
    const { intake, log, post } = await open()
    expect((await post('/dingtalk/card', JSON.stringify(payload('card-no-say')), cardSign())).status).toBe(
      200,
    )
    expect(intake.deliveries).toEqual([])
    expect(log.lines).toMatchObject([{ fields: { fields: ['params.say'] } }])
  })
  test('signed as a robot message is refused, and so is any while no secret is configured', async () => {
    const { post } = await open()
    expect((await post('/dingtalk/card', press, robotSign())).status).toBe(401)
    const without = await open({ cardSecret: undefined })
    expect((await without.post('/dingtalk/card', press, cardSign())).status).toBe(401)
  })
  test('is refused while the database is away', async () => {
    const { intake, post } = await open()
    intake.store = () => Promise.reject(new Error('away'))
    expect((await post('/dingtalk/card', press, cardSign())).status).toBe(503)
  })
})
