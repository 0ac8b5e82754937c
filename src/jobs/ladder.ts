import { day, dayOf, type WorkdayTable } from '../domain/time/calendar.ts'
import { isHeard, isToBeAsked } from '../domain/ladder.ts'
import { isFirstOfWeek, mornings } from '../domain/reminding/morning.ts'
import { matterFact } from '../chat/intents/ladder/facts.ts'
import { escalations, hearings, officeCard, withoutLeaders } from '../chat/intents/ladder/notices.ts'
import { promisesDue } from '../chat/intents/ladder/promises.ts'
import type { Notice } from '../chat/saying/speech.ts'
import type { Campaign, Directory } from '../store/directory.ts'
import * as ladder from '../store/escalation/ladder.ts'
import * as contacts from '../store/roster/contacts.ts'
import type { Tx } from '../store/open.ts'
import { climbLadder } from '../usecases/ladder/climb.ts'
import { pendingSteps, tellAbove } from '../usecases/ladder/review.ts'
import type { CampaignTopic } from './planner/job.ts'

/** Overdue matters climb once a working day; what a person has to decide is put to the office in one card. */
export const ladderJob: CampaignTopic = ({ directory, campaign, workdays }) => ({
  name: `ladder ${campaign.id}`,
  slots: (after, upTo) =>
    mornings({
      duty: 'ladder',
      kind: 'morning',
      starts: day(campaign.startsOn),
      ends: day(campaign.endsOn),
      after,
      upTo,
      table: workdays,
    }),
  notices: (tx, _due, now) => ladderNotices(tx, { directory, campaign, workdays, now }),
})

/** Lets what is overdue climb, and says what follows: to leaders, to units that may state their side, to the office. */
async function ladderNotices(
  tx: Tx,
  ground: Readonly<{ directory: Directory; campaign: Campaign; workdays: WorkdayTable; now: Date }>,
): Promise<readonly Notice[]> {
  const { directory, campaign, now } = ground
  const today = dayOf(now)
  const words = { words: (matter: Parameters<typeof matterFact>[1]) => matterFact(directory, matter, now) }
  const reached = await climbLadder(tx, { ...ground, ...words }, now)
  // Nearly every morning nothing waits, and then there is nothing to look at twice.
  const waits = (await ladder.waiting(tx, [campaign.id])).length > 0
  const pending = waits ? await pendingSteps(tx, ground, now) : []
  const asked = pending.some(({ step }) => isToBeAsked(step, now)) ? decidable(pending, now) : []
  await ladder.save(
    tx,
    asked.map(({ step }) => step.id),
    { askedAt: now },
  )
  const told = { directory, campaign, now, named: await contacts.current(tx, campaign.id) }
  const above = isFirstOfWeek(today, ground.workdays) ? await tellAbove(tx, ground, now) : []
  const leaderless = withoutLeaders(told, above)
  return [
    ...escalations(told, { reached, above, day: today }),
    ...hearings(told, reached, today),
    ...officeCard(told, asked, { day: today, leaderless }),
    ...(await promisesDue(tx, told)),
  ]
}

/** What is put off does not come along with what is new, nor what its unit may still speak about. */
function decidable(
  pending: Awaited<ReturnType<typeof pendingSteps>>,
  now: Date,
): Awaited<ReturnType<typeof pendingSteps>> {
  return pending.filter(
    ({ step }) => (step.holdUntil === null || step.holdUntil <= now) && isHeard(step, now),
  )
}
