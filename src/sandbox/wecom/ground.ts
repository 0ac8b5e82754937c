import type { Chats } from '../chats.ts'
import type { Faults } from '../faults.ts'
import type { Files, Pictures } from '../shelves.ts'
import type { SandboxOptions } from '../types.ts'
import type { Cards } from './cards/store.ts'
import type { Media } from './media.ts'
import type { WeComCounters, WeComLimits, WeComOptions, WeComTimings } from './options.ts'
import type { Members } from './people.ts'

/** What every part of the WeCom double stands on. */
export type Ground = Readonly<{
  options: SandboxOptions
  wecom: WeComOptions
  /** WeCom's chats only. */
  chats: Chats
  pictures: Pictures
  files: Files
  faults: Faults
  members: Members
  media: Media
  cards: Cards
  timings: WeComTimings
  limits: WeComLimits
  counters: WeComCounters
  now: () => Date
  base: () => string
  changed: () => void
  /** Counts a call by its path or command. */
  called: (path: string) => void
}>
