import * as hazards from '../../../store/hazards.ts'
import type { Hazard, HazardFilter } from '../../../store/hazards.ts'
import { shortNumber, unitName, whereabouts } from '../../saying/names.ts'
import { peopleOf } from '../../saying/tell.ts'
import { currentCampaign, type KnownScene } from '../../scene.ts'
import { say, type Answer, type DialogState } from '../../saying/speech.ts'
import type { Understanding } from '../../understand/types.ts'
import { query, type Query } from './answer.ts'

type Topic = Extract<DialogState, { kind: 'topic' }>

const WHO =
  /^(?:那|这)?(?:都|又)?(?:是|由|该)?(?:谁|哪家|哪个单位|哪个部门)(?:来|在)?(?:负责|管|整改|弄|改|牵头)的?$|^责任(?:人|单位)(?:是|呢)?(?:谁|哪家)?$|^(?:该)?找谁$/u
/** 逾期的两处, 和上期比, 那几处呢: half a sentence that leaves out what it is about. */
const HALF =
  /^(?:那|其中|里面|这里面).*|的(?:[一两二三四五六七八九十\d几]{1,3}[处条个])?$|^[和跟与比].{0,8}(?:比|期|周|月)|呢$/u
const OTHER = /^(?:那|那么)?.{2,14}(?:呢|咧)$|^那.{2,12}$/u

/**
 * A question that leans on the one before: 谁负责, 逾期的两处, 那河东街道呢. Undefined when the words stand on their own.
 */
export async function followUp(
  scene: KnownScene,
  said: Understanding,
  topic: Topic,
): Promise<Answer | undefined> {
  const text = scene.text.replace(/[？?。！!~ ]+$/gu, '').trim()
  if (WHO.test(text)) return whoIsResponsible(scene, topic)
  if (said.intent !== 'query') return undefined
  const names = said.unit ?? said.community ?? said.codes?.[0]
  if (names === undefined && HALF.test(text) && (topic.unit ?? topic.community))
    return query(scene, { ...said, ...placeOf(topic) })
  const isOther = said.subject === 'unit' || said.subject === 'community'
  if (isOther && OTHER.test(text) && leaning.has(topic.subject))
    return query(scene, { ...said, subject: topic.subject })
  return undefined
}

/** Questions that are asked of one place after the other. */
const leaning: ReadonlySet<Topic['subject']> = new Set([
  'overdue',
  'due-soon',
  'unreported',
  'trend',
  'ranking',
])

function placeOf({ unit, community }: Topic): Pick<Query, 'unit' | 'community'> {
  return { ...(unit ? { unit } : {}), ...(community ? { community } : {}) }
}

const LINES = 4

/** Who has to rectify what was just asked about; names one-to-one only, phone numbers never. */
async function whoIsResponsible(scene: KnownScene, topic: Topic): Promise<Answer> {
  const found = await asked(scene, topic)
  if (found.length === 0) return { reply: say('这里没有还要整改的隐患。') }
  const lines = found.map((hazard) => {
    const lead = hazard.leadId ? `，牵头督促：${unitName(scene.directory, hazard.leadId)}` : ''
    return `- ${shortNumber(hazard)} ${whereabouts(scene.directory, hazard)}：${responsible(scene, hazard)}${lead}`
  })
  const note = scene.conversation.kind === 'direct' ? ['联系电话找消安委办可查。'] : []
  return { reply: say([...lines, ...note].join('\n')) }
}

async function asked(scene: KnownScene, topic: Topic): Promise<readonly Hazard[]> {
  if (topic.code) {
    const hazard = await hazards.find(scene.tx, topic.code, scene.directory.regionId)
    return hazard ? [hazard] : []
  }
  const filter: HazardFilter = {
    campaignId: currentCampaign(scene).id,
    unitId: topic.unit,
    communityId: topic.community,
  }
  const overdue = await hazards.list(scene.tx, filter, 'overdue', scene.now, LINES)
  return overdue.length > 0 ? overdue : hazards.list(scene.tx, filter, 'unrectified', scene.now, LINES)
}

function responsible(scene: KnownScene, { responsibleId }: Hazard): string {
  const unit = unitName(scene.directory, responsibleId)
  if (!responsibleId || scene.conversation.kind === 'group') return unit
  const [first] = peopleOf(scene.directory, { unitId: responsibleId }, scene.now)
  return first ? `${unit} ${first.name}` : unit
}
