import { checkDueOn, isDepositWarned } from '../domain/communities/file.ts'
import { groupBy } from '../domain/group-by.ts'
import { isFirstOfWeek, mornings } from '../domain/reminding/morning.ts'
import {
  addDays,
  day,
  dayOf,
  daysBetween,
  formatDay,
  isWorkday,
  previousWorkday,
  type Day,
} from '../domain/time/calendar.ts'
import { depositLine } from '../chat/intents/communities/deposits.ts'
import { say, type Notice } from '../chat/saying/speech.ts'
import * as coverage from '../store/communities/coverage.ts'
import type { Directory } from '../store/directory.ts'
import type { Tx } from '../store/open.ts'
import type { CampaignTopic, RegionTopic } from './planner/job.ts'

const LINES = 5

/**
 * Communities on the watch list (重点名单) whose check is due: to whoever keeps them, on the first working morning, and
 * at the beginning of each week until somebody has looked.
 */
export const watchListJob: CampaignTopic = ({ directory, campaign, workdays }) => ({
  name: `watch ${campaign.id}`,
  slots: (after, upTo) =>
    mornings({
      duty: 'watch',
      kind: 'event',
      starts: day(campaign.startsOn),
      ends: day(campaign.endsOn),
      after,
      upTo,
      table: workdays,
    }),
  async notices(tx, due, now) {
    const today = dayOf(now)
    const since = sinceOf(due[0]?.reminder.period, today, workdays)
    if (since === undefined || today > day(campaign.endsOn)) return []
    const watched = await coverage.watchList(tx, campaign.id, directory.regionId)
    const wanted = watched.flatMap(({ communityId, days: every, watchedOn, checkedAt }) => {
      const checkedOn = checkedAt ? dayOf(checkedAt) : undefined
      const dueOn = checkDueOn({ every, checkedOn, watchedOn, nodes: campaign.plan.nodes })
      // Whoever put it on the list today knows; its town hears of it tomorrow.
      const toldOn = checkedOn === undefined ? addDays(dueOn, 1) : dueOn
      const isNew = since < toldOn && toldOn <= today
      const isOld = toldOn <= since && isFirstOfWeek(today, workdays)
      const place = directory.communities.get(communityId)
      return place && (isNew || isOld) ? [{ place, checkedOn }] : []
    })
    return [...groupBy(wanted, ({ place }) => place.unitId)].map(([unitId, own]): Notice => {
      const rest = own.length - LINES
      return {
        to: { unitId },
        speech: say(
          [
            '重点小区该检查了：',
            ...own
              .slice(0, LINES)
              .map(
                ({ place, checkedOn }) =>
                  `- ${place.name}：${checkedOn ? `上次${formatDay(checkedOn)}` : '还没查过'}`,
              ),
            ...(rest > 0 ? [`还有${rest}个，发「重点名单」看全部。`] : []),
            `开始检查发「检查${own[0]?.place.name ?? ''}」。`,
          ].join('\n'),
        ),
        key: `watch:${campaign.id}:${today}:${unitId}`,
        subject: `watch:${campaign.id}:${unitId}`,
        repeats: true,
      }
    })
  },
})

/**
 * Guarantee money (保修金) that falls due although hazards are open: to the office and the community's property
 * company, or the liaison of its locality where it has none, ninety, thirty and seven days before and on the day.
 */
export const depositsJob: RegionTopic = ({ directory, workdays }) => ({
  name: `deposits ${directory.regionId}`,
  slots: (after, upTo) =>
    mornings({
      duty: 'deposits',
      kind: 'event',
      starts: dayOf(after),
      ends: dayOf(upTo),
      after,
      upTo,
      table: workdays,
    }),
  async notices(tx, due, now) {
    const today = dayOf(now)
    const since = sinceOf(due[0]?.reminder.period, today, workdays)
    return since === undefined ? [] : depositNotices(tx, directory, { since, today })
  },
})

async function depositNotices(
  tx: Tx,
  directory: Directory,
  { since, today }: Readonly<{ since: Day; today: Day }>,
): Promise<readonly Notice[]> {
  const blocked = await coverage.blockedDeposits(tx, directory.regionId, addDays(today, 90))
  const warned = blocked.flatMap(({ communityId, due, open }) => {
    const place = directory.communities.get(communityId)
    return place && isDepositWarned({ due, since, today }) ? [{ place, due, open }] : []
  })
  if (warned.length === 0) return []
  const toOffice: Notice = {
    to: { regionRole: 'office' },
    speech: say(
      [
        '保修金退还前还有隐患没销号：',
        ...warned.slice(0, LINES).map((each) => depositLine(each, today)),
        ...(warned.length > LINES ? [`还有${warned.length - LINES}个，发「保修金名单」看全部。`] : []),
        '全部销号前不能退。',
      ].join('\n'),
    ),
    key: `deposits:${directory.regionId}:${today}`,
  }
  const toKeepers = warned.map(({ place, due, open }): Notice => {
    const when = daysBetween(today, due) > 0 ? `${formatDay(due, Number(today.slice(0, 4)))}到期` : '已到期'
    return {
      to:
        place.propertyId === null
          ? { unitId: place.unitId, roles: ['liaison'] }
          : { unitId: place.propertyId },
      speech: say(
        `${place.name}的保修金${when}，还有${open}处隐患没销号，全部销号前不能退。发「${place.name}还有几处」看是哪些。`,
      ),
      key: `deposits:${directory.regionId}:${today}:${place.id}`,
    }
  })
  return [toOffice, ...toKeepers]
}

/** The working day before the first morning that this look makes up for; undefined on days off. */
function sinceOf(
  first: string | undefined,
  today: Day,
  workdays: Parameters<typeof isWorkday>[1],
): Day | undefined {
  return first === undefined || !isWorkday(today, workdays)
    ? undefined
    : previousWorkday(day(first), workdays)
}
