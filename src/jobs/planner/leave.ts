import { judge } from '../../domain/reminding/budget.ts'
import { dayOf, type WorkdayTable } from '../../domain/time/calendar.ts'
import { groupBy } from '../../domain/group-by.ts'
import { DEFAULT_REMINDERS } from '../../domain/plan.ts'
import { deliveriesOf } from '../../chat/saying/tell.ts'
import * as account from '../../store/planning/account.ts'
import type { Directory } from '../../store/directory.ts'
import * as heldNotices from '../../store/planning/held.ts'
import type { Tx } from '../../store/open.ts'
import * as outbox from '../../store/outbox.ts'
import { messageOf, noticeKind } from './message.ts'
import { monthlyLimit, tellUsedUp } from './month-budget.ts'
import { heldBack, releasedAs, worthSaying, type Planned, type Receiver } from './held-back.ts'

/** Messages in one statement. */
const CHUNK = 1000

type Bundle = Readonly<{ receiver: Receiver; planned: Planned[] }>

/**
 * Writes what leaves now of what came due and of what had waited: each urgent notice by itself, and of everything else
 * one message to each person and each group, whatever campaigns and topics it comes from, within their budgets. What is
 * beyond them waits. Counts every message into the month's account. Answers how many messages were written.
 */
export async function leave(
  tx: Tx,
  directory: Directory,
  planned: readonly Planned[],
  now: Date,
  workdays: WorkdayTable,
): Promise<number> {
  const { regionId } = directory
  const released = (await heldNotices.takeDue(tx, regionId, now)).flatMap((row) => releasedAs(directory, row))
  const bundles = bundlesOf(directory, [...planned, ...released], now)
  if (bundles.size === 0) return 0
  const today = dayOf(now)
  const limit = monthlyLimit(directory, now)
  const sentToday = await account.startedToday(tx, regionId, today)
  let left = limit === null ? null : limit - (await account.ordinaryIn(tx, regionId, today.slice(0, 7)))

  const going: (Bundle & Readonly<{ apart: boolean }>)[] = []
  const waiting: Parameters<typeof heldNotices.keep>[2][number][] = []
  let anyDropped = false
  for (const { receiver, planned: wanted } of bundles.values()) {
    const wishes = wanted.map((each) => ({ ...each.notice, each }))
    const verdict = judge(
      wishes,
      {
        sentToday: sentToday.get(receiver.name) ?? 0,
        // Groups have their own limits, at the platforms.
        perDay: receiver.personId === undefined ? Infinity : perDay(wanted),
        leftThisMonth: left,
      },
      now,
    )
    for (const { each } of verdict.apart) going.push({ receiver, planned: [each], apart: true })
    if (verdict.together.length > 0) {
      going.push({ receiver, planned: verdict.together.map(({ each }) => each), apart: false })
      if (left !== null && receiver.personId !== undefined) left -= 1
    }
    anyDropped ||= verdict.dropped.length > 0
    for (const { each } of verdict.held) waiting.push(heldBack(receiver, each, now, verdict.until))
  }

  // Whoever hears something anyway hears what waited for him with it.
  const joined = await heldNotices.takeFor(
    tx,
    regionId,
    going.filter(({ apart }) => !apart).map(({ receiver }) => receiver.name),
  )
  const joining = groupBy(joined, ({ recipient }) => recipient)
  const complete = going.map((each) => {
    if (each.apart) return each
    const rows = joining.get(each.receiver.name) ?? []
    const waited = rows
      .flatMap((row) => releasedAs(directory, row))
      .map((one) => placed(directory, each.receiver, one))
    return { ...each, planned: [...each.planned, ...waited] }
  })
  const said = await worthSaying(tx, directory, complete, { now, workdays })
  if (anyDropped) said.push(...(await tellUsedUp(tx, directory, limit ?? 0, now)))

  await heldNotices.keep(tx, regionId, waiting)
  await account.count(tx, regionId, today, startedOf(said))
  let written = 0
  const messages = said.flatMap(({ receiver, planned: sections, apart }) =>
    messageOf(directory, receiver.address, sections, { at: now, apart }),
  )
  for (let from = 0; from < messages.length; from += CHUNK)
    written += await outbox.add(tx, messages.slice(from, from + CHUNK))
  return written
}

/** What waited for somebody in another's place is said in that place. */
function placed(directory: Directory, { personId }: Receiver, waited: Planned): Planned {
  const { to } = waited.notice
  const other = 'personId' in to && to.personId !== personId ? directory.people.get(to.personId) : undefined
  return other ? { ...waited, standsInFor: [other] } : waited
}

function bundlesOf(directory: Directory, planned: readonly Planned[], now: Date): Map<string, Bundle> {
  const bundles = new Map<string, Bundle>()
  for (const each of planned) {
    for (const { speech: _, to, standsInFor, ...receiver } of deliveriesOf(directory, each.notice, now)) {
      const bundle = bundles.get(receiver.name) ?? { receiver, planned: [] }
      // Somebody who is meant twice by the same notice hears it once.
      if (!bundle.planned.some(({ notice }) => notice.key === each.notice.key))
        bundle.planned.push({ ...each, notice: { ...each.notice, to }, standsInFor })
      bundles.set(receiver.name, bundle)
    }
  }
  return bundles
}

/** The smallest budget of the campaigns that want to say something. */
function perDay(planned: readonly Planned[]): number {
  return Math.min(
    ...planned.map(({ campaign }) => (campaign?.plan.reminders ?? DEFAULT_REMINDERS).perPersonPerDay),
  )
}

function startedOf(said: readonly (Bundle & Readonly<{ apart: boolean }>)[]): account.Started[] {
  const counted = new Map<string, { personId: string; kind: string; count: number; ordinary: number }>()
  for (const { receiver, planned, apart } of said) {
    if (receiver.personId === undefined) continue
    const kind = noticeKind(planned)
    const key = `${receiver.personId} ${kind}`
    const entry = counted.get(key) ?? { personId: receiver.personId, kind, count: 0, ordinary: 0 }
    counted.set(key, { ...entry, count: entry.count + 1, ordinary: entry.ordinary + (apart ? 0 : 1) })
  }
  // In one order, so that two who count at the same time never wait for each other.
  return [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}
