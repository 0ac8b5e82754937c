import nock from 'nock'
import type { Card } from '../../../../src/chat/cards/card.ts'
import type { ReplyHandle } from '../../../../src/chat/inbound.ts'
import type { Address, MessengerDeps, Outgoing } from '../../../../src/chat/outgoing.ts'
import { PlatformError } from '../../../../src/chat/outgoing.ts'
import type { BotSocket } from '../../../../src/platforms/wecom/aibot/socket.ts'
import type { Cards } from '../../../../src/platforms/wecom/api/cards.ts'
import { createWecomClient } from '../../../../src/platforms/wecom/api/client.ts'
import { createIds } from '../../../../src/platforms/wecom/api/ids.ts'
import { createRobotClient } from '../../../../src/platforms/wecom/api/robots.ts'
import { createWecomMessenger } from '../../../../src/platforms/wecom/messenger.ts'
import type { WecomConfig } from '../../../../src/platforms/wecom/messenger.ts'
import { officialAddresses } from '../../../../src/platforms/wecom/settings.ts'
import type { WecomSettings } from '../../../../src/platforms/wecom/settings.ts'
import { recordingLog } from '../../support/log.ts'
import { corpId, keys } from './sealed.ts'

export const API = officialAddresses.apiBase
export const group: Address = { platform: 'wecom', kind: 'group', id: 'wrkGroupOne_AbC' }
export const person: Address = { platform: 'wecom', kind: 'person', id: 'Liu01' }
export const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
export const card: Card = {
  title: '12号隐患',
  lines: ['阳光花园3号楼'],
  actions: [{ label: '已安排', say: '12号已安排' }],
}
export const app = { corpId, agentId: 1000002, secret: 'invented-secret', callback: keys }
export const socketBot = { mode: 'socket', botId: 'bot', secret: 'bot-secret' } as const
export const urlBot = { mode: 'webhook', callback: keys } as const

/** Response codes in memory, the newest taken first. */
export function memoryCards(): Cards & {
  readonly kept: Map<string, { responseCode: string; userId: string }[]>
} {
  const kept = new Map<string, { responseCode: string; userId: string }[]>()
  return {
    kept,
    async remember(cardId, responseCode, userId) {
      kept.set(cardId, [...(kept.get(cardId) ?? []), { responseCode, userId }])
    },
    take: async (cardId) => kept.get(cardId)?.pop(),
  }
}

export type Said = Readonly<{ way: 'push' | 'reply'; to: string; body: Record<string, unknown> }>

/** The AI bot's connection as the messenger sees it; `refuse` throws for a frame, or does not. */
export function recordingSocket(refuse: (said: Said) => void = () => {}) {
  const said: Said[] = []
  const say = async (one: Said): Promise<void> => {
    refuse(one)
    said.push(one)
  }
  const socket: BotSocket = {
    start: () => {},
    stop: async () => {},
    state: () => {
      throw new Error('not asked for')
    },
    push: ({ kind, id }, body) => say({ way: 'push', to: `${kind} ${id}`, body }),
    reply: (reqId, body) => say({ way: 'reply', to: reqId, body }),
    upload: async () => 'bot-media-1',
  }
  return { socket, said }
}

type Given = Readonly<{
  settings?: Partial<WecomSettings>
  config?: Partial<WecomConfig>
  handle?: ReplyHandle | undefined
  readMedia?: MessengerDeps['readMedia']
}>

export function setUp({ settings, config, handle, readMedia }: Given = {}) {
  const clock = { now: new Date('2024-05-10T16:35:00+08:00') }
  const metered: string[] = []
  const log = recordingLog()
  const cards = memoryCards()
  const now = () => clock.now
  const all: WecomSettings = { ...officialAddresses, webhookKeys: {}, ...settings }
  const meter = (kind: string, call: string) => void metered.push(`${kind} ${call}`)
  const client = createWecomClient({ settings: all, now, log, meter })
  const robots = createRobotClient({ settings: all, now, log, meter })
  const messenger = createWecomMessenger(
    { settings: all, client, robots, ids: createIds(client, now), cards, log, ...config },
    {
      now,
      replyHandle: async () => handle,
      readMedia: readMedia ?? (async () => ({ bytes: png, mime: 'image/png' })),
      meter,
    },
  )
  return { messenger, client, robots, clock, metered, log, cards }
}

export type Body = Record<string, unknown>

export function token(value = 'token-1', times = 1): void {
  nock(API)
    .get('/cgi-bin/gettoken')
    .query({ corpid: corpId, corpsecret: 'invented-secret' })
    .times(times)
    .reply(200, { errcode: 0, access_token: value, expires_in: 7200 })
}

/** Answers one API as often as it is called, and returns what was sent to it. */
export function api(path: string, answer: object | ((body: Body, query: Body) => object) = { errcode: 0 }) {
  const bodies: Body[] = []
  nock(API)
    .persist()
    .post(`/cgi-bin/${path}`)
    .query(true)
    .reply((uri, body) => {
      const query = Object.fromEntries(new URL(uri, API).searchParams)
      bodies.push(body as Body)
      return [200, typeof answer === 'function' ? answer(body as Body, query) : answer]
    })
  return bodies
}

export const text = (words: string, to: Address = person, mention?: string[]): Outgoing => ({
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

/** A handle of the AI bot's connection, `ageMs` after the message that it answers. */
export function asked(ageMs = 1000, url = 'aibot:req-1'): ReplyHandle {
  const at = new Date('2024-05-10T16:35:00+08:00').getTime() - ageMs
  return { url, expiresAt: new Date(at + (url.startsWith('aibot:') ? 24 : 1) * 3600_000) }
}
