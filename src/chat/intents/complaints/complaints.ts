import { DomainError } from '../../../domain/errors.ts'
import * as complaints from '../../../store/communities/complaints.ts'
import type { Campaign } from '../../../store/directory.ts'
import type { Hazard } from '../../../store/hazards.ts'
import {
  answerReporter,
  complaintHazard,
  readReporter,
  takeComplaint,
} from '../../../usecases/communities/take-complaint.ts'
import { shortNumber } from '../../saying/names.ts'
import { requireMay, type KnownScene, type Scene } from '../../scene.ts'
import { say, withLines, type Answer } from '../../saying/speech.ts'
import type { ComplaintSaid } from '../../understand/commands/places/said.ts'
import { register } from '../hazards/register.ts'

type Said<A extends ComplaintSaid['act']> = Extract<ComplaintSaid, { act: A }>

/** 「举报：阳光花园3号楼楼道堆满纸箱，举报人 王某 13800000009」: a hazard as any other, and apart from it who told. */
export async function take(scene: KnownScene, campaign: Campaign, said: Said<'complaint'>): Promise<Answer> {
  requireMay(scene, 'take-complaint')
  const { tx, conversation, person, now, eventId } = scene
  const { hazards, name = null, phone = null } = said
  // A question that is asked back would keep the words, and in them the reporter.
  if (hazards.some(({ community, place }) => !community && !place))
    throw new DomainError('hazard.place_missing')
  const answer = await register({ ...scene, text: '' }, { intent: 'register-hazard', hazards })
  const codes = await takeComplaint(tx, { campaign, name, phone, eventId }, person, now)
  if (codes.length === 0) return answer
  const isNamed = name !== null || phone !== null
  const note = !isNamed
    ? '按匿名举报记下，办结后我会提醒您。'
    : conversation.kind === 'group'
      ? '举报人信息已单独存好，不会显示。以后请私聊我说举报人，群里大家都看得到。'
      : '举报人信息已单独存好，只有您和消安委办能查；办结后我会提醒您答复。'
  return { ...answer, ...(answer.reply ? { reply: withLines(answer.reply, [note]) } : {}) }
}

const LINES = 8

/** 「我接的举报」: what is still to be answered, without a word of who told. */
export async function list({ tx, person }: KnownScene, campaign: Campaign): Promise<Answer> {
  const isOffice = person.roles.includes('office')
  const open = await complaints.open(tx, campaign.id, isOffice ? undefined : person.id, 200)
  if (open.length === 0) return { reply: say(isOffice ? '举报都答复了。' : '您接的举报都答复了。') }
  const ended = open.filter(({ status }) => status === 'closed' || status === 'void')
  const lines = [...ended, ...open.filter((each) => !ended.includes(each))].slice(0, LINES)
  return {
    reply: say(
      [
        `**待答复的举报**${open.length}件，其中${ended.length}件已办结，可以答复`,
        ...lines.map((each) => {
          const n = `${Number(each.code.split('-')[1])}号`
          return `- ${n} ${ended.includes(each) ? `可以答复举报人，答复后回「${n}已答复举报人」` : '还在办'}`
        }),
        ...(open.length > lines.length ? [`还有${open.length - lines.length}件。`] : []),
      ].join('\n'),
    ),
  }
}

/** 「12号举报人」: one-to-one, for whoever took it and the office. */
export async function reporter(scene: KnownScene, campaign: Campaign, code: string): Promise<Answer> {
  const { tx, directory, person, now, eventId, conversation } = scene
  if (conversation.kind === 'group') throw new DomainError('complaint.only_direct')
  requireMay(scene, 'take-complaint')
  const hazard = await complaintHazard(tx, code, directory.regionId)
  const { name, phone } = await readReporter(tx, { hazard, campaign, eventId }, person, now)
  const n = shortNumber(hazard)
  return {
    reply: say(
      name === null && phone === null
        ? `${n}是匿名举报，没有留联系方式。`
        : `${n}举报人：${[name, phone].filter(Boolean).join(' ')}。请勿转发，查看已留痕。`,
    ),
  }
}

/** 「12号已答复举报人」. */
export async function answered(scene: KnownScene, campaign: Campaign, code: string): Promise<Answer> {
  requireMay(scene, 'take-complaint')
  const { tx, directory, person, now, eventId } = scene
  const hazard = await complaintHazard(tx, code, directory.regionId)
  await answerReporter(tx, { hazard, campaign, eventId }, person, now)
  return { reply: say(`已记：${shortNumber(hazard)}已答复举报人。`) }
}

/** Adds to an answer that ended hazards what whoever took complaints on them has to do now. */
export async function withComplaints(scene: Scene, answer: Answer): Promise<Answer> {
  const ended = (answer.redraw ?? []).filter(({ status }) => status === 'closed' || status === 'void')
  if (ended.length === 0) return answer
  const told = await complaints.tellEnded(
    scene.tx,
    ended.map(({ id }) => id),
    scene.now,
  )
  if (told.length === 0) return answer
  const own = told.filter(({ takenById }) => takenById === scene.person?.id)
  const others = told.filter((each) => !own.includes(each))
  const of = (hazardId: number): Hazard | undefined => ended.find(({ id }) => id === hazardId)
  const lines = own.flatMap(({ hazardId }) => of(hazardId) ?? []).map(sentence)
  const tell = others.flatMap(({ hazardId, takenById }) => {
    const hazard = of(hazardId)
    return hazard
      ? [
          {
            to: { personId: takenById },
            speech: say(sentence(hazard)),
            key: `complaint:${hazard.code}:${hazard.version}`,
          },
        ]
      : []
  })
  return {
    ...answer,
    ...(lines.length > 0 && answer.reply ? { reply: withLines(answer.reply, lines) } : {}),
    tell: [...(answer.tell ?? []), ...tell],
  }
}

function sentence(hazard: Hazard): string {
  const n = shortNumber(hazard)
  const how = hazard.status === 'void' ? '已作废（请说明原因）' : '已销号'
  return `您接的举报${n}${how}，可以答复举报人了。答复后回「${n}已答复举报人」。`
}
