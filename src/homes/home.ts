import type Router from '@koa/router'
import type { Address, Intake, Messenger, MessengerDeps } from '../chat/outgoing.ts'
import type { Platform } from '../chat/inbound.ts'
import { withoutNotes } from '../domain/photos/strip.ts'
import type { Log } from '../ports/log.ts'
import * as conversations from '../store/conversations.ts'
import type { DirectoryCache } from '../store/directory.ts'
import type { MediaStore } from '../store/media.ts'
import type { Store } from '../store/open.ts'
import { batcher } from '../workers/batch.ts'

/** One platform, fully furnished: its ways in, its way out, and how it is doing. */
export interface Home {
  readonly platform: Platform
  readonly messenger: Messenger
  /** Whether cards that were sent can be drawn anew. */
  readonly redraws: boolean
  /** Whether documents can be sent to a person one-to-one. */
  readonly carriesFiles: boolean
  /** Ways in that are called from outside, to be mounted on the program's HTTP server. */
  routers(intake: Intake): readonly Router[]
  /** Opens the ways in that this side keeps open. */
  start(intake: Intake): void
  stop(): Promise<void>
  /** For `/healthz`; no secrets. */
  state(): Readonly<{ ok: boolean }> & Readonly<Record<string, unknown>>
}

export type HomeDeps = Readonly<{
  store: Store
  media: MediaStore
  directories: DirectoryCache
  now(): Date
  /** The platforms' clock where `now` is one that somebody moves; the real one by default. */
  wall?: () => Date
  log: Log
  /** Counts one use of the platform's quota. */
  count(platform: Platform, kind: 'api' | 'webhook' | 'stream'): void
  /** A name of this copy of the program, unlike every other's. */
  copy: string
}>

/** What every messenger asks of the house. */
export function messengerDeps(platform: Platform, deps: HomeDeps): MessengerDeps {
  const { store, media, now, wall = () => new Date() } = deps
  const findHandles = batcher(async (places: readonly Address[]) => {
    const handles = await conversations.replyHandles(store.db, places, now())
    return new Map(places.map((place, index) => [place, handles[index]]))
  })
  return {
    now,
    wall,
    replyHandle: async (to) => (await findHandles(to)).get(to),
    async readMedia(hash) {
      const found = await media.get(store.db, hash)
      if (!found) throw new Error(`${hash} is not stored`)
      // Where and when it was taken is evidence for whoever may see it, not for everybody who gets the picture.
      return { ...found, bytes: withoutNotes(found.bytes) }
    },
    meter: (kind) => deps.count(platform, kind),
  }
}
