import { formatMoment, timeOf, type WorkdayTable } from '../domain/calendar.ts'
import type { Period } from '../domain/cadence.ts'
import { groupBy } from '../domain/group-by.ts'
import { planOf } from '../domain/reminders.ts'
import { dueSlots, type DueReminder } from '../domain/slots.ts'
import { awayNotes } from '../chat/away.ts'
import { unitName } from '../chat/names.ts'
import { askHead, askHow, askText, draftOf } from '../chat/intents/reports/reminding.ts'
import { say, type Notice, type Speech } from '../chat/speech.ts'
import * as conversations from '../store/conversations.ts'
import type { Campaign, Directory } from '../store/directory.ts'
import * as hazards from '../store/hazards.ts'
import type { Tx } from '../store/open.ts'
import * as reports from '../store/reports.ts'
import { missingUnits, owing, periods, type CampaignDuty } from '../usecases/due-reports.ts'
import type { Platform } from '../chat/inbound.ts'
import type { CampaignTopic } from './job.ts'

/** Reminders before a report's deadline, the list of the missing after it, and the chases of the days that follow. */
export const reportRemindersJob: CampaignTopic = ({ directory, campaign, workdays }) => {
  const plan = campaign.plan.duties.flatMap((duty) =>
    planOf(periods(duty, workdays), workdays, campaign.plan.reminders),
  )
  return {
    name: `reports ${campaign.id}`,
    slots: (after, upTo) => dueSlots(plan, { after, upTo }),
    notices: (tx, due, now) => reminderNotices(tx, { directory, campaign, due, now, workdays }),
  }
}

type Planning = Readonly<{
  directory: Directory
  campaign: Campaign
  due: readonly DueReminder[]
  now: Date
  workdays: WorkdayTable
}>

type Matter = Readonly<{ duty: CampaignDuty; period: Period; due: DueReminder }>

/** The notices of the reminders that have come due: one a unit, however many reports it owes, and the list to the office. */
async function reminderNotices(tx: Tx, planning: Planning): Promise<readonly Notice[]> {
  const asks: (Matter & Readonly<{ unitId: string }>)[] = []
  const lists: Notice[] = []
  for (const due of planning.due) {
    const duty = planning.campaign.plan.duties.find(({ key }) => key === due.reminder.duty)
    const period = duty && periods(duty, planning.workdays).find(({ key }) => key === due.reminder.period)
    if (!duty || !period) continue
    const missing = await missingUnits(tx, planning.campaign, duty, period)
    const matter = { duty, period, due }
    if (due.reminder.kind === 'missing-list')
      lists.push(...(await missingList(tx, planning, matter, missing)))
    else asks.push(...missing.map((unitId) => ({ ...matter, unitId })))
  }
  const notices: Notice[] = []
  for (const [unitId, matters] of groupBy(asks, (ask) => ask.unitId)) {
    notices.push({
      to: { unitId, roles: ['liaison'] },
      speech: await askSpeech(tx, planning, unitId, matters),
      key: keyOf(planning, matters, unitId),
    })
  }
  return [...lists, ...notices]
}

function keyOf({ campaign }: Planning, matters: readonly Matter[], unitId: string): string {
  const names = matters.map(
    ({ due: { reminder } }) => `${reminder.duty}:${reminder.period}:${reminder.kind}${reminder.nth ?? ''}`,
  )
  return `remind:${campaign.id}:${names.join('+')}:${unitId}`
}

/** On the day itself a single report is offered ready filled, to be sent with one tap. */
async function askSpeech(
  tx: Tx,
  { campaign, now }: Planning,
  unitId: string,
  matters: readonly Matter[],
): Promise<Speech> {
  const [only, ...others] = matters
  if (only && others.length === 0) {
    const { duty, period, due } = only
    const filled =
      due.reminder.kind === 'heads-up'
        ? null
        : await hazards.countsFor(tx, campaign.id, unitId, period.opensAt, now)
    const draft = filled && draftOf(filled)
    const asked = { duty, period, now }
    const delayed = due.delayed ? '（系统延迟）' : ''
    if (!draft || draft.found === 0) return say(`${delayed}${askText({ ...asked, draft })}`)
    return {
      kind: 'card',
      card: {
        title: `${delayed}${askHead(asked)}`,
        lines: askHow(asked, draft),
        actions: [{ label: '就这样报', say: '就这样报', tone: 'primary' }],
      },
    }
  }
  return say(matters.map(({ duty, period }) => `- ${askHead({ duty, period, now })}`).join('\n'))
}

/** At five past: who is missing, to the unit that receives the reports, and to the groups where the campaign wants it. */
async function missingList(
  tx: Tx,
  planning: Planning,
  { duty, period, due }: Matter,
  missing: readonly string[],
): Promise<readonly Notice[]> {
  const { directory, campaign, now } = planning
  const received = await reports.ofPeriod(tx, campaign.id, duty.key, period.key)
  const owed = owing(campaign, duty, period).length
  const onTime = received.filter(({ late }) => !late).length
  const names = missing.map((unitId) => unitName(directory, unitId))
  const delayed = due.delayed ? `（系统延迟，截至${formatMoment(now, now)}）` : ''
  const key = `missing:${campaign.id}:${duty.key}:${period.key}`
  const toOffice: Notice = {
    to: { unitId: duty.toId },
    speech: {
      kind: 'card',
      card: {
        title: `${duty.name}（${period.label}）${timeOf(period.dueAt)}已截止${delayed}`,
        lines: [
          missing.length === owed
            ? `应报${owed}，都还没报：`
            : `应报${owed}，已报${owed - missing.length}（按时${onTime}），未报${missing.length}${names.length > 0 ? '：' : '。'}`,
          ...(names.length > 0
            ? [
                `**${names.join('、')}**`,
                ...awayNotes(directory, missing, now),
                '之后每个工作日上午会各提醒一次，补报仍可，会注明迟报。',
              ]
            : ['全部按期报齐。']),
        ],
        actions: missing.length > 0 ? [{ label: '再催一次', say: '再催一次', tone: 'primary' }] : [],
      },
    },
    key,
  }
  if (!campaign.plan.settings.announceMissingInGroup || missing.length === 0) return [toOffice]
  const text = `${duty.name}（${period.label}）已收${owed - missing.length}家，还差${names.join('、')}。补报仍可，系统会注明迟报。`
  const groups = await conversations.groupsOf(tx, campaign.id)
  return [
    toOffice,
    ...groups.map(({ platform, externalId }): Notice => ({
      to: { group: { platform: platform as Platform, id: externalId } },
      speech: say(text),
      key: `${key}:group`,
    })),
  ]
}
