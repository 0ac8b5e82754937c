import { afterEach } from 'vitest'
import Koa from 'koa'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Card } from '../../../../src/chat/cards/card.ts'
import type { InboundEvent } from '../../../../src/chat/inbound.ts'
import type { Address, Content } from '../../../../src/chat/outgoing.ts'
import { alone } from '../../../../src/platforms/wecom/aibot/lease.ts'
import type { WecomSettings } from '../../../../src/platforms/wecom/settings.ts'
import { createWecom } from '../../../../src/platforms/wecom/wecom.ts'
import type { Wecom, WecomParts } from '../../../../src/platforms/wecom/wecom.ts'
import { createSandbox } from '../../../../src/sandbox/server.ts'
import type { Sandbox } from '../../../../src/sandbox/types.ts'
import { recordingIntake, until } from '../../support/intake.ts'
import { recordingLog } from '../../support/log.ts'
import { memoryCards, png } from './messenger.ts'
import { keys } from './sealed.ts'

const corpId = 'wwinvented0001'
export const chatId = 'wrWork_AbC'
export const group: Address = { platform: 'wecom', kind: 'group', id: chatId }
export const li: Address = { platform: 'wecom', kind: 'person', id: 'LiJing' }
export const card: Card = {
  title: '12号隐患',
  lines: ['**阳光花园3号楼**：楼道堆放纸箱'],
  actions: [
    { label: '已改好', say: '12号已改', tone: 'primary' },
    { label: '不是我们的', say: '12号不是我们的' },
  ],
  status: { text: '待整改', tone: 'open' },
}
export const settled: Card = { ...card, actions: [], status: { text: '已销号', tone: 'done' } }

type Given = Readonly<{
  mode?: 'socket' | 'webhook'
  userIdMode?: 'plaintext' | 'encrypted'
  /** Without a self-built app. */
  isAppless?: boolean
  parts?: Partial<WecomParts>
  trustedIps?: readonly string[]
}>

export type Town = Awaited<ReturnType<ReturnType<typeof towns>>>

/** The bot's side and the double's, written apart from each other against the same documentation, wired together. */
export function towns() {
  const opened: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of opened.splice(0)) await close()
  })

  return async function open(given: Given = {}) {
    const { mode = 'socket', isAppless = false } = given
    const now = () => new Date()
    const intake = recordingIntake()
    const log = recordingLog()
    const cards = memoryCards()

    // The double has to know where to call before the bot knows where the double is.
    let wecom: Wecom | undefined
    const koa = new Koa()
    koa.use((ctx, next) => wecom?.routes(intake).routes()(ctx as never, next))
    const server: Server = koa.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const at = (path: string) => ({ url: here + path, token: keys.token, aesKey: keys.encodingAesKey })

    const sandbox: Sandbox = createSandbox({
      app: { clientId: 'ding', clientSecret: 'invented', robotCode: 'ding', name: '清患' },
      corpId: 'dingcorpone',
      people: [
        {
          userId: 'LiJing',
          name: '李经理',
          title: '安居物业 · 经理',
          mobile: '13800000012',
          platforms: ['wecom'],
        },
        { userId: 'wang', name: '王县长', title: '县政府', platforms: ['wecom'] },
      ],
      groups: [{ id: chatId, title: '消防整治群', members: ['LiJing', 'wang'], platform: 'wecom' }],
      now,
      wecom: {
        corpId,
        ...(!isAppless && {
          app: { agentId: 1000002, secret: 'invented-secret', name: '整治助手', callback: at('/wecom/app') },
        }),
        aibot: { id: 'bot', secret: 'bot-secret', name: '清患', mode, callback: at('/wecom/aibot') },
        webhooks: [{ group: chatId, key: 'invented-key' }],
        userIdMode: given.userIdMode ?? 'plaintext',
        ...(given.trustedIps && { trustedIps: given.trustedIps }),
        timings: { retryAfterMs: 10 },
      },
    })
    const { url } = await sandbox.listen()
    const settings: WecomSettings = {
      apiBase: url,
      socketUrl: url.replace('http', 'ws'),
      ...(!isAppless && { app: { corpId, agentId: 1000002, secret: 'invented-secret', callback: keys } }),
      bot: mode === 'socket' ? { mode, botId: 'bot', secret: 'bot-secret' } : { mode, callback: keys },
      webhookKeys: { [chatId]: 'invented-key' },
    }
    wecom = createWecom({
      settings,
      deps: {
        now,
        replyHandle: async (to) =>
          intake.deliveries.flatMap((event) => (isFrom(event, to) ? (event.reply ?? []) : [])).at(-1),
        readMedia: async () => ({ bytes: png, mime: 'image/png' }),
        meter: () => {},
      },
      lease: alone,
      cards,
      log,
      ...given.parts,
      timings: { reconnectMs: 20, replacedMs: 100, ackTimeoutMs: 500, ...given.parts?.timings },
    })
    opened.push(async () => {
      await wecom?.socket?.stop()
      await sandbox.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
    const { socket, messenger } = wecom
    if (socket) {
      socket.start(intake)
      await until(() => socket.state().connected, 'connected')
    }
    return {
      sandbox,
      wecom,
      socket,
      messenger,
      intake,
      log,
      cards,
      send: (to: Address, content: Content, mention?: string[]) =>
        messenger.send({ to, content, ...(mention && { mention }) }),
      async heard(count: number): Promise<InboundEvent[]> {
        await until(() => intake.deliveries.length >= count, `${count} events`)
        return intake.deliveries
      },
      /** What the person sees in a chat, without his own words. */
      seen: (chat: string, as = 'LiJing') =>
        sandbox.messages(chat, as).filter(({ from }) => from !== 'LiJing' && from !== 'wang'),
    }
  }
}

function isFrom(event: InboundEvent, to: Address): event is Extract<InboundEvent, { kind: 'message' }> {
  if (event.kind !== 'message') return false
  return to.kind === 'group' ? event.conversation.id === to.id : event.conversation.id === to.id
}
