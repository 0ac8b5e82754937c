import { at, day, dayOf } from '../../domain/time/calendar.ts'
import { deliveriesOf } from '../../chat/saying/tell.ts'
import { say, type Notice } from '../../chat/saying/speech.ts'
import * as cursors from '../../store/planning/cursors.ts'
import type { Directory } from '../../store/directory.ts'
import type { Tx } from '../../store/open.ts'
import type { Planned, Receiver } from './held-back.ts'

/** The smallest monthly limit of the campaigns that run at that moment, or null when none has one. */
export function monthlyLimit({ campaigns }: Directory, now: Date): number | null {
  const today = dayOf(now)
  const limits = campaigns
    .filter(({ startsOn, endsOn }) => startsOn <= today && today <= endsOn)
    .flatMap(({ plan }) => plan.reminders.perMonth ?? [])
  return limits.length > 0 ? Math.min(...limits) : null
}

/** Tells the office, once a month, that ordinary reminders have stopped. */
export async function tellUsedUp(
  tx: Tx,
  directory: Directory,
  limit: number,
  now: Date,
): Promise<readonly { receiver: Receiver; planned: Planned[]; apart: boolean }[]> {
  const month = dayOf(now).slice(0, 7)
  const first = at(day(`${month}-01`), '00:00')
  if (!(await cursors.advance(tx, `month used up ${directory.regionId}`, first))) return []
  const notice: Notice = {
    to: { regionRole: 'office' },
    speech: say(
      [
        `本月主动提醒已用完${limit}条的上限。`,
        '月底前平常的提醒不再发，只保留截止前最后一次提醒、未报清单和加急通知。',
        '下月1日自动恢复；现在要放宽，请修改行动方案里的每月消息上限后重新载入。',
      ].join('\n'),
    ),
    key: `budget:${directory.regionId}:${month}`,
  }
  return deliveriesOf(directory, notice, now).map(({ standsInFor, ...receiver }) => ({
    receiver,
    planned: [{ notice, standsInFor }],
    apart: true,
  }))
}
