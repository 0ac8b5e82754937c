import { periodOf, remindersOf } from '../../../domain/consultation.ts'
import { isSpared, planOf, type Reminder } from '../../../domain/reminding/reminders.ts'
import { nameMoment } from '../../../domain/time/calendar.ts'
import type { Period } from '../../../domain/time/cadence.ts'
import { may } from '../../../domain/roles.ts'
import * as consultations from '../../../store/consultations.ts'
import * as acknowledgements from '../../../store/planning/acknowledgements.ts'
import type { Campaign } from '../../../store/directory.ts'
import { dutiesOf, missingUnits, periods } from '../../../usecases/due-reports.ts'
import { runningCampaigns, type KnownScene } from '../../scene.ts'
import { nameOf } from '../consultations/asking.ts'
import { askedOf } from '../consultations/open-questions.ts'
import { say, type Answer } from '../../saying/speech.ts'

type Asked = Readonly<{
  campaign: Campaign
  /** As it is kept: the duty of a report, or the consultation. */
  duty: string
  period: Period
  /** 周报（第7期）, as it was called when it was asked for. */
  name: string
  plan: readonly Reminder[]
  /** When it was last asked for. */
  askedAt: Date
  /** Whether the unit has not answered it yet. */
  isOpen(): Promise<boolean>
}>

/**
 * 「收到」 one-to-one after an ask for reports or for an opinion: noted, and the next ordinary ask of the period is spared.
 * The last call, the list of the missing and the deadline stay. Says so in one line, and nothing at all when nothing is
 * spared.
 */
export async function acknowledgeAsk(scene: KnownScene): Promise<Answer> {
  const { tx, person, now } = scene
  if (scene.conversation.kind !== 'direct') return {}
  const asked = [...reportsAsked(scene), ...opinionsAsked(scene)]
  const quoted = asked.filter(({ name }) => scene.quoted.includes(name))
  // Without a quotation, what was asked for last is meant: all of it, when it came in one message.
  const last = Math.max(...asked.map(({ askedAt }) => askedAt.getTime()))
  const meant = quoted.length > 0 ? quoted : asked.filter(({ askedAt }) => askedAt.getTime() === last)
  const open: Asked[] = []
  for (const each of meant) if (await each.isOpen()) open.push(each)
  await acknowledgements.add(
    tx,
    open.map(({ campaign, duty, period }) => ({
      campaignId: campaign.id,
      duty,
      period: period.key,
      unitId: person.unitId,
      personId: person.id,
      at: now,
    })),
  )
  const [first] = open.filter(({ plan }) => plan.some((reminder) => isSpared(reminder, plan, now)))
  if (!first) return {}
  const { name, period } = first
  return {
    reply: say(`好的，${name}下一次提醒先不发；${nameMoment(period.dueAt, now)}截止不变。`),
  }
}

/** The reports for which the speaker's unit has been asked and whose deadline is still ahead. */
function reportsAsked({ tx, directory, person, now, workdays }: KnownScene): readonly Asked[] {
  if (!may(person.roles, 'report')) return []
  return runningCampaigns(directory, now).flatMap((campaign) =>
    dutiesOf(campaign, person.unitId).flatMap((duty) => {
      const all = periods(duty, workdays)
      const plan = planOf(all, workdays, campaign.plan.reminders)
      return all
        .filter(({ opensAt, dueAt }) => opensAt <= now && now < dueAt)
        .flatMap((period) => {
          const own = plan.filter((reminder) => reminder.period === period.key)
          const asked = own.findLast(({ at, kind }) => at <= now && kind !== 'overdue')
          if (!asked) return []
          const isOpen = async (): Promise<boolean> =>
            (await missingUnits(tx, campaign, duty, period)).includes(person.unitId)
          const name = `${duty.name}（${period.label}）`
          return [{ campaign, duty: duty.key, period, name, plan: own, askedAt: asked.at, isOpen }]
        })
    }),
  )
}

/** The drafts on which the speaker's unit has been asked, as long as there is time. */
function opinionsAsked(scene: KnownScene): readonly Asked[] {
  const { tx, directory, person, now, workdays } = scene
  const asked = askedOf(scene)
  return directory.campaigns.flatMap((campaign) =>
    campaign.consultations
      .filter((each) => asked.includes(each) && now < each.dueAt)
      .map((each) => {
        const period = periodOf(each)
        const plan = remindersOf(each, workdays, campaign.plan.reminders)
        return {
          campaign,
          duty: period.duty,
          period,
          name: `${nameOf(each)}征求意见`,
          plan,
          askedAt: plan.findLast(({ at }) => at <= now)?.at ?? each.opensAt,
          isOpen: async () => (await consultations.newest(tx, each.id, person.unitId)) === null,
        }
      }),
  )
}
