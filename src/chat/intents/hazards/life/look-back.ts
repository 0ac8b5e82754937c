import { formatDue } from '../../../../domain/time/calendar.ts'
import type { Hazard } from '../../../../store/hazards.ts'
import { lookBack } from '../../../../usecases/hazards/look-back.ts'
import { shortNumber, whereabouts } from '../../../saying/names.ts'
import { say, type Answer } from '../../../saying/speech.ts'
import { actor, type KnownScene } from '../../../scene.ts'
import { drawn, standing, toUnits } from './telling.ts'

/** 「12号回头看合格」, or 「12号回头看不合格 又堆上了」, which opens it anew and counts as a rebound (反弹). */
export async function lookBackIntent(
  scene: KnownScene,
  codes: readonly string[],
  result: 'pass' | 'fail',
  reason: string | null,
): Promise<Answer> {
  const seen: Hazard[] = []
  for (const code of codes) {
    const input = { code, result, reason, photos: scene.pictures, eventId: scene.eventId }
    seen.push(await lookBack(scene.tx, input, actor(scene), scene.now))
  }
  const names = seen.map(shortNumber).join('、')
  const [one] = seen
  if (result === 'pass' || !one)
    return { reply: say(`${names}回头看合格，没有反弹，仍是已销号。`), dialog: null, redraw: seen }
  const due = one.dueAt ? formatDue(one.dueAt, scene.now) : '未定'
  return {
    reply:
      seen.length === 1
        ? standing(scene, one, `${names}回头看不合格，已重新打开`, ['已通知整改单位和属地。'])
        : say(`${names}回头看不合格，已重新打开，新期限：${due}。已通知整改单位和属地。`),
    tell: seen.flatMap((hazard) => {
      const n = shortNumber(hazard)
      return [
        ...toUnits(
          scene,
          'rebound',
          hazard,
          [hazard.responsibleId],
          drawn(scene, hazard, 'rectifier', `${n}回头看不合格，请重新整改`),
        ),
        ...toUnits(
          scene,
          'rebound',
          hazard,
          [hazard.localityId === hazard.responsibleId ? null : hazard.localityId],
          say(
            `${n}（${whereabouts(scene.directory, hazard)}）回头看不合格，这是第${hazard.reboundCount}次反弹，新期限：${due}。`,
          ),
        ),
      ]
    }),
    dialog: null,
    redraw: seen,
  }
}
