import { addDays, at, day, dayOf, daysBetween, type ClockTime } from '../../src/domain/time/calendar.ts'
import { diary, habits, type Deed } from './people.ts'
import { openTown, type Line } from './town.ts'

/** The Monday on which the three campaigns begin. */
export const FIRST = day('2026-03-02')

/** The week, from 0, in which that moment lies. */
export const weekOf = (moment: Date): number => Math.floor(daysBetween(FIRST, dayOf(moment)) / 7)

export type Played = Readonly<{
  lines: readonly Line[]
  /** Everybody with an account: account, name, unit, roles. */
  people: readonly Readonly<{ account: string; name: string; unit: string; roles: readonly string[] }>[]
}>

/** Plays so many weeks: the clock goes from one thing to the next, whether it falls due or is done by somebody. */
export async function play(weeks: number): Promise<Played> {
  const town = await openTown(at(addDays(FIRST, -1), '12:00'))
  try {
    const end = at(addDays(FIRST, 7 * weeks), '00:00')
    const queue: (Omit<Deed, 'minutes'> & { at: Date })[] = diary(weeks).map(
      ({ day: on, time, ...deed }) => ({
        ...deed,
        at: at(addDays(FIRST, on), time as ClockTime),
      }),
    )
    let now = at(addDays(FIRST, -1), '12:00')
    await town.tick(now)
    let seen = 0
    for (;;) {
      for (const line of town.lines.slice(seen)) {
        if (line.how !== 'started') continue
        for (const { minutes, ...deed } of habits[line.with]?.(line.text, weekOf(line.at), line) ?? [])
          queue.push({ ...deed, at: awake(new Date(line.at.getTime() + minutes * 60_000)) })
      }
      seen = town.lines.length
      queue.sort((a, b) => a.at.getTime() - b.at.getTime())
      const due = await town.next(now)
      const deed = queue[0]
      if ((!deed || deed.at >= end) && (!due || due >= end)) break
      if (deed && (!due || deed.at < due)) {
        queue.shift()
        if (deed.at > now) now = deed.at
        await town.tick(now)
        await town.tells(deed.by, deed.text, now, deed.sent)
      } else if (due) {
        now = due
        await town.tick(now)
      }
    }
    const directory = await town.directory()
    const people = [...directory.people.values()].flatMap(({ name, unitId, roles, accounts }) =>
      accounts.map(({ userId }) => ({
        account: userId,
        name,
        unit: directory.units.get(unitId)?.name ?? '',
        roles,
      })),
    )
    return { lines: [...town.lines], people }
  } finally {
    await town.close()
  }
}

/** Nobody answers at night: then it is nine in the morning. */
function awake(moment: Date): Date {
  const today = dayOf(moment)
  if (moment < at(today, '08:00')) return at(today, '09:00')
  return moment >= at(today, '21:00') ? at(addDays(today, 1), '09:00') : moment
}
