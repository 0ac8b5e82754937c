import type { Intake, Messenger, MessengerDeps } from '../../chat/outgoing.ts'
import type { Log } from '../../ports/log.ts'
import type { Lease } from './aibot/lease.ts'
import { createBotSocket } from './aibot/socket.ts'
import type { BotSocket } from './aibot/socket.ts'
import type { SocketTimings } from './aibot/timings.ts'
import type { Cards } from './api/cards.ts'
import { createWecomClient } from './api/client.ts'
import type { WecomClient } from './api/client.ts'
import { createIds, createMembers } from './api/ids.ts'
import type { Members } from './api/ids.ts'
import { createRobotClient } from './api/robots.ts'
import { createWecomMessenger } from './messenger.ts'
import { wecomRoutes } from './routes.ts'
import type { WecomSettings } from './settings.ts'

export type WecomParts = Readonly<{
  settings: WecomSettings
  deps: MessengerDeps
  /** Who may hold the AI bot's connection; `alone` where there is one copy of the program. */
  lease: Lease
  cards: Cards
  log: Log
  nameOf?: ((userId: string) => string | undefined) | undefined
  /** A group's name by its chat id, as its webhook is called in the settings. */
  groupNameOf?: ((chatId: string) => string | undefined) | undefined
  /** The AI bot's display name, needed only where it has a space in it. */
  botName?: string | undefined
  /** Said to whoever opens the bot's one-to-one chat for the first time on a day. */
  welcome?: string | undefined
  timings?: Partial<SocketTimings> | undefined
}>

export type Wecom = Readonly<{
  messenger: Messenger
  client: WecomClient
  /** Members by phone number, for who has just been given a role. */
  members: Members
  /** The AI bot's connection, in socket mode: `start(intake)` and `stop()` belong to the program. */
  socket: BotSocket | undefined
  /** Whether anything comes in by HTTP, so that `routes` are needed. */
  hearsByHttp: boolean
  routes(intake: Intake): ReturnType<typeof wecomRoutes>
}>

/** Puts WeCom's parts together, once per program: one access token, one memory of ids, one connection. */
export function createWecom(parts: WecomParts): Wecom {
  const { settings, deps, log, cards, botName } = parts
  const { now, meter } = deps
  const client = createWecomClient({ settings, now, log, meter })
  const robots = createRobotClient({ settings, now, log, meter })
  const ids = createIds(settings.app ? client : undefined, now)
  const socket =
    settings.bot?.mode === 'socket'
      ? createBotSocket({ ...parts, ...settings.bot, socketUrl: settings.socketUrl, ids, now, meter })
      : undefined
  return {
    messenger: createWecomMessenger({ ...parts, client, robots, ids, socket }, deps),
    client,
    members: createMembers(client, now),
    socket,
    hearsByHttp: settings.app?.callback !== undefined || settings.bot?.mode === 'webhook',
    routes: (intake) => wecomRoutes({ settings, intake, ids, cards, now, log, botName }),
  }
}
