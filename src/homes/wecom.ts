import type { WecomSettings } from '../platforms/wecom/settings.ts'
import { createWecom } from '../platforms/wecom/wecom.ts'
import type { SocketTimings } from '../platforms/wecom/aibot/timings.ts'
import type { Menu } from '../platforms/wecom/api/client.ts'
import { publishMenu } from '../platforms/wecom/app/menu.ts'
import * as cards from '../store/cards.ts'
import * as conversations from '../store/conversations.ts'
import * as leases from '../store/leases.ts'
import * as installation from '../store/settings.ts'
import { batcher } from '../workers/batch.ts'
import { messengerDeps, type Home, type HomeDeps } from './home.ts'

/** A killed copy's connection is taken over after at most this long, plus the time to connect. */
const LEASE_SECONDS = 20
const NAMES_EVERY_MS = 60_000
/** Under which the last menu that was given to the app is remembered. */
const MENU_KEY = 'wecom menu'

export type WecomExtras = Readonly<{
  /** The menu of the self-built app. */
  menu: Menu
  timings?: Partial<SocketTimings> | undefined
}>

/** Furnishes WeCom: the self-built app, the AI bot and the group webhooks, as far as they are configured. */
export function wecomHome(settings: WecomSettings, deps: HomeDeps, more: WecomExtras): Home {
  const { store, now, log, directories, copy } = deps
  const lease = `wecom ai bot ${settings.bot?.botId ?? ''}`
  const keepCode = batcher((codes: readonly cards.GivenCode[]) => cards.rememberCodes(store.db, codes))
  let groupNames: ReadonlyMap<string, string> = new Map()
  let naming: NodeJS.Timeout | undefined
  let publishing: Promise<void> | undefined

  /** WeCom tells no group names; those of the campaign file say which webhook belongs to which chat. */
  const readNames = async (): Promise<void> => {
    groupNames = await conversations.groupNames(store.db, 'wecom').catch(() => groupNames)
  }

  const wecom = createWecom({
    settings,
    deps: messengerDeps('wecom', deps),
    lease: {
      acquire: () => leases.acquire(store.db, lease, copy, LEASE_SECONDS),
      renew: () => leases.renew(store.db, lease, copy, LEASE_SECONDS),
      release: () => leases.release(store.db, lease, copy),
    },
    cards: {
      remember: (cardId, code, userId) => keepCode({ cardId, code, userId, at: now() }),
      take: (cardId) => cards.takeCode(store.db, cardId, now()),
    },
    log,
    nameOf: (userId) => directories.nameOf('wecom', userId),
    groupNameOf: (chatId) => groupNames.get(chatId),
    timings: more.timings,
  })

  return {
    platform: 'wecom',
    redraws: settings.app?.callback !== undefined || settings.bot !== undefined,
    // In URL mode the AI bot can only answer, and not with a document.
    carriesFiles: settings.app !== undefined || settings.bot?.mode === 'socket',
    messenger: wecom.messenger,
    routers: (intake) => (wecom.hearsByHttp ? [wecom.routes(intake)] : []),
    start(intake) {
      void readNames()
      naming = setInterval(() => void readNames(), NAMES_EVERY_MS)
      naming.unref()
      wecom.socket?.start(intake)
      publishing = publishMenu({
        menu: more.menu,
        settings,
        client: wecom.client,
        memory: {
          read: () => installation.read(store.db, MENU_KEY),
          write: (mark) => installation.write(store.db, MENU_KEY, mark),
        },
        log,
      })
    },
    async stop() {
      clearInterval(naming)
      await Promise.all([wecom.socket?.stop(), publishing])
    },
    state() {
      const state = wecom.socket?.state()
      return {
        ok: !state || state.connected || state.role !== 'away',
        app: settings.app !== undefined,
        bot: settings.bot?.mode,
        ...state,
      }
    },
  }
}
