import { DomainError } from '../../../domain/errors.ts'
import { decide } from '../../../domain/hazards/decide.ts'
import { formatDue } from '../../../domain/time/calendar.ts'
import * as hazards from '../../../store/hazards.ts'
import type { Hazard } from '../../../store/hazards.ts'
import { reinspect } from '../../../usecases/hazards/reinspect.ts'
import { hazardCard } from '../../cards/hazard-card.ts'
import { shortNumber, whereabouts } from '../../saying/names.ts'
import { actor, currentCampaign, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { lookBackIntent } from './life/look-back.ts'
import { tellFinder } from './notices.ts'

/** 「12号合格」 closes it, 「12号不合格 又堆上了」 returns it. */
export async function reinspectIntent(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'reinspect' }>,
): Promise<Answer> {
  if (/回头看|回访/u.test(scene.text) && said.codes?.[0]) {
    const closed = await hazards.find(scene.tx, said.codes[0], scene.directory.regionId)
    if (closed?.status === 'closed')
      return lookBackIntent(scene, said.codes, said.result, said.reason ?? null)
  }
  const codes = said.codes ?? (await waiting(scene, said.community))
  const [first] = codes
  if (said.result === 'fail' && !said.reason && scene.pictures.length === 0 && first && codes.length === 1)
    return askReason(scene, first)
  return verdict(scene, codes, said.result, said.reason ?? null)
}

/** Takes the verdict on each of them. */
export async function verdict(
  scene: KnownScene,
  codes: readonly string[],
  result: 'pass' | 'fail',
  reason: string | null,
): Promise<Answer> {
  const judged: Hazard[] = []
  for (const code of codes) {
    const input = { code, result, reason, photos: scene.pictures, eventId: scene.eventId }
    judged.push(await reinspect(scene.tx, input, actor(scene), scene.now))
  }
  const names = judged.map(shortNumber).join('、')
  const [one] = judged
  const due = one?.dueAt ? `新期限：${formatDue(one.dueAt, scene.now)}。` : ''
  return {
    reply: say(result === 'pass' ? `${names}复查合格，已销号。` : `${names}复查不合格，已退回整改。${due}`),
    tell: judged.flatMap((hazard) => outcome(scene, hazard, result, reason)),
    dialog: null,
    redraw: judged,
  }
}

/** Asks what is wrong, after making sure that the speaker may judge this hazard at all. */
async function askReason(scene: KnownScene, code: string): Promise<Answer> {
  const hazard = await hazards.find(scene.tx, code, scene.directory.regionId)
  if (!hazard) throw new DomainError('hazard.not_found', { code })
  decide(hazard, { type: 'FailReinspection', dueAt: scene.now, reason: null }, actor(scene), scene.now)
  const n = shortNumber(hazard)
  return {
    reply: {
      kind: 'card',
      card: {
        title: `${n}哪里不合格？`,
        lines: ['点一个，也可以直接打字说明。'],
        actions: ['没清干净', '又堆上了', '照片看不清'].map((why) => ({
          label: why,
          say: `${n}不合格 ${why}`,
        })),
      },
    },
    dialog: { kind: 'fail-reason', code },
  }
}

function outcome(
  scene: KnownScene,
  hazard: Hazard,
  result: 'pass' | 'fail',
  reason: string | null,
): readonly Notice[] {
  const n = shortNumber(hazard)
  const where = whereabouts(scene.directory, hazard)
  if (result === 'pass') {
    const text = `${n}（${where}）复查合格，已销号。`
    return [
      ...toResponsible(hazard, { kind: 'text', text: `${text}辛苦了。` }),
      ...tellFinder(scene, hazard, text),
    ]
  }
  const why = reason ? `原因：${reason}` : '请看现场后再改'
  const card = hazardCard(hazard, 'rectifier', scene.directory, scene.now)
  return [
    ...toResponsible(hazard, {
      kind: 'card',
      card: { ...card, title: `${n}复查未通过，请再整改` },
      about: { hazardId: hazard.id, view: 'rectifier' },
    }),
    ...tellFinder(scene, hazard, `${n}（${where}）复查未通过，已退回整改。${why}。`),
  ]
}

function toResponsible(hazard: Hazard, speech: Notice['speech']): readonly Notice[] {
  if (!hazard.responsibleId) return []
  return [{ to: { unitId: hazard.responsibleId }, speech, key: `verdict:${hazard.code}:${hazard.version}` }]
}

async function waiting(scene: KnownScene, communityId: string | undefined): Promise<readonly string[]> {
  const filter = { campaignId: currentCampaign(scene).id, ...(communityId ? { communityId } : {}) }
  const found = await hazards.list(scene.tx, filter, 'to-reinspect', scene.now, 2)
  const [only, ...others] = found
  if (!only || others.length > 0)
    throw new DomainError('hazard.which', { example: `${only ? shortNumber(only) : '12号'}合格` })
  return [only.code]
}
