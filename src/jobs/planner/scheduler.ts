import { at, dayOf, type WorkdayTable } from '../../domain/time/calendar.ts'
import { collapse } from '../../domain/reminding/slots.ts'
import * as cursors from '../../store/planning/cursors.ts'
import type { Campaign, Directory, DirectoryCache } from '../../store/directory.ts'
import { compact, tidy } from '../../store/housekeeping.ts'
import type { Store, Tx } from '../../store/open.ts'
import * as held from '../../store/planning/held.ts'
import type { CampaignTopic, Job, RegionTopic } from './job.ts'
import type { Planned } from './held-back.ts'
import { leave } from './leave.ts'
import { campaignTopics, regionTopics } from './topics.ts'

export type SchedulerDeps = Readonly<{
  store: Store
  directories: DirectoryCache
  workdays: WorkdayTable
  /** Something was written to the outbox. */
  planned(): void
  /** What comes due; everything that the house knows when left out. */
  topics?: Readonly<{ campaign: readonly CampaignTopic[]; region: readonly RegionTopic[] }>
}>

/** What falls due by the clock. It only ever writes to the outbox. */
export interface Scheduler {
  /**
   * Plans everything that has come due up to `now`. Safe to call from several copies at once: each slot is planned once.
   * When a topic fails, everything else is planned before this rejects.
   */
  tick(now: Date): Promise<number>
  /** The next moment after `after` at which something may be due, or null; for moving a sandbox clock from slot to slot. */
  next(after: Date): Promise<Date | null>
}

/** A slot that a slow machine cannot plan in half a minute must still be planned, or it would be tried in vain for ever. */
const LONGEST_MS = 10 * 60_000

type OwnJob = Readonly<{ job: Job; campaign?: Campaign }>

/** Builds the scheduler of all campaigns. */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { store, directories, workdays } = deps
  const topics = deps.topics ?? { campaign: campaignTopics, region: regionTopics }

  const jobs = new WeakMap<Directory, readonly OwnJob[]>()
  const jobsOf = (directory: Directory): readonly OwnJob[] => {
    const held = jobs.get(directory)
    if (held) return held
    const fresh = [
      ...topics.region.map((topic) => ({ job: topic({ directory, workdays }) })),
      ...directory.campaigns.flatMap((campaign) =>
        topics.campaign.map((topic) => ({ job: topic({ directory, campaign, workdays }), campaign })),
      ),
    ]
    jobs.set(directory, fresh)
    return fresh
  }

  /** All jobs of a region in one transaction, so that what falls together can be said together. */
  async function planRegion(directory: Directory, now: Date, failures: Error[]): Promise<number> {
    const all = jobsOf(directory)
    const names = [lockOf(directory), ...all.map(({ job }) => job.name)]
    // A look without a lock first: nearly every minute has nothing due.
    const seen = await cursors.positions(store.db, names)
    const unknown = names.filter((name) => !seen.has(name))
    // A job's first minute: what lies before it was never promised.
    if (unknown.length > 0) await cursors.begin(store.db, unknown, now)
    const looks = all.filter(({ job }) => isDue(job, seen.get(job.name), now))
    const release = await held.nextRelease(store.db, directory.regionId)
    if (looks.length === 0 && (release === null || release > now)) return 0
    const broken = new Set<Job>()
    for (;;) {
      try {
        const sound = looks.filter(({ job }) => !broken.has(job))
        return await store.transaction((tx) => plan(tx, directory, sound, now), LONGEST_MS)
      } catch (error) {
        // One topic's mistake must not silence the others: they are planned without it, and it is tried again later.
        if (!(error instanceof BrokenJob)) throw error
        broken.add(error.job)
        failures.push(error)
      }
    }
  }

  async function plan(tx: Tx, directory: Directory, looks: readonly OwnJob[], now: Date): Promise<number> {
    const locked = await cursors.lockAll(tx, [lockOf(directory), ...looks.map(({ job }) => job.name)])
    const due = looks.filter(({ job }) => isDue(job, locked.get(job.name), now))
    await cursors.advanceAll(
      tx,
      due.map(({ job }) => job.name),
      now,
    )
    const planned: Planned[] = []
    for (const { job, campaign } of due) {
      const since = locked.get(job.name)
      const slots = since ? collapse(job.slots(since, now), now) : []
      if (slots.length === 0) continue
      const notices = await job.notices(tx, slots, now).catch((error: unknown) => {
        throw new BrokenJob(job, error)
      })
      planned.push(...notices.map((notice) => ({ notice, campaign })))
    }
    return leave(tx, directory, planned, now, workdays)
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
      const failures: Error[] = []
      for (const directory of await directories.all(store.db))
        planned += await planRegion(directory, now, failures)
      if (planned > 0) deps.planned()
      await keepHouse(now)
      if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '))
      return planned
    },
    async next(after) {
      const horizon = new Date(after.getTime() + 40 * 86_400_000)
      let nearest: Date | null = null
      for (const directory of await directories.all(store.db)) {
        const release = await held.nextRelease(store.db, directory.regionId)
        if (release && release > after && (nearest === null || release < nearest)) nearest = release
        for (const { job } of jobsOf(directory)) {
          for (const { at } of job.slots(after, horizon)) if (nearest === null || at < nearest) nearest = at
        }
      }
      return nearest
    },
  }
}

/** A job could not say what it has to say. Its name is no secret; what it stumbled over is the cause. */
class BrokenJob extends Error {
  readonly job: Job

  constructor(job: Job, cause: unknown) {
    super(`${job.name}: ${cause instanceof Error ? cause.message : 'unknown'}`, { cause })
    this.job = job
  }
}

/** A cursor that never moves: whoever holds it plans the region, so that nobody counts against the same budget. */
function lockOf({ regionId }: Directory): string {
  return `planner ${regionId}`
}

function isDue(job: Job, cursor: Date | undefined, now: Date): boolean {
  return cursor !== undefined && job.slots(cursor, now).length > 0
}
