import nock from 'nock'
import type { Card } from '../../../src/chat/cards/card.ts'
import type { ReplyHandle } from '../../../src/chat/inbound.ts'
import type { Address, MessengerDeps, Outgoing } from '../../../src/chat/outgoing.ts'
import { PlatformError } from '../../../src/chat/outgoing.ts'
import { officialBases } from '../../../src/platforms/dingtalk/http.ts'
import { createDingtalkMessenger } from '../../../src/platforms/dingtalk/messenger.ts'
import type { DingtalkConfig } from '../../../src/platforms/dingtalk/messenger.ts'
import { recordingLog } from './log.ts'
import { cardTemplate as template } from './template.ts'

export const API = 'https://api.dingtalk.com'
export const OAPI = 'https://oapi.dingtalk.com'
export const group: Address = { platform: 'dingtalk', kind: 'group', id: 'cidGroupOne==' }
export const person: Address = { platform: 'dingtalk', kind: 'person', id: 'liu01' }
export const withTemplate = {
  card: { templateId: 'tpl.schema', template, callback: { type: 'STREAM' } },
} as const
export const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

export const card: Card = {
  title: '隐患 12号',
  lines: ['阳光花园 3号楼'],
  actions: [{ label: '已安排', say: '12号已安排' }],
}

export function setUp(
  config: Partial<DingtalkConfig> = {},
  handle?: Partial<ReplyHandle>,
  wall?: () => Date,
  readMedia: MessengerDeps['readMedia'] = async () => ({ bytes: png, mime: 'image/png' }),
) {
  const clock = { now: new Date('2024-05-10T10:00:00+08:00') }
  const metered: string[] = []
  const log = recordingLog()
  const reply = handle && {
    url: `${OAPI}/robot/sendBySession?session=abc123`,
    expiresAt: new Date(clock.now.getTime() + 3600_000),
    ...handle,
  }
  const messenger = createDingtalkMessenger(
    {
      ...officialBases,
      clientId: 'dingapp',
      clientSecret: 'invented-secret',
      robotCode: 'dingapp',
      log,
      ...config,
    },
    {
      now: () => clock.now,
      ...(wall && { wall }),
      replyHandle: async () => reply,
      readMedia,
      meter: (kind, call) => metered.push(`${kind} ${call}`),
    },
  )
  return { messenger, clock, metered, log }
}

export type Body = Record<string, never>
export function session(answer: object = { errcode: 0, errmsg: 'ok' }, status = 200) {
  const bodies: Body[] = []
  nock(OAPI)
    .post('/robot/sendBySession')
    .query({ session: 'abc123' })
    .times(20)
    .reply((_uri, body) => {
      bodies.push(body as Body)
      return [status, answer]
    })
  return bodies
}
export function token(value = 'token-1', times = 1) {
  const scope = nock(API)
  scope.post('/v1.0/oauth2/accessToken').times(times).reply(200, { accessToken: value, expireIn: 7200 })
  return scope
}
export function api(
  path: string,
  answer: object | string = { processQueryKey: 'k' },
  status = 200,
  times = 50,
  method = 'POST',
) {
  const bodies: Body[] = []
  nock(API)
    .intercept(`/v1.0/${path}`, method)
    .times(times)
    .reply((_uri, body) => {
      bodies.push(body as Body)
      return [status, answer]
    })
  return bodies
}
export const text = (words: string, to: Address = group, mention?: string[]): Outgoing => ({
  to,
  content: { kind: 'text', text: words },
  ...(mention && { mention }),
})
export async function failure(work: Promise<unknown>): Promise<PlatformError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof PlatformError)) throw new Error(`expected a PlatformError, got ${String(error)}`)
  return error
}
export const param = (body: Body | undefined) =>
  JSON.parse(String(body?.['msgParam'])) as Record<string, string>
