import { depositGate } from '../../../domain/communities/file.ts'
import { addDays, dayOf, daysBetween, formatDay, type Day } from '../../../domain/time/calendar.ts'
import * as coverage from '../../../store/communities/coverage.ts'
import * as files from '../../../store/communities/files.ts'
import type { Community } from '../../../store/directory.ts'
import type { KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

const LINES = 8
const AHEAD_DAYS = 90

/** 阳光花园：还有3处隐患，3月1日到期 */
export function depositLine(
  given: Readonly<{ place: Community; due: Day; open: number }>,
  today: Day,
): string {
  const { place, due, open } = given
  const left = daysBetween(today, due)
  const when = `${formatDay(due, Number(today.slice(0, 4)))}${left > 0 ? `到期，还剩${left}天` : '已到期'}`
  return `- ${place.name}：${when}，还有${open}处隐患没销号`
}

/** 「保修金名单」: where guarantee money falls due within three months, or has, while hazards are open. */
export async function depositList(scene: KnownScene, unitId: string | undefined): Promise<Answer> {
  const { tx, directory, now } = scene
  const today = dayOf(now)
  const rows = (await coverage.blockedDeposits(tx, directory.regionId, addDays(today, AHEAD_DAYS))).flatMap(
    ({ communityId, ...row }) => {
      const place = directory.communities.get(communityId)
      return place && (unitId === undefined || place.unitId === unitId) ? [{ ...row, place }] : []
    },
  )
  if (rows.length === 0)
    return {
      reply: say(
        `${AHEAD_DAYS}天内到期的保修金，没有还带着隐患的。登记退还日发「阳光花园 保修金 2027-03-01」，换成您的小区。`,
      ),
    }
  return {
    reply: say(
      [
        `**保修金**：${rows.length}个小区${AHEAD_DAYS}天内到期或已到期，隐患没清零，不能退`,
        ...rows.slice(0, LINES).map((row) => depositLine(row, today)),
        ...(rows.length > LINES ? [`还有${rows.length - LINES}个。`] : []),
      ].join('\n'),
    ),
  }
}

/** 「阳光花园保修金能退吗」: never while a hazard is open. */
export async function depositOf(scene: KnownScene, place: Community): Promise<Answer> {
  const { facts } = await files.find(scene.tx, place.id)
  const due = facts.depositDue as Day | undefined
  const openHazards = await coverage.openHazards(scene.tx, place.id)
  const today = dayOf(scene.now)
  switch (depositGate({ due, openHazards, today })) {
    case 'none':
      return {
        reply: say(
          openHazards > 0
            ? `${place.name}还有${openHazards}处隐患没销号，保修金不能退。退还日还没登记，请发「${place.name} 保修金 2027-03-01」。`
            : `${place.name}的保修金退还日还没登记，请发「${place.name} 保修金 2027-03-01」。`,
        ),
      }
    case 'blocked':
      return {
        reply: say(
          `**不能退**：${place.name}还有${openHazards}处隐患没销号。全部销号后再退。发「${place.name}还有几处」看是哪些。`,
        ),
      }
    case 'early':
      return {
        reply: say(
          due
            ? `${place.name}的隐患已清零。退还日是${formatDay(due, Number(today.slice(0, 4)))}，还有${daysBetween(today, due)}天，到时再退。`
            : '',
        ),
      }
    case 'free':
      return { reply: say(`${place.name}的隐患已清零，退还日已到，可以按流程退保修金。`) }
  }
}
