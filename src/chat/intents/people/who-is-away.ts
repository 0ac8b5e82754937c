import { addDays, dayOf, formatDay } from '../../../domain/time/calendar.ts'
import { unitName } from '../../saying/names.ts'
import { requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer } from '../../saying/speech.ts'

/** Lists in chat have at most this many lines. */
const LINES = 8

/** 「谁请假了」: who is away now or within the week, until when, and who stands in. */
export function whoIsAway(scene: KnownScene): Answer {
  requireMay(scene, 'leave-of-others')
  const { directory } = scene
  const today = dayOf(scene.now)
  const away = directory.absences
    .filter(({ from, until }) => until >= today && from <= addDays(today, 7))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
  if (away.length === 0) return { reply: say('这一周没有人请假。') }
  const lines = away.slice(0, LINES).map(({ personId, standInId, from, until }) => {
    const person = directory.people.get(personId)
    const standIn = directory.people.get(standInId)
    const who = person ? `${person.name}（${unitName(directory, person.unitId)}）` : '已离开的人'
    return `- ${who} ${formatDay(from)}至${formatDay(until)}，${standIn ? `${standIn.name}代办` : '没有代办人'}`
  })
  const rest = away.length - lines.length
  return { reply: say([...lines, ...(rest > 0 ? [`还有${rest}人。`] : [])].join('\n')) }
}
