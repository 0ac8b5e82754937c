import { WSClient } from '@wecom/aibot-node-sdk'
import type { WsFrame } from '@wecom/aibot-node-sdk'
import { onTestFinished } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/types.ts'
import type { WeComOptions } from '../../../src/sandbox/wecom/options.ts'
import { openOffice, until } from '../office.ts'
import type { Answer, Office } from '../office.ts'

export const corpId = 'wwinvented'
export const agentId = 1000002
export const secret = 'an invented app secret'
export const aibot = { id: 'aibInvented', secret: 'an invented bot secret', name: '清患' }
export const group = 'wrWork_AbC'

export const keys = { token: 'invented-token', aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }

/** Short waits, yet long enough for a busy machine: nothing here may take a second. */
export const quick = {
  callbackMs: 300,
  verifyMs: 300,
  retryAfterMs: 10,
  answerMs: 500,
  lateAckMs: 80,
  pollMs: 15,
  holdMs: 300,
}

type Body = Record<string, unknown>
export type WeComOffice = Office &
  Readonly<{
    /** A call of the API with a valid token. */
    cgi(path: string, body?: unknown, query?: string): Promise<Body>
    /** A call as it is, answered as JSON. */
    bare(path: string, body?: unknown): Promise<Body>
    appToken(): Promise<string>
  }>

/** The organisation's options; an AI bot of null is none. */
type Given = Partial<Omit<WeComOptions, 'aibot'>> & Readonly<{ aibot?: WeComOptions['aibot'] | null }>

/** The small office with a WeCom group beside the DingTalk one. */
export async function openWeCom(
  { aibot: bot = { ...aibot, mode: 'socket' }, ...wecom }: Given = {},
  more: Partial<SandboxOptions> = {},
): Promise<WeComOffice> {
  const office = await openOffice({
    people: [
      {
        userId: 'u1',
        name: '小赵',
        title: '城关镇 · 网格员',
        mobile: '13800000001',
        platforms: ['dingtalk', 'wecom'],
      },
      {
        userId: 'LiJing',
        name: '李经理',
        title: '安居物业 · 经理',
        mobile: '13800000012',
        platforms: ['wecom'],
      },
      { userId: 'wang', name: '王县长', title: '县政府', mobile: '13800000003', platforms: ['wecom'] },
      { userId: 'guest', name: '外单位老周', title: '消防器材公司', outsider: true, platforms: ['wecom'] },
      { userId: 'ding', name: '钉小周', title: '河东街道 · 网格员' },
    ],
    groups: [
      { id: group, title: '消防整治群', members: ['u1', 'LiJing', 'guest'], platform: 'wecom' },
      { id: 'cidDing==', title: '钉钉群', members: ['u1', 'ding'] },
    ],
    wecom: {
      corpId,
      app: { agentId, secret },
      ...(bot ? { aibot: bot } : {}),
      timings: quick,
      ...wecom,
    },
    ...more,
  })
  const bare = async (path: string, body?: unknown): Promise<Body> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    return (await office.call(path, init)).body
  }
  const appToken = async (): Promise<string> =>
    String(
      (await bare(`/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${encodeURIComponent(secret)}`))[
        'access_token'
      ],
    )
  return {
    ...office,
    bare,
    appToken,
    cgi: async (path, body, query = '') =>
      bare(`/cgi-bin/${path}?access_token=${await appToken()}${query}`, body),
  }
}

export type AiBotClient = Readonly<{
  client: WSClient
  /** Messages and events in the order of their arrival. */
  messages: WsFrame[]
  events: WsFrame[]
  errors: unknown[]
  /** The next message that was not taken yet. */
  next(): Promise<WsFrame & { body: Body }>
  nextEvent(): Promise<WsFrame & { body: Body }>
}>

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A bot on the official SDK, unmodified, and subscribed when this resolves unless `given` makes that impossible. */
export async function startAiBot(
  office: Office,
  given: Readonly<{ secret?: string; wait?: boolean }> = {},
): Promise<AiBotClient> {
  const client = new WSClient({
    botId: aibot.id,
    secret: given.secret ?? aibot.secret,
    wsUrl: office.url.replace(/^http/, 'ws'),
    maxReconnectAttempts: 0,
    maxAuthFailureAttempts: 0,
    logger: silent,
  })
  const messages: WsFrame[] = []
  const events: WsFrame[] = []
  const errors: unknown[] = []
  let authenticated = false
  client.on('message', (frame) => messages.push(frame))
  client.on('event', (frame) => events.push(frame))
  client.on('error', (error) => errors.push(error))
  client.on('authenticated', () => (authenticated = true))
  client.connect()
  onTestFinished(() => client.disconnect())
  if (given.wait !== false) await until(() => authenticated)
  let taken = 0
  let takenEvents = 0
  return {
    client,
    messages,
    events,
    errors,
    async next() {
      const frame = await until(() => messages[taken])
      taken += 1
      return frame as WsFrame & { body: Body }
    },
    async nextEvent() {
      const frame = await until(() => events[takenEvents])
      takenEvents += 1
      return frame as WsFrame & { body: Body }
    },
  }
}

/** What the SDK rejects with is the raw acknowledgement. */
export async function codeOf(sent: Promise<unknown>): Promise<unknown> {
  return sent.then(
    () => 0,
    (frame: Body) => frame['errcode'] ?? frame,
  )
}

export type { Answer }

/** A card with two buttons, as the product sends them. */
export function buttonCard(taskId: string, more: Body = {}): { card_type: string } & Body {
  return {
    card_type: 'button_interaction',
    source: { desc: '清患', desc_color: 1 },
    main_title: { title: '12号隐患（YC-0012）', desc: '待整改' },
    quote_area: { type: 0, quote_text: '阳光花园3号楼：楼道堆满纸箱' },
    horizontal_content_list: [
      { keyname: '责任单位', value: '安居物业' },
      { keyname: '期限', value: '11月22日' },
    ],
    task_id: taskId,
    button_list: [
      { text: '已改好', style: 1, key: '12号已改' },
      { text: '不是我们的', style: 3, key: '12号不是我们的' },
    ],
    ...more,
  }
}

/** A card that only tells. */
export function noticeCard(title: string, more: Body = {}): { card_type: string } & Body {
  return {
    card_type: 'text_notice',
    main_title: { title },
    card_action: { type: 1, url: 'https://example.com/' },
    ...more,
  }
}
