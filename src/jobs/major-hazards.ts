import {
  addDays,
  at,
  day,
  dayOf,
  daysBetween,
  isWorkday,
  type WorkdayTable,
} from '../domain/time/calendar.ts'
import { groupBy } from '../domain/group-by.ts'
import { mornings } from '../domain/reminding/morning.ts'
import type { DueReminder } from '../domain/reminding/slots.ts'
import { shortNumber, whatIsWrong, whereabouts } from '../chat/saying/names.ts'
import { say, type Notice } from '../chat/saying/speech.ts'
import type { Campaign, Directory } from '../store/directory.ts'
import * as hazards from '../store/hazards.ts'
import type { Hazard } from '../store/hazards.ts'
import type { Tx } from '../store/open.ts'
import type { CampaignTopic } from './planner/job.ts'

const LINES = 5

/**
 * Major hazards (重大) that are due today or overdue: urgent, every day, days off too, and at once after a stop, whatever
 * the hour. Nobody else is disturbed on a day off.
 */
export const majorHazardsJob: CampaignTopic = ({ directory, campaign, workdays }) => ({
  name: `major ${campaign.id}`,
  slots: (after, upTo) =>
    mornings({
      duty: 'major',
      kind: 'event',
      starts: day(campaign.startsOn),
      ends: day(campaign.endsOn),
      after,
      upTo,
      // Urgent, by itself: it does not wait for what everybody hears.
      time: '09:00',
    }),
  notices: (tx, due, now) => majorNotices(tx, { directory, campaign, due, now, workdays }),
})

async function majorNotices(
  tx: Tx,
  given: Readonly<{
    directory: Directory
    campaign: Campaign
    due: readonly DueReminder[]
    now: Date
    workdays: WorkdayTable
  }>,
): Promise<readonly Notice[]> {
  const { directory, campaign, now, workdays } = given
  const today = dayOf(now)
  if (!given.due.some(({ reminder }) => reminder.period === today)) return []
  const open = (await hazards.dueBefore(tx, campaign.id, at(addDays(today, 1), '00:00'))).filter(
    ({ grade, foundAt }) => grade === 'major' && dayOf(foundAt) < today,
  )
  const rest = isWorkday(today, workdays) ? '' : '今天放假，也请'
  return [...groupBy(open, ({ responsibleId }) => responsibleId ?? '')].flatMap(([unit, own]) => {
    const [first] = own
    if (unit === '' || !first) return []
    const shown = own.slice(0, LINES).map((hazard) => line(directory, hazard, now))
    return [
      {
        to: { unitId: unit },
        speech: say(
          [
            `紧急：您单位有${own.length}处重大隐患到期没改。`,
            ...shown,
            ...(own.length > LINES ? [`还有${own.length - LINES}处，发「我的待办」看全部。`] : []),
            `${rest === '' ? '请' : rest}马上落实，改好回「${shortNumber(first)}已改」并附照片；有困难请立即联系消安委办。`,
          ].join('\n'),
        ),
        key: `major:${campaign.id}:${today}:${unit}`,
        urgency: 'urgent' as const,
        ...(first.dueAt ? { due: first.dueAt } : {}),
      },
    ]
  })
}

function line(directory: Directory, hazard: Hazard, now: Date): string {
  const over = hazard.dueAt ? daysBetween(dayOf(hazard.dueAt), dayOf(now)) : 0
  const when = over > 0 ? `已逾期${over}天` : '今天到期'
  return `- ${shortNumber(hazard)} ${whereabouts(directory, hazard)} ${whatIsWrong(directory, hazard)} · **${when}**`
}
