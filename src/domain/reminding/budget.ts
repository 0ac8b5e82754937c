import { addDays, at, dayOf } from '../time/calendar.ts'
import { MORNING } from './morning.ts'
import { afterQuiet, isQuiet } from './reminders.ts'

/** What the rules need to know of something that the bot wants to say. */
export type Said = Readonly<{
  /** `timely` is never held back by a budget; `urgent` goes at any hour, by itself. Absent: ordinary. */
  urgency?: 'timely' | 'urgent'
  /** It is said again later anyway, so that it may be left out when the month's messages are used up. */
  repeats?: true
}>

/** How many messages one person may still get. */
export type Allowance = Readonly<{
  /** Ordinary messages that the bot has started to this person today. */
  sentToday: number
  perDay: number
  /** Ordinary messages left for the whole organisation in this month; null: no limit. */
  leftThisMonth: number | null
}>

/** What becomes of everything that is to be said to one person at one moment. */
export type Verdict<S extends Said> = Readonly<{
  /** One message each, now. */
  apart: readonly S[]
  /** One message, now. */
  together: readonly S[]
  /** Kept until `until`, to be judged again then. */
  held: readonly S[]
  until: Date
  /** Left out: the month's messages are used up, and it is said again anyway. */
  dropped: readonly S[]
}>

/**
 * What one person hears now. Urgent things always go, each by itself. Nothing ordinary goes in the quiet hours. The
 * rest is one message, if today has room for it or something in it cannot wait; else it waits for the next morning.
 * When the month is used up, only what is not repeated goes.
 */
export function judge<S extends Said>(wanted: readonly S[], allowance: Allowance, now: Date): Verdict<S> {
  const apart = wanted.filter(({ urgency }) => urgency === 'urgent')
  const ordinary = wanted.filter(({ urgency }) => urgency !== 'urgent')
  const nothing = { apart, together: [], held: [], dropped: [], until: afterQuiet(now) }
  if (ordinary.length === 0) return nothing
  if (isQuiet(now)) return { ...nothing, held: ordinary }
  const usedUp = allowance.leftThisMonth !== null && allowance.leftThisMonth <= 0
  const dropped = usedUp ? ordinary.filter(({ urgency, repeats }) => repeats && urgency !== 'timely') : []
  const rest = ordinary.filter((each) => !dropped.includes(each))
  const goes = allowance.sentToday < allowance.perDay || rest.some(({ urgency }) => urgency === 'timely')
  if (goes) return { ...nothing, dropped, together: rest }
  return { ...nothing, dropped, held: rest, until: at(addDays(dayOf(now), 1), MORNING) }
}
