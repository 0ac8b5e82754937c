import { outcomeNames } from '../../../domain/consultation.ts'
import { DomainError } from '../../../domain/errors.ts'
import * as consultations from '../../../store/consultations.ts'
import { decideOpinion } from '../../../usecases/consultations/decide-opinion.ts'
import { unitName } from '../../saying/names.ts'
import { currentCampaign, requireMay, type KnownScene } from '../../scene.ts'
import { say, type Answer, type Notice } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { nameOf } from './asking.ts'

type Said = Extract<Understanding, { intent: 'decide-opinion' }>

/** 「采纳 住建局的意见」「不采纳 3号 理由」: written down with the reason, and the unit hears it. */
export async function decideOpinions(scene: KnownScene, said: Said): Promise<Answer> {
  requireMay(scene, 'consult')
  const campaign = currentCampaign(scene)
  if (said.unknownUnit !== undefined)
    throw new DomainError('consultation.unknown_unit', { name: said.unknownUnit })
  const numbers =
    said.numbers.length > 0 ? said.numbers : [await theOneOf(scene, campaign.id, said.unit ?? '')]
  const lines: string[] = []
  const tell: Notice[] = []
  const outcome = outcomeNames[said.outcome]
  const reason = said.reason ?? null
  for (const number of numbers) {
    const input = { campaignId: campaign.id, number, outcome: said.outcome, reason, eventId: scene.eventId }
    const { consultation, reply } = await decideOpinion(scene.tx, input, scene.person, scene.now)
    lines.push(
      `${number}号意见（${unitName(scene.directory, reply.unitId)}）：${outcome}${reason ? `，${reason}` : ''}。`,
    )
    tell.push({
      to: { unitId: reply.unitId, roles: ['liaison'] },
      speech: say(
        [
          `您单位对${nameOf(consultation)}的意见（${number}号）：**${outcome}**。`,
          ...(reason ? [`理由：${reason}`] : []),
          `原意见：${(reply.opinion ?? '').slice(0, 200)}`,
        ].join('\n'),
      ),
      key: `opinion-decided:${scene.eventId}:${number}`,
    })
  }
  return { reply: say([...lines, '已告知意见单位的联络员，要改就重发一次。'].join('\n')), tell }
}

/** The number of the unit's opinion that waits for a decision, else of its newest one; several that wait are told apart by number. */
async function theOneOf(scene: KnownScene, campaignId: string, unitId: string): Promise<number> {
  const all = (await consultations.ofUnit(scene.tx, campaignId, unitId)).filter(
    ({ kind }) => kind === 'opinion',
  )
  const waiting = all.filter(({ adoption }) => adoption === null)
  if (waiting.length > 1)
    throw new DomainError('opinion.which', {
      numbers: waiting.map(({ number }) => `${number}号`).join('、'),
    })
  const number = (waiting[0] ?? all[0])?.number
  if (number === undefined || number === null)
    throw new DomainError('opinion.not_found', { number: `${unitName(scene.directory, unitId)}的` })
  return number
}
