import { at, dayOf, type WorkdayTable } from '../domain/calendar.ts'
import { collapse, dueSlots, type DueReminder } from '../domain/slots.ts'
import { planOf, type Reminder } from '../domain/reminders.ts'
import * as cursors from '../store/cursors.ts'
import type { Campaign, Directory, DirectoryCache } from '../store/directory.ts'
import { compact, tidy } from '../store/housekeeping.ts'
import type { Store, Tx } from '../store/open.ts'
import * as outbox from '../store/outbox.ts'
import { periods } from '../usecases/due-reports.ts'
import type { Leaving } from '../chat/tell.ts'
import { digestSlots, hazardDigestNotices } from './hazard-digest.ts'
import { reminderNotices } from './report-reminders.ts'
import { merge, toRecipients } from '../chat/tell.ts'
import type { Notice } from '../chat/speech.ts'

export type SchedulerDeps = Readonly<{
  store: Store
  directories: DirectoryCache
  workdays: WorkdayTable
  /** Something was written to the outbox. */
  planned(): void
}>

/** What falls due by the clock. It only ever writes to the outbox. */
export interface Scheduler {
  /** Plans everything that has come due up to `now`. Safe to call from several copies at once: each slot is planned once. */
  tick(now: Date): Promise<number>
  /** The next moment after `after` at which something may be due, or null; for moving a sandbox clock from slot to slot. */
  next(after: Date): Promise<Date | null>
}

/** One thing that comes due for one campaign. */
type Job = Readonly<{
  name: string
  slots(after: Date, upTo: Date): readonly Reminder[]
  notices(tx: Tx, due: readonly DueReminder[], now: Date): Promise<readonly Notice[]>
}>

/** Builds the scheduler of all campaigns. */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { store, directories, workdays } = deps

  const plans = new WeakMap<Campaign, readonly Reminder[]>()
  const planFor = (campaign: Campaign): readonly Reminder[] => {
    const held = plans.get(campaign)
    if (held) return held
    const plan = campaign.plan.duties.flatMap((duty) => planOf(periods(duty, workdays), workdays))
    plans.set(campaign, plan)
    return plan
  }

  const jobsOf = (directory: Directory, campaign: Campaign): readonly Job[] => {
    const plan = planFor(campaign)
    return [
      {
        name: `reports ${campaign.id}`,
        slots: (after, upTo) => dueSlots(plan, { after, upTo }),
        notices: (tx, due, now) => reminderNotices(tx, { directory, campaign, due, now, workdays }),
      },
      {
        name: `hazards ${campaign.id}`,
        slots: (after, upTo) => digestSlots(campaign, after, upTo),
        notices: (tx, due, now) => hazardDigestNotices(tx, { directory, campaign, due, now, workdays }),
      },
    ]
  }

  async function eachJob(visit: (directory: Directory, job: Job) => Promise<void>): Promise<void> {
    for (const directory of await directories.all(store.db)) {
      for (const campaign of directory.campaigns)
        for (const job of jobsOf(directory, campaign)) await visit(directory, job)
    }
  }

  async function run(directory: Directory, job: Job, now: Date): Promise<number> {
    // A look without a lock first: nearly every minute has nothing due.
    const seen = await cursors.position(store.db, job.name)
    if (seen === null) {
      // A campaign's first minute: what lies before it was never promised.
      await store.transaction((tx) => cursors.advance(tx, job.name, now))
      return 0
    }
    if (job.slots(seen, now).length === 0) return 0
    return store.transaction(async (tx) => {
      const held = await cursors.lock(tx, job.name)
      const missed = held === null ? [] : job.slots(held, now)
      if (missed.length === 0) return 0
      await cursors.advance(tx, job.name, now)
      const due = collapse(missed, now)
      const parcels: Leaving[] = []
      for (const notice of await job.notices(tx, due, now)) {
        const delayMs = Math.max(0, ...due.map(({ sendAt }) => sendAt.getTime() - now.getTime()))
        parcels.push(toRecipients(directory, notice, { at: now, ...(delayMs > 0 ? { delayMs } : {}) }))
      }
      return outbox.add(tx, merge(parcels).messages)
    })
  }

  /** Once a night, by whichever copy gets there first: forget what nobody needs any more. */
  async function keepHouse(now: Date): Promise<void> {
    const slot = at(dayOf(now), '03:00')
    if (now < slot || !(await store.transaction((tx) => cursors.advance(tx, 'housekeeping', slot)))) return
    await tidy(store.db, now)
    await compact(store)
  }

  return {
    async tick(now) {
      let planned = 0
      await eachJob(async (directory, job) => {
        planned += await run(directory, job, now)
      })
      if (planned > 0) deps.planned()
      await keepHouse(now)
      return planned
    },
    async next(after) {
      const horizon = new Date(after.getTime() + 40 * 86_400_000)
      let nearest: Date | null = null
      await eachJob(async (_, job) => {
        for (const { at } of job.slots(after, horizon)) if (nearest === null || at < nearest) nearest = at
      })
      return nearest
    },
  }
}
