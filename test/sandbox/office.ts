import axios from 'axios'
import { DWClient, TOPIC_CARD, TOPIC_ROBOT } from 'dingtalk-stream'
import type { DWClientDownStream } from 'dingtalk-stream'
import { onTestFinished, vi } from 'vitest'
import { createSandbox } from '../../src/sandbox/server.ts'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/types.ts'

export const app = {
  clientId: 'dingqinghuan',
  clientSecret: 'an invented secret',
  robotCode: 'dingqinghuan',
  name: '清患',
  cardTemplates: ['hazard.schema'],
  unpublishedTemplates: ['draft.schema'],
}

export const group = 'cidWork=='

type Body = Record<string, unknown>
export type Answer = Readonly<{ status: number; body: Body }>

export type Office = Readonly<{
  sandbox: Sandbox
  url: string
  /** Moves the sandbox's clock on. */
  wait(ms: number): void
  /** A call of api.dingtalk.com with a valid token. */
  api(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Answer>
  /** Any call. */
  call(path: string, init?: RequestInit): Promise<Answer>
  token(): Promise<string>
  /** A call of the sandbox's page. */
  page(path: string, body: unknown): Promise<Answer>
}>

export const quick = {
  redeliverAfterMs: 40,
  pingEveryMs: 20_000,
  disconnectGraceMs: 60,
  cardAckMs: 80,
}

/** A small office on a sandbox of its own, closed when the test is over. */
export async function openOffice(more: Partial<SandboxOptions> = {}): Promise<Office> {
  const clock = { now: new Date('2024-05-10T02:00:00Z') }
  const sandbox = createSandbox({
    app,
    corpId: 'dingcorp',
    people: [
      { userId: 'u1', name: '小赵', title: '城关镇 · 网格员', mobile: '13800000001' },
      { userId: 'u12', name: '李经理', title: '安居物业 · 经理', mobile: '13800000012' },
      { userId: 'wang', name: '王县长', title: '县政府', mobile: '13800000003' },
      { userId: 'guest', name: '外单位老周', title: '消防器材公司', outsider: true },
    ],
    groups: [
      { id: group, title: '消防整治工作群', members: ['u1', 'u12', 'guest'] },
      { id: 'cidOther==', title: '河东街道群', members: ['u1'] },
    ],
    now: () => clock.now,
    timings: quick,
    ...more,
  })
  const { url } = await sandbox.listen()
  onTestFinished(() => sandbox.close())
  const call = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(path.startsWith('http') ? path : url + path, init)
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Body) : { text } }
  }
  const json = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const token = async (): Promise<string> => {
    const body = { appKey: app.clientId, appSecret: app.clientSecret }
    return String((await call('/v1.0/oauth2/accessToken', json('POST', body))).body['accessToken'])
  }
  return {
    sandbox,
    url,
    wait: (ms) => {
      clock.now = new Date(clock.now.getTime() + ms)
    },
    call,
    token,
    api: async (method, path, body) =>
      call(path, json(method, body, { 'x-acs-dingtalk-access-token': await token() })),
    page: (path, body) => call(`/sandbox/api/${path}`, json('POST', body, { 'x-sandbox': '1' })),
  }
}

export type Heard = Readonly<{ frame: DWClientDownStream; message: Body }>

export type Bot = Readonly<{
  client: DWClient
  /** Robot messages in the order of their arrival. */
  heard: Heard[]
  clicks: Heard[]
  /** The next robot message that was not taken yet. */
  next(): Promise<Body>
}>

/**
 * A bot on the official SDK, unmodified: only its HTTP calls are led to the sandbox.
 * Messages are acknowledged unless `silent`; a click is answered with what `answer` returns, or never.
 */
export async function startBot(
  office: Office,
  how: Readonly<{ silent?: boolean; answer?: (callback: Body) => unknown; topics?: readonly string[] }> = {},
): Promise<Bot> {
  const lead = axios.interceptors.request.use((request) => ({
    ...request,
    url: request.url?.replace(/^https:\/\/(api|oapi)\.dingtalk\.com/, office.url) ?? '',
  }))
  // The SDK reports its comings and goings on the console.
  vi.spyOn(console, 'info').mockImplementation(() => undefined)
  const options = {
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    autoReconnect: false,
    // The SDK's default list is shared between all its clients.
    subscriptions: [{ type: 'EVENT', topic: '*' }],
  }
  const client = new DWClient(options)
  const heard: Heard[] = []
  const clicks: Heard[] = []
  const topics = how.topics ?? [TOPIC_ROBOT, TOPIC_CARD]
  if (topics.includes(TOPIC_ROBOT))
    client.registerCallbackListener(TOPIC_ROBOT, (frame) => {
      heard.push({ frame, message: JSON.parse(frame.data) as Body })
      if (!how.silent) client.socketCallBackResponse(frame.headers.messageId, null)
    })
  if (topics.includes(TOPIC_CARD))
    client.registerCallbackListener(TOPIC_CARD, (frame) => {
      const message = JSON.parse(frame.data) as Body
      clicks.push({ frame, message })
      if (how.answer) client.socketCallBackResponse(frame.headers.messageId, how.answer(message))
    })
  await client.connect()
  axios.interceptors.request.eject(lead)
  onTestFinished(() => client.disconnect())
  let taken = 0
  return {
    client,
    heard,
    clicks,
    async next() {
      const found = await until(() => heard[taken])
      taken += 1
      return found.message
    },
  }
}

/** Awaits a value that is not undefined and not false, at most a second. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  return vi.waitFor(
    () => {
      const found = look()
      if (found === undefined || found === false) throw new Error(`still waiting for: ${String(look)}`)
      return found
    },
    { timeout: 1_000, interval: 5 },
  )
}

/** Answers a robot message over its session webhook. */
export async function reply(office: Office, message: Body, body: unknown): Promise<Answer> {
  return office.call(String(message['sessionWebhook']), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** A group send of one of the robot's templates. */
export function groupSend(office: Office, msgKey: string, param: unknown, more: Body = {}): Promise<Answer> {
  const body = {
    robotCode: app.robotCode,
    openConversationId: group,
    msgKey,
    msgParam: JSON.stringify(param),
  }
  return office.api('POST', '/v1.0/robot/groupMessages/send', { ...body, ...more })
}

/** The smallest picture that is one. */
export const png = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
)
