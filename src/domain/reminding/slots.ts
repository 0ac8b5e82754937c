import { dayOf } from '../time/calendar.ts'
import { afterQuiet, type Reminder } from './reminders.ts'

/** A reminder to send. `sendAt` is now, or the end of the quiet hours; `delayed` asks for the words 系统延迟. */
export type DueReminder = Readonly<{ reminder: Reminder; sendAt: Date; delayed: boolean }>

const TOLERANCE = 10 * 60_000

/**
 * The reminders whose moment lies after the cursor and not after `upTo`, earliest first. A slot at or before the
 * cursor never comes back, so a clock that runs backwards fires nothing twice.
 */
export function dueSlots(
  plan: readonly Reminder[],
  span: Readonly<{ after: Date; upTo: Date }>,
): readonly Reminder[] {
  return plan
    .filter((slot) => slot.at > span.after && slot.at <= span.upTo)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** The cursor after a tick at `now`: it never goes back. */
export function advance(cursor: Date, now: Date): Date {
  return now > cursor ? now : cursor
}

/**
 * What is still worth sending of the slots that came due, after a stop of any length or none. Of the asking ones
 * of a period only the newest, and only before the deadline; of its chases only the newest, and only on its own
 * day; the list of the missing, and every event, always, once. Nothing ordinary goes out in the quiet hours: it waits for 8:00.
 */
export function collapse(missed: readonly Reminder[], now: Date): readonly DueReminder[] {
  const sendAt = afterQuiet(now)
  const kept = new Map<string, Reminder>()
  for (const slot of missed.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (slot.at <= now && stillCounts(slot, sendAt)) kept.set(groupOf(slot), slot)
  }
  return [...kept.values()]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((reminder) => ({
      reminder,
      sendAt,
      delayed: sendAt.getTime() - reminder.at.getTime() > TOLERANCE,
    }))
}

function groupOf({ duty, period, kind, nth }: Reminder): string {
  if (kind === 'event') return JSON.stringify([duty, period, kind, nth])
  const group = kind === 'missing-list' ? 'list' : kind === 'overdue' ? 'chase' : 'ask'
  return JSON.stringify([duty, period, group])
}

function stillCounts(slot: Reminder, sendAt: Date): boolean {
  switch (slot.kind) {
    case 'missing-list':
    case 'event':
      return true
    case 'overdue':
      return dayOf(slot.at) === dayOf(sendAt)
    case 'heads-up':
    case 'morning':
    case 'last-call':
      return sendAt <= slot.dueAt
  }
}
