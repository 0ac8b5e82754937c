import { addWorkdays, dayOf, formatMoment, timeOf, type WorkdayTable } from '../domain/time/calendar.ts'
import { ladderSteps, type LadderStep } from '../domain/ladder.ts'
import { awayNotes } from '../chat/away.ts'
import type { Platform } from '../chat/inbound.ts'
import { missingName, verbsOf } from '../chat/intents/reports/missing.ts'
import { dutyTitle } from '../chat/intents/reports/reminding.ts'
import { say, type Notice } from '../chat/saying/speech.ts'
import * as conversations from '../store/conversations.ts'
import type { Campaign } from '../store/directory.ts'
import type { Tx } from '../store/open.ts'
import * as reports from '../store/submissions/reports.ts'
import { owing, partsThere } from '../usecases/due-reports.ts'
import type { Matter, Planning } from './report-reminders.ts'

/** At five past: who is missing, to the unit that receives the reports, and to the groups where the campaign wants it. */
export async function missingList(
  tx: Tx,
  planning: Planning,
  { duty, period, due }: Matter,
  missing: readonly string[],
): Promise<readonly Notice[]> {
  const { directory, campaign, now } = planning
  const owed = owing(campaign, duty, period).length
  const late = await reports.lateIn(tx, campaign.id, duty.key, period.key)
  const onTime = owed - missing.length - late
  const there = await partsThere(tx, campaign, duty, period)
  const names = missing.map((unitId) => missingName(directory, unitId, there))
  const [ought, done, not] = verbsOf(duty)
  const delayed = due.delayed ? `（系统延迟，截至${formatMoment(now, now)}）` : ''
  const key = `missing:${campaign.id}:${duty.key}:${period.key}`
  const { chases } = campaign.plan.reminders
  const toOffice: Notice = {
    to: { unitId: duty.toId },
    speech: {
      kind: 'card',
      card: {
        title: `${dutyTitle({ duty, period })}${timeOf(period.dueAt)}已截止${delayed}`,
        lines: [
          missing.length === owed
            ? `${ought}${owed}，都还没${duty.target === undefined ? done.slice(-1) : '达到'}：`
            : `${ought}${owed}，${done}${owed - missing.length}（按时${onTime}），${not}${missing.length}${names.length > 0 ? '：' : '。'}`,
          ...(names.length > 0
            ? [
                `**${names.join('、')}**`,
                ...awayNotes(directory, missing, now),
                chases > 0
                  ? '之后每隔一个工作日上午再各提醒一次，补报仍可，会注明迟报。'
                  : '补报仍可，会注明迟报。',
              ]
            : ['全部按期报齐。']),
        ],
        actions: missing.length > 0 ? [{ label: '再催一次', say: '再催一次', tone: 'primary' }] : [],
      },
    },
    key,
    urgency: 'timely',
    due: period.dueAt,
  }
  const announced = campaign.plan.settings.announceMissingInGroup || campaign.plan.reminders.groupSummary
  if (!announced || missing.length === 0) return [toOffice]
  const text = `${dutyTitle({ duty, period })}已收${owed - missing.length}家，还差${names.join('、')}。补报仍可，系统会注明迟报。`
  const groups = await conversations.groupsOf(tx, campaign.id)
  const called = callsOut(campaign, stepAfter(campaign, period.dueAt, now, planning.workdays))
  return [
    toOffice,
    ...groups.map(({ platform, externalId }): Notice => ({
      to: { group: { platform: platform as Platform, id: externalId } },
      speech: say(text),
      key: `${key}:group`,
      urgency: 'timely',
      due: period.dueAt,
      ...(called ? { mentionUnits: missing } : {}),
    })),
  ]
}

/** Whether a group's summary notifies people by @ when the matter is on that step. */
function callsOut(campaign: Campaign, step: LadderStep | null): boolean {
  const from = campaign.plan.reminders.mentionFrom
  return from !== null && step !== null && ladderSteps.indexOf(step) >= ladderSteps.indexOf(from)
}

/** The highest step of the ladder that an overdue report has reached by its days alone. */
function stepAfter(
  { plan: { ladder } }: Campaign,
  dueAt: Date,
  now: Date,
  workdays: WorkdayTable,
): LadderStep | null {
  if (now <= dueAt) return null
  const dueDay = dayOf(dueAt)
  const reached = ladder.steps.filter(({ after }) => {
    if (after === 0) return true
    if (ladder.days === 'calendar') return now.getTime() - dueAt.getTime() >= after * 86_400_000
    return addWorkdays(dueDay, after, workdays) <= dayOf(now)
  })
  return reached.at(-1)?.step ?? null
}
