import { at, formatMoment, nameMoment } from '../domain/time/calendar.ts'
import { OPENS_AT, periodOf, remindersOf, tally } from '../domain/consultation.ts'
import type { PlannedConsultation } from '../domain/plan.ts'
import { isSpared, type Reminder } from '../domain/reminding/reminders.ts'
import { dueSlots, type DueReminder } from '../domain/reminding/slots.ts'
import { askUnits, namesOf, nameOf, remindText, unreachable } from '../chat/intents/consultations/asking.ts'
import { tallyCard } from '../chat/intents/consultations/tally.ts'
import { say, type Notice } from '../chat/saying/speech.ts'
import * as consultations from '../store/consultations.ts'
import * as acknowledgements from '../store/planning/acknowledgements.ts'
import type { OpenConsultation } from '../store/consultations.ts'
import type { Campaign, Directory } from '../store/directory.ts'
import type { Tx } from '../store/open.ts'
import { openPlanned } from '../usecases/consultations/open-planned.ts'
import type { CampaignTopic } from './planner/job.ts'

/** Opens what the campaign file has planned, reminds the units that have not replied, and counts at the deadline. */
export const consultationJob: CampaignTopic = ({ directory, campaign, workdays }) => {
  const openings = campaign.plan.consultations.map(opening)
  const reminders = campaign.consultations.flatMap((consultation) =>
    remindersOf(consultation, workdays, campaign.plan.reminders),
  )
  return {
    name: `consultations ${campaign.id}`,
    slots: (after, upTo) => dueSlots([...openings, ...reminders], { after, upTo }),
    async notices(tx, due, now) {
      const notices: Notice[] = []
      for (const each of due) {
        const planned = campaign.plan.consultations.find(({ key }) => openingOf(key) === each.reminder.duty)
        const open = campaign.consultations.find((one) => periodOf(one).duty === each.reminder.duty)
        if (planned) notices.push(...(await opened(tx, { directory, campaign, planned, now })))
        else if (open && each.reminder.kind === 'missing-list')
          notices.push(...(await atDeadline(tx, { directory, open, due: each, now })))
        else if (open)
          notices.push(...(await reminded(tx, { campaign, plan: reminders, open, due: each, now })))
      }
      return notices
    },
  }
}

const openingOf = (key: string): string => `consultation-opens-${key}`

function opening({ key, opensOn, due, time }: PlannedConsultation): Reminder {
  return {
    duty: openingOf(key),
    period: opensOn,
    kind: 'morning',
    at: at(opensOn, OPENS_AT),
    dueAt: at(due, time),
  }
}

async function opened(
  tx: Tx,
  given: Readonly<{ directory: Directory; campaign: Campaign; planned: PlannedConsultation; now: Date }>,
): Promise<readonly Notice[]> {
  const { directory, campaign, planned, now } = given
  const input = { campaignId: campaign.id, regionId: directory.regionId, planned }
  const consultation = await openPlanned(tx, input, null, now)
  if (!consultation) return []
  const nobody = unreachable(directory, consultation.unitIds, now)
  const hasDraft = consultation.draft !== null || consultation.attachments.length > 0
  return [
    ...askUnits(consultation, now),
    {
      to: { unitId: consultation.toId },
      speech: say(
        [
          `按方案已发出：征求意见${nameOf(consultation)}，${consultation.unitIds.length}家，${nameMoment(consultation.dueAt, now)}截止。`,
          ...(nobody.length > 0 ? [`${namesOf(directory, nobody)}没有联络员接入，请电话告知。`] : []),
          ...(hasDraft ? [] : ['我这里没有稿子，请按原渠道发给各单位。']),
          '进度随时发「意见反馈情况」看。',
        ].join('\n'),
      ),
      key: `consultation-opened:${consultation.id}`,
      due: consultation.dueAt,
    },
  ]
}

async function reminded(
  tx: Tx,
  given: Readonly<{
    campaign: Campaign
    plan: readonly Reminder[]
    open: OpenConsultation
    due: DueReminder
    now: Date
  }>,
): Promise<readonly Notice[]> {
  const { campaign, plan, open, due, now } = given
  const { missing } = tally(open, await consultations.replies(tx, open.id))
  const { kind, nth, duty, period } = due.reminder
  const own = plan.filter((each) => each.duty === duty && each.period === period)
  const said = await acknowledgements.ofPeriods(tx, campaign.id, [{ duty, period }])
  const spared = said.filter(({ at }) => isSpared(due.reminder, own, at)).map(({ unitId }) => unitId)
  return missing
    .filter((unitId) => !spared.includes(unitId))
    .map((unitId) => ({
      to: { unitId, roles: ['liaison'] },
      speech: say(`${due.delayed ? '（系统延迟）' : ''}${remindText(open, now)}`),
      key: `consultation-reminder:${open.id}:${kind}${nth ?? ''}:${unitId}`,
      due: open.dueAt,
      ...(kind === 'last-call' ? { urgency: 'timely' as const } : {}),
    }))
}

async function atDeadline(
  tx: Tx,
  given: Readonly<{ directory: Directory; open: OpenConsultation; due: DueReminder; now: Date }>,
): Promise<readonly Notice[]> {
  const { directory, open, due, now } = given
  const counts = tally(open, await consultations.replies(tx, open.id))
  const card = tallyCard(open, counts, directory, now)
  const delayed = due.delayed ? [`（系统延迟，截至${formatMoment(now, now)}）`] : []
  return [
    {
      to: { unitId: open.toId },
      speech: {
        kind: 'card',
        card: {
          ...card,
          lines: [
            ...delayed,
            ...card.lines,
            ...(counts.missing.length > 0
              ? ['之后每隔一个工作日上午再各提醒一次，补反馈仍可，会注明迟报。']
              : []),
          ],
          actions: [
            ...(counts.missing.length > 0
              ? [{ label: '再催一次', say: '再催一次', tone: 'primary' as const }]
              : []),
            ...card.actions,
          ].slice(0, 2),
        },
      },
      key: `consultation-missing:${open.id}`,
      urgency: 'timely',
      due: open.dueAt,
    },
  ]
}
