import type { WorkdayTable } from '../domain/time/calendar.ts'
import type { Period } from '../domain/time/cadence.ts'
import { groupBy } from '../domain/group-by.ts'
import { isSpared, planOf, type Reminder } from '../domain/reminding/reminders.ts'
import { dueSlots, type DueReminder } from '../domain/reminding/slots.ts'
import { askedOf } from '../chat/intents/reports/asking.ts'
import {
  answering,
  askButton,
  askHead,
  askHow,
  askText,
  draftOf,
  type Asked,
} from '../chat/intents/reports/reminding.ts'
import { say, type Notice, type OwedReport, type Speech } from '../chat/saying/speech.ts'
import * as acknowledgements from '../store/planning/acknowledgements.ts'
import type { Campaign, Directory } from '../store/directory.ts'
import * as hazards from '../store/hazards.ts'
import type { LedgerCounts } from '../store/hazards.ts'
import type { Tx } from '../store/open.ts'
import { missingOf, periods, type CampaignDuty } from '../usecases/due-reports.ts'
import type { CampaignTopic } from './planner/job.ts'
import { missingList } from './missing-list.ts'

/** Reminders before a report's deadline, the list of the missing after it, and the chases of the days that follow. */
export const reportRemindersJob: CampaignTopic = ({ directory, campaign, workdays }) => {
  const plan = campaign.plan.duties.flatMap((duty) =>
    planOf(periods(duty, workdays), workdays, campaign.plan.reminders),
  )
  return {
    name: `reports ${campaign.id}`,
    slots: (after, upTo) => dueSlots(plan, { after, upTo }),
    notices: (tx, due, now) => reminderNotices(tx, { directory, campaign, plan, due, now, workdays }),
  }
}

export type Planning = Readonly<{
  directory: Directory
  campaign: Campaign
  /** All reminders of the campaign. */
  plan: readonly Reminder[]
  due: readonly DueReminder[]
  now: Date
  workdays: WorkdayTable
}>

export type Matter = Readonly<{ duty: CampaignDuty; period: Period; due: DueReminder }>
type Ask = Matter & Readonly<{ unitId: string; asked: Asked }>

/** The notices of the reminders that have come due: one a unit, however many reports it owes, and the list to the office. */
async function reminderNotices(tx: Tx, planning: Planning): Promise<readonly Notice[]> {
  const { campaign } = planning
  const matters = planning.due.flatMap((due): readonly Matter[] => {
    const matter = matterOf(campaign, due.reminder, planning.workdays)
    return matter ? [{ ...matter, due }] : []
  })
  const missing = await missingOf(tx, campaign, matters)
  const spared = await sparedUnits(tx, planning, matters)
  const asks: Ask[] = []
  const lists: Notice[] = []
  for (const [index, matter] of matters.entries()) {
    const units = missing[index] ?? []
    if (matter.due.reminder.kind === 'missing-list')
      lists.push(...(await missingList(tx, planning, matter, units)))
    else {
      const { duty, period, due } = matter
      const open = units.filter((unitId) => !spared(matter, unitId))
      const asked = await askedOf(tx, campaign, { duty, period, now: due.sendAt }, open)
      asks.push(...[...asked].map(([unitId, each]) => ({ ...matter, unitId, asked: each })))
    }
  }
  const byUnit = groupBy(asks, ({ unitId }) => unitId)
  const drafts = await draftsFor(tx, planning, [...byUnit.values()].flatMap(offered))
  const notices = [...byUnit].map(([unitId, own]) => askNotice(planning, unitId, own, drafts))
  return [...lists, ...notices]
}

/** Whether somebody of a unit has said 收到 in a way that spares it this ask. */
async function sparedUnits(
  tx: Tx,
  { campaign, plan }: Planning,
  matters: readonly Matter[],
): Promise<(matter: Matter, unitId: string) => boolean> {
  const ordinary = matters.filter(({ due: { reminder } }) => canBeSpared(reminder))
  const said = await acknowledgements.ofPeriods(
    tx,
    campaign.id,
    ordinary.map(({ due: { reminder } }) => reminder),
  )
  const byMatter = groupBy(said, ({ duty, period, unitId }) => JSON.stringify([duty, period, unitId]))
  return ({ due: { reminder } }, unitId) => {
    const { duty, period } = reminder
    const own = byMatter.get(JSON.stringify([duty, period, unitId]))
    if (!own) return false
    const ofPeriod = plan.filter((each) => each.duty === duty && each.period === period)
    return own.some(({ at }) => isSpared(reminder, ofPeriod, at))
  }
}

function canBeSpared({ kind }: Reminder): boolean {
  return kind === 'heads-up' || kind === 'morning'
}

function askNotice(planning: Planning, unitId: string, asks: readonly Ask[], drafts: Drafts): Notice {
  const { campaign } = planning
  const names = asks.map(
    ({ due: { reminder } }) => `${reminder.duty}:${reminder.period}:${reminder.kind}${reminder.nth ?? ''}`,
  )
  const last = asks.some(({ due: { reminder } }) => reminder.kind === 'last-call')
  return {
    to: { unitId, roles: ['liaison'] },
    speech: askSpeech(unitId, asks, drafts),
    key: `remind:${campaign.id}:${names.join('+')}:${unitId}`,
    ...(last ? { urgency: 'timely' as const } : { repeats: true as const }),
    due: new Date(Math.min(...asks.map(({ period }) => period.dueAt.getTime()))),
    asksFor: asks.map(({ duty, period }) => ({
      campaignId: campaign.id,
      duty: duty.key,
      period: period.key,
      unitId,
    })),
  }
}

type Drafts = ReadonlyMap<string, LedgerCounts>

/** On the day itself a single report by numbers is offered ready filled. */
function offered(asks: readonly Ask[]): readonly Ask[] {
  const [only, ...others] = asks
  if (!only || others.length > 0) return []
  return only.due.reminder.kind === 'heads-up' || only.duty.deliverable !== 'counts' || only.duty.target
    ? []
    : [only]
}

/** What the ledger holds for each unit that is offered its numbers: one statement for each beginning of a period. */
async function draftsFor(tx: Tx, { campaign, now }: Planning, asks: readonly Ask[]): Promise<Drafts> {
  const drafts = new Map<string, LedgerCounts>()
  for (const own of groupBy(asks, ({ period }) => period.opensAt.getTime()).values()) {
    const [first] = own
    if (!first) continue
    const units = own.map(({ unitId }) => unitId)
    const counts = await hazards.countsForUnits(tx, campaign.id, units, first.period.opensAt, now)
    for (const [unitId, each] of counts) drafts.set(unitId, each)
  }
  return drafts
}

/** On the day itself a single report is offered ready filled, to be sent with one tap. */
function askSpeech(unitId: string, asks: readonly Ask[], drafts: Drafts): Speech {
  const [only, ...others] = asks
  if (!only || others.length > 0) return severalAsked(asks.map(({ asked }) => asked))
  const { due, asked } = only
  const filled = drafts.get(unitId)
  const draft = filled ? draftOf(filled) : null
  const delayed = due.delayed ? '（系统延迟）' : ''
  const button = askButton(asked, draft)
  if (!button) return say(`${delayed}${askText({ ...asked, draft })}`)
  return {
    kind: 'card',
    card: {
      title: `${delayed}${askHead(asked)}`,
      lines: askHow(asked, draft),
      actions: [{ ...button, tone: 'primary' }],
    },
  }
}

function severalAsked(asked: readonly Asked[]): Speech {
  const counted = asked.find(({ duty }) => duty.deliverable === 'counts' && duty.target === undefined)
  return say(
    [
      `有${asked.length}项要报：`,
      ...asked.map((each) => `- ${askHead(each)}${answering(each.duty).join('')}`),
      `一项一条发，先写名称${counted ? `，例如：${counted.duty.name} 检查6 发现11 整改8` : ''}。`,
    ].join('\n'),
  )
}

/** An ask as it is worded at a later moment, for those of its reports that are still missing; undefined when none is. */
export function askAgain(
  given: Readonly<{
    campaign: Campaign
    notice: Notice
    now: Date
    workdays: WorkdayTable
    isMissing(report: OwedReport): boolean
  }>,
): Notice | undefined {
  const { campaign, notice, now, workdays, isMissing } = given
  const open = (notice.asksFor ?? []).filter(isMissing).flatMap((report) => {
    const matter = matterOf(campaign, report, workdays)
    return matter ? [{ ...matter, now, report }] : []
  })
  const [only, ...others] = open
  if (!only) return undefined
  const speech = others.length === 0 ? say(askText({ ...only, draft: null })) : severalAsked(open)
  return { ...notice, speech, asksFor: open.map(({ report }) => report) }
}

/** Which of several reports are still missing, one statement a campaign. */
export async function stillMissing(
  tx: Tx,
  directory: Directory,
  owed: readonly OwedReport[],
  workdays: WorkdayTable,
): Promise<(report: OwedReport) => boolean> {
  const missing = new Set<string>()
  for (const campaign of directory.campaigns) {
    const own = owed.filter(({ campaignId }) => campaignId === campaign.id)
    const matters = [...groupBy(own, ({ duty, period }) => `${duty} ${period}`).values()].flatMap(
      ([first]) => {
        const matter = first && matterOf(campaign, first, workdays)
        return matter ? [matter] : []
      },
    )
    if (matters.length === 0) continue
    const units = await missingOf(tx, campaign, matters)
    for (const [index, { duty, period }] of matters.entries()) {
      for (const unitId of units[index] ?? [])
        missing.add(nameOf({ campaignId: campaign.id, duty: duty.key, period: period.key, unitId }))
    }
  }
  return (report) => missing.has(nameOf(report))
}

function matterOf(
  campaign: Campaign,
  named: Readonly<{ duty: string; period: string }>,
  workdays: WorkdayTable,
): Readonly<{ duty: CampaignDuty; period: Period }> | undefined {
  const duty = campaign.plan.duties.find(({ key }) => key === named.duty)
  const period = duty && periods(duty, workdays).find(({ key }) => key === named.period)
  return duty && period && { duty, period }
}

function nameOf({ campaignId, duty, period, unitId }: OwedReport): string {
  return JSON.stringify([campaignId, duty, period, unitId])
}
