import { isSpared, planOf, type Reminder } from '../../../domain/reminding/reminders.ts'
import { nameMoment } from '../../../domain/time/calendar.ts'
import type { Period } from '../../../domain/time/cadence.ts'
import { may } from '../../../domain/roles.ts'
import * as acknowledgements from '../../../store/planning/acknowledgements.ts'
import type { Campaign } from '../../../store/directory.ts'
import { dutiesOf, missingUnits, periods, type CampaignDuty } from '../../../usecases/due-reports.ts'
import { runningCampaigns, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

type Asked = Readonly<{
  campaign: Campaign
  duty: CampaignDuty
  period: Period
  plan: readonly Reminder[]
  /** When it was last asked for. */
  askedAt: Date
}>

/**
 * 「收到」 one-to-one after an ask for reports: noted, and the next ordinary ask of the period is spared. The last call,
 * the list of the missing and the deadline stay. Says so in one line, and nothing at all when nothing is spared.
 */
export async function acknowledgeAsk(scene: KnownScene): Promise<Answer> {
  const { tx, person, now } = scene
  if (scene.conversation.kind !== 'direct' || !may(person.roles, 'report')) return {}
  const asked = asksOf(scene)
  const quoted = asked.filter(({ duty, period }) => scene.quoted.includes(`${duty.name}（${period.label}）`))
  // Without a quotation, what was asked for last is meant: all of it, when it came in one message.
  const last = Math.max(...asked.map(({ askedAt }) => askedAt.getTime()))
  const meant = quoted.length > 0 ? quoted : asked.filter(({ askedAt }) => askedAt.getTime() === last)
  const open: Asked[] = []
  for (const each of meant) {
    const missing = await missingUnits(tx, each.campaign, each.duty, each.period)
    if (missing.includes(person.unitId)) open.push(each)
  }
  await acknowledgements.add(
    tx,
    open.map(({ campaign, duty, period }) => ({
      campaignId: campaign.id,
      duty: duty.key,
      period: period.key,
      unitId: person.unitId,
      personId: person.id,
      at: now,
    })),
  )
  const [first] = open.filter(({ plan }) => plan.some((reminder) => isSpared(reminder, plan, now)))
  if (!first) return {}
  const { duty, period } = first
  return {
    reply: say(
      `好的，${duty.name}（${period.label}）下一次提醒先不发；${nameMoment(period.dueAt, now)}截止不变。`,
    ),
  }
}

/** The reports for which the speaker's unit has been asked and whose deadline is still ahead. */
function asksOf({ directory, person, now, workdays }: KnownScene): readonly Asked[] {
  return runningCampaigns(directory, now).flatMap((campaign) =>
    dutiesOf(campaign, person.unitId).flatMap((duty) => {
      const all = periods(duty, workdays)
      const plan = planOf(all, workdays, campaign.plan.reminders)
      return all
        .filter(({ opensAt, dueAt }) => opensAt <= now && now < dueAt)
        .flatMap((period) => {
          const own = plan.filter((reminder) => reminder.period === period.key)
          const asked = own.findLast(({ at, kind }) => at <= now && kind !== 'overdue')
          return asked ? [{ campaign, duty, period, plan: own, askedAt: asked.at }] : []
        })
    }),
  )
}
