import type { WorkdayTable } from '../../domain/time/calendar.ts'
import type { Notice } from '../../chat/saying/speech.ts'
import type { Delivery } from '../../chat/saying/tell.ts'
import type { Campaign, Directory, Person } from '../../store/directory.ts'
import type { Held } from '../../store/planning/held.ts'
import type { Tx } from '../../store/open.ts'
import { askAgain, stillMissing } from '../report-reminders.ts'

/** A notice that has come due, with the campaign that it belongs to, if it belongs to one. */
export type Planned = Readonly<{
  notice: Notice
  campaign?: Campaign | undefined
  /** Since when it has waited. */
  heldAt?: Date | undefined
  /** In whose place its receiver hears it. */
  standsInFor?: readonly Person[] | undefined
}>

/** Somebody, or a group, who hears something now. */
export type Receiver = Pick<Delivery, 'address' | 'name' | 'personId'>

/** A notice as it is kept for one receiver. */
export function heldBack(
  { name }: Receiver,
  { notice, campaign, heldAt }: Planned,
  now: Date,
  releaseAt: Date,
): Held & Readonly<{ releaseAt: Date }> {
  return {
    recipient: name,
    campaignId: campaign?.id ?? null,
    key: notice.key,
    notice,
    heldAt: heldAt ?? now,
    releaseAt,
  }
}

/** What was kept, as a notice again; gone with the campaign that it belonged to. */
export function releasedAs(directory: Directory, held: Held): readonly Planned[] {
  const campaign = directory.campaigns.find(({ id }) => id === held.campaignId)
  if (held.campaignId !== null && !campaign) return []
  // Written by `heldBack` alone: a notice, but for the date that JSON has made a string.
  const { due, ...rest } = held.notice as Omit<Notice, 'due'> & { due?: string }
  return [{ notice: { ...rest, ...(due ? { due: new Date(due) } : {}) }, campaign, heldAt: held.heldAt }]
}

type Going = { readonly receiver: Receiver; readonly planned: readonly Planned[]; readonly apart: boolean }

/**
 * Brings what had waited up to date: asks for reports are worded anew and lose those that have come in since, and what
 * is said anew in the same message on the same subject falls away.
 */
export async function worthSaying<G extends Going>(
  tx: Tx,
  directory: Directory,
  going: readonly G[],
  given: Readonly<{ now: Date; workdays: WorkdayTable }>,
): Promise<(Omit<G, 'planned'> & { planned: Planned[] })[]> {
  const waited = going.flatMap(({ planned }) => planned.filter(({ heldAt }) => heldAt !== undefined))
  const owed = waited.flatMap(({ notice }) => notice.asksFor ?? [])
  const isMissing = await stillMissing(tx, directory, owed, given.workdays)
  const upToDate = (one: Planned): readonly Planned[] => {
    const { notice, campaign } = one
    if (!campaign || !notice.asksFor) return [one]
    const again = askAgain({ campaign, notice, ...given, isMissing })
    // What is worded anew is as good as fresh.
    return again ? [{ ...one, notice: again, heldAt: undefined }] : []
  }
  return going
    .map((each) => {
      const fresh = each.planned.filter(({ heldAt }) => heldAt === undefined)
      const subjects = new Set(fresh.flatMap(({ notice }) => subjectsOf(notice)))
      const isSaidAnew = ({ notice }: Planned): boolean => {
        const own = subjectsOf(notice)
        return own.length > 0 && own.every((subject) => subjects.has(subject))
      }
      const old = each.planned.filter((one) => one.heldAt !== undefined && !isSaidAnew(one))
      return { ...each, planned: [...fresh, ...old.flatMap(upToDate)] }
    })
    .filter(({ planned }) => planned.length > 0)
}

function subjectsOf({ subject, asksFor = [] }: Notice): readonly string[] {
  const asked = asksFor.map(({ campaignId, duty, period, unitId }) =>
    JSON.stringify([campaignId, duty, period, unitId]),
  )
  return subject === undefined ? asked : [subject, ...asked]
}
