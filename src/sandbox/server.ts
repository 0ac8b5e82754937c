import { Router } from '@koa/router'
import Koa from 'koa'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { createChats } from './chats.ts'
import { addCards } from './dingtalk/cards/api.ts'
import { createPress } from './dingtalk/cards/press.ts'
import { addDirectory } from './dingtalk/directory.ts'
import { addMedia } from './dingtalk/media.ts'
import { addRobot } from './dingtalk/robot.ts'
import { createSay } from './dingtalk/say.ts'
import { createSessions } from './dingtalk/sessions.ts'
import { addGateway } from './dingtalk/wire/gateway.ts'
import { createGuards } from './dingtalk/wire/guards.ts'
import { createPush } from './dingtalk/wire/push.ts'
import type { Counters } from './dingtalk/wire/route.ts'
import { createSockets } from './dingtalk/wire/sockets.ts'
import { createTokens } from './dingtalk/wire/tokens.ts'
import { createFaults } from './faults.ts'
import { PageError, envelopes, isOwn, loopbackOnly } from './http.ts'
import { createMonthly, createWindow, standardLimits } from './limits.ts'
import { addPageApi } from './page-api.ts'
import { pageFiles } from './page-files.ts'
import { createPictures } from './pictures.ts'
import type { Sandbox, SandboxOptions, SandboxTimings } from './types.ts'

const dingtalkTimings: SandboxTimings = {
  redeliverAfterMs: 60_000,
  pingEveryMs: 20_000,
  disconnectGraceMs: 10_000,
  cardAckMs: 2_000,
  sessionTtlMs: 90 * 60_000,
  ticketTtlMs: 90_000,
}

/**
 * A double of DingTalk for the given organisation, with its web page. It talks to the official Stream SDK and to the
 * bot's HTTP client as the platform would, and lives in memory only.
 *
 * KB and CARD numbers in this folder name pages of https://open.dingtalk.com/document/development in the order of the
 * public copy apolloyyu/kb-dingtalk-open-platform; what the pages leave open is said where it is decided.
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { app: bot, now } = options
  const timings = { ...dingtalkTimings, ...options.timings }
  const limits = { ...standardLimits, ...options.limits }
  const counters: Counters = { opens: 0, sockets: 0, delivered: 0, acked: 0, redelivered: 0, calls: {} }
  let port = 0
  const base = (): string => `http://127.0.0.1:${port}`

  let changed = (): void => undefined
  const faults = createFaults(() => changed())
  const chats = createChats(options)
  const pictures = createPictures()
  const tokens = createTokens(bot, now)
  const sessions = createSessions(timings.sessionTtlMs, now)
  const guards = createGuards({ tokens, faults, limits, now })
  const sockets = createSockets({
    clientId: bot.clientId,
    now,
    timings,
    loseWhenOffline: options.loseWhenOffline ?? false,
    counters,
    changed: () => changed(),
  })
  const push = options.push
    ? createPush({ push: options.push, clientSecret: bot.clientSecret, now, timings, counters })
    : undefined

  const router = new Router()
  const tickets = addGateway(router, {
    tokens,
    now,
    ticketTtlMs: timings.ticketTtlMs,
    endpoint: () => `ws://127.0.0.1:${port}/connect`,
    opened: () => (counters.opens += 1),
  })
  const media = addMedia(router, { app: bot, pictures, guards, now, base })
  const groupPace = createWindow(limits.groupPerMinute, 60_000, now)
  addRobot(router, { app: bot, chats, sessions, guards, faults, groupPace, media })
  const cards = addCards(router, { app: bot, chats, guards })
  addDirectory(router, options.people, guards)

  const pushes = createMonthly(limits.pushPerMonth, now)
  const say = createSay({
    options,
    chats,
    pictures,
    sessions,
    route: push ?? sockets,
    faults,
    pushes,
    webhook: (session) => `${base()}/robot/sendBySession?session=${session}`,
  })
  const press = createPress({ options, chats, cards, say, routes: { STREAM: sockets, HTTP: push }, pushes })
  const acts: Pick<Sandbox, 'say' | 'press' | 'dropSocket'> = {
    say: async (said) => say(said),
    press,
    dropSocket: (how) => sockets.drop(how),
  }
  const connected = (): boolean => push !== undefined || counters.sockets > 0
  const streams = addPageApi(router, { options, chats, pictures, faults, connected, acts })
  changed = streams.changed

  const koa = new Koa()
  koa.use(envelopes)
  koa.use(loopbackOnly)
  koa.use((ctx, next) => {
    const isApi = !ctx.path.startsWith('/sandbox/') && router.match(ctx.path, ctx.method).route
    if (isApi) counters.calls[ctx.path] = (counters.calls[ctx.path] ?? 0) + 1
    return next()
  })
  koa.use(router.routes())
  koa.use(pageFiles)

  const server = createServer(koa.callback())
  const upgrades = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 })
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', base())
    if (url.pathname !== '/connect' || !isOwn(request.headers.host ?? '', request.headers.origin ?? '', '')) {
      socket.destroy()
      return
    }
    upgrades.handleUpgrade(request, socket, head, (client) => {
      const topics = tickets.redeem(url.searchParams.get('ticket') ?? '')
      if (topics) {
        sockets.attach(client, topics)
        return
      }
      // Refusing the upgrade itself would set off the SDK's reconnect storm: each failure doubles its attempts.
      client.on('error', () => client.terminate())
      client.close(1008, 'invalid ticket')
    })
  })

  return {
    ...acts,
    listen: (wanted = 0) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(wanted, '127.0.0.1', () => {
          server.off('error', reject)
          port = (server.address() as AddressInfo).port
          resolve({ url: base() })
        })
      }),
    close: () =>
      new Promise((resolve) => {
        push?.close()
        sockets.close()
        streams.close()
        upgrades.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    addPicture(bytes, mime) {
      const id = pictures.add(bytes, mime)
      if (id === undefined) throw new PageError(415, '只能发图片，比如JPG或PNG，最多20MB。')
      return id
    },
    messages: (chat, viewer) => chats.list(chat, viewer),
    setFaults: (wanted) => faults.set(wanted),
    stats: counters,
  }
}
