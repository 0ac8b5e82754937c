import type { Router } from '@koa/router'
import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Double } from '../acts.ts'
import { chatsOn, peopleOn } from '../chats.ts'
import type { Chats } from '../chats.ts'
import type { Faults } from '../faults.ts'
import { createMonthly, createWindow, standardLimits } from '../limits.ts'
import type { Files, Pictures } from '../shelves.ts'
import type { SandboxOptions, SandboxTimings } from '../types.ts'
import { addCards } from './cards/api.ts'
import { createPress } from './cards/press.ts'
import { addDirectory } from './directory.ts'
import { addMedia } from './media.ts'
import { addRobot } from './robot.ts'
import { createSay } from './say.ts'
import { createSessions } from './sessions.ts'
import { addGateway } from './wire/gateway.ts'
import { createGuards } from './wire/guards.ts'
import { createPush } from './wire/push.ts'
import type { Counters } from './wire/route.ts'
import { createSockets } from './wire/sockets.ts'
import { createTokens } from './wire/tokens.ts'

const dingtalkTimings: SandboxTimings = {
  redeliverAfterMs: 60_000,
  pingEveryMs: 20_000,
  disconnectGraceMs: 10_000,
  cardAckMs: 2_000,
  sessionTtlMs: 90 * 60_000,
  ticketTtlMs: 90_000,
}

type Needs = Readonly<{
  options: SandboxOptions
  chats: Chats
  pictures: Pictures
  files: Files
  faults: Faults
  counters: Counters
  /** The double's own address without a slash at the end. */
  base: () => string
  changed: () => void
}>

/**
 * The double of DingTalk. `attach` takes a socket that was opened at `/connect`.
 *
 * KB and CARD numbers in this folder name pages of https://open.dingtalk.com/document/development in the order of the
 * public copy apolloyyu/kb-dingtalk-open-platform; what the pages leave open is said where it is decided.
 */
export function addDingTalk(
  router: Router,
  needs: Needs,
): Double & Readonly<{ attach(client: WebSocket, request: IncomingMessage): void }> {
  const { options, pictures, files, faults, counters, base, changed } = needs
  const { app: bot, now } = options
  const timings = { ...dingtalkTimings, ...options.timings }
  const limits = { ...standardLimits, ...options.limits }
  const chats = chatsOn('dingtalk', needs.chats)
  const tokens = createTokens(bot, now)
  const sessions = createSessions(timings.sessionTtlMs, now)
  const guards = createGuards({ tokens, faults, limits, now })
  const sockets = createSockets({
    clientId: bot.clientId,
    now,
    timings,
    loseWhenOffline: options.loseWhenOffline ?? false,
    counters,
    changed,
  })
  const push = options.push
    ? createPush({ push: options.push, clientSecret: bot.clientSecret, now, timings, counters })
    : undefined
  const tickets = addGateway(router, {
    tokens,
    now,
    ticketTtlMs: timings.ticketTtlMs,
    endpoint: () => `${base().replace(/^http/, 'ws')}/connect`,
    opened: () => (counters.opens += 1),
  })
  const media = addMedia(router, { app: bot, pictures, files, guards, now, base })
  const groupPace = createWindow(limits.groupPerMinute, 60_000, now)
  addRobot(router, { app: bot, chats, sessions, guards, faults, groupPace, media })
  const cards = addCards(router, { app: bot, chats, guards })
  addDirectory(router, peopleOn('dingtalk', options), guards)

  const pushes = createMonthly(limits.pushPerMonth, now)
  const say = createSay({
    options,
    chats,
    pictures,
    files,
    sessions,
    route: push ?? sockets,
    faults,
    pushes,
    webhook: (session) => `${base()}/robot/sendBySession?session=${session}`,
  })
  return {
    say,
    press: createPress({ options, chats, cards, say, routes: { STREAM: sockets, HTTP: push }, pushes }),
    connected: () => push !== undefined || counters.sockets > 0,
    drop(how) {
      if (how === 'socket' || how === 'server-disconnect') sockets.drop(how)
    },
    attach(client, request) {
      const ticket = new URL(request.url ?? '/', base()).searchParams.get('ticket') ?? ''
      const topics = tickets.redeem(ticket)
      if (topics) {
        sockets.attach(client, topics)
        return
      }
      // Refusing the upgrade itself would set off the SDK's reconnect storm: each failure doubles its attempts.
      client.on('error', () => client.terminate())
      client.close(1008, 'invalid ticket')
    },
    close() {
      push?.close()
      sockets.close()
    },
  }
}
