import {
  day,
  addDays,
  dayOf,
  formatDay,
  isWorkday,
  weekday,
  type Day,
  type WorkdayTable,
} from '../domain/time/calendar.ts'
import { groupBy } from '../domain/group-by.ts'
import { isFirstOfWeek, mornings } from '../domain/reminding/morning.ts'
import { fiveNames, lackingOf } from '../domain/hazards/hazard.ts'
import { interimNeed } from '../domain/hazards/interim.ts'
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
 * What long hazards need (interim measures, a look at them) and what listed ones still lack of their five, in the
 * morning of working days, one message for each unit that must rectify.
 */
export const hazardCareJob: CampaignTopic = ({ directory, campaign, workdays }) => ({
  name: `hazard-care ${campaign.id}`,
  slots: (after, upTo) =>
    mornings({
      duty: 'hazard-care',
      kind: 'morning',
      starts: day(campaign.startsOn),
      ends: day(campaign.endsOn),
      after,
      upTo,
    }),
  notices: (tx, due, now) => careNotices(tx, { directory, campaign, due, now, workdays }),
})

type Given = Readonly<{
  directory: Directory
  campaign: Campaign
  due: readonly DueReminder[]
  now: Date
  workdays: WorkdayTable
}>

async function careNotices(tx: Tx, given: Given): Promise<readonly Notice[]> {
  const { campaign, workdays } = given
  const newest = given.due.at(-1)
  if (!newest) return []
  const today = dayOf(newest.sendAt)
  if (!isWorkday(today, workdays)) return []
  const open = await hazards.needingCare(tx, campaign.id, {
    today,
    longDays: campaign.plan.hazards.longDays,
  })
  const lines = open.flatMap((hazard) => linesFor(given, hazard, today).map((line) => ({ hazard, line })))
  return [...groupBy(lines, ({ hazard }) => hazard.responsibleId ?? '')].flatMap(([unitId, own]) => {
    if (unitId === '') return []
    const rest = own.length - LINES
    const text = [
      '隐患临时措施和五落实：',
      ...own.slice(0, LINES).map(({ line }) => line),
      ...(rest > 0 ? [`还有${rest}条，明天再提醒。`] : []),
    ].join('\n')
    return [
      {
        to: { unitId },
        speech: say(text),
        key: `hazard-care:${campaign.id}:${today}:${unitId}`,
        subject: `hazard-care:${campaign.id}:${unitId}`,
        repeats: true as const,
      },
    ]
  })
}

function linesFor({ campaign, directory, workdays }: Given, hazard: Hazard, today: Day): readonly string[] {
  const n = shortNumber(hazard)
  const where = `- ${n} ${whereabouts(directory, hazard)} ${whatIsWrong(directory, hazard)}`
  const need = interimNeed(hazard, campaign.plan.hazards, today)
  const lacking = hazard.majorStage === 'listed' ? lackingOf(hazard.five) : []
  return [
    // Asked for on the first working day, and at the beginning of each week until there are some.
    ...(need === 'measures' && (isFirstMorning(hazard, today, workdays) || isFirstOfWeek(today, workdays))
      ? [`${where}：整改时间长，请定临时防范措施，回「${n}临时措施：……」`]
      : []),
    ...(need === 'check' && hazard.nextCheckOn !== null
      ? [`${where}：${formatDay(hazard.nextCheckOn as Day)}该查临时措施了，看过回「${n}临时措施已检查」`]
      : []),
    ...(lacking.length > 0 && [1, 3, 5].includes(weekday(today))
      ? [
          `- ${n}五落实还差：${lacking.map((part) => fiveNames[part]).join('、')}，回「${n}${fiveNames[lacking[0] ?? 'duty']}：……」`,
        ]
      : []),
  ]
}

/** The first working day after it was found. */
function isFirstMorning({ foundAt }: Hazard, today: Day, workdays: WorkdayTable): boolean {
  const found = dayOf(foundAt)
  for (let on = addDays(found, 1); on < today; on = addDays(on, 1)) if (isWorkday(on, workdays)) return false
  return today > found
}
