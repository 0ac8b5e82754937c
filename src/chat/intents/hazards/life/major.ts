import { DomainError } from '../../../../domain/errors.ts'
import { fiveNames, lackingOf, type Five } from '../../../../domain/hazards/hazard.ts'
import type { HazardCommand } from '../../../../domain/hazards/commands.ts'
import type { Hazard } from '../../../../store/hazards.ts'
import * as hazards from '../../../../store/hazards.ts'
import { changeHazard } from '../../../../usecases/hazards/change-hazard.ts'
import { shortNumber, whereabouts } from '../../../saying/names.ts'
import { say, type Answer } from '../../../saying/speech.ts'
import { actor, requireMay, type KnownScene } from '../../../scene.ts'
import { readDocumentNumber } from '../../../understand/commands/hazard-life.ts'
import type { Understanding } from '../../../understand/types.ts'
import { findDate } from './due.ts'
import { drawn, numberOf, standing, toBrigade, toRole, toUnits } from './telling.ts'
import { measures } from './arrange.ts'
import { answered, askLater, confirmRectified, submit } from '../rectify.ts'
import { verdict } from '../reinspect.ts'

async function change(
  scene: KnownScene,
  code: string,
  command: HazardCommand,
  data: object = {},
): Promise<Hazard> {
  return changeHazard(scene.tx, { code, command, data, eventId: scene.eventId }, actor(scene), scene.now)
}

/** 「12号疑似重大」: anybody may say so, and the brigade is asked. */
export async function suspect(scene: KnownScene, code: string): Promise<Answer> {
  requireMay(scene, 'suspect-major')
  const hazard = await change(scene, code, { type: 'SuspectMajor' })
  const n = shortNumber(hazard)
  return {
    reply: standing(scene, hazard, `${n}已标为疑似重大`, ['已请消防救援大队确认，期限不变，请先抓紧整改。']),
    tell: toBrigade(scene, 'suspected', hazard, drawn(scene, hazard, 'reinspector', `${n}疑似重大，请确认`)),
    dialog: null,
    redraw: [hazard],
  }
}

/** 「确认12号为重大」 and 「12号不构成重大」 by the brigade. */
export async function judgeMajor(scene: KnownScene, code: string, isMajor: boolean): Promise<Answer> {
  requireMay(scene, 'confirm-major')
  const hazard = await change(scene, code, { type: isMajor ? 'ConfirmMajor' : 'RefuteMajor' })
  const n = shortNumber(hazard)
  const where = whereabouts(scene.directory, hazard)
  const sides = [hazard.responsibleId, hazard.localityId]
  if (!isMajor)
    return {
      reply: standing(scene, hazard, `${n}不构成重大，按一般隐患整改`),
      tell: toUnits(
        scene,
        'refuted',
        hazard,
        sides,
        say(`${n}（${where}）经大队认定不构成重大隐患，照常整改。`),
      ),
      dialog: null,
      redraw: [hazard],
    }
  return {
    reply: standing(scene, hazard, `${n}已确认为重大火灾隐患`, [
      `下一步：回「提请挂牌${n}」，提请政府挂牌督办。`,
    ]),
    tell: [
      ...toUnits(
        scene,
        'major-confirmed',
        hazard,
        sides,
        say(`${n}（${where}）已由消防救援大队确认为**重大火灾隐患**。请马上落实临时防范措施，抓紧整改。`),
      ),
      toRole(
        'major-confirmed',
        hazard,
        'office',
        drawn(scene, hazard, 'approver', `${n}已确认为重大火灾隐患`),
      ),
    ],
    dialog: null,
    redraw: [hazard],
  }
}

/**
 * 「12号挂牌督办，文号…」 and 「提请挂牌12号」: the step that comes next for whoever says it. From everybody else it is a
 * hint that the hazard may be major.
 */
export async function listForSupervision(
  scene: KnownScene,
  said: Extract<Understanding, { intent: 'list-for-supervision' }>,
): Promise<Answer> {
  const [code] = said.codes ?? []
  if (!code) throw new DomainError('hazard.which', { example: '提请挂牌12号' })
  const hazard = await hazards.find(scene.tx, code, scene.directory.regionId)
  if (!hazard) throw new DomainError('hazard.not_found', { code })
  const number = readDocumentNumber(scene.text)
  const { roles } = scene.person
  if (number && roles.includes('office')) return list(scene, code, number)
  if (hazard.majorStage === 'proposed' && roles.includes('office') && !/提请|申请|建议/u.test(scene.text))
    return askNumber(scene, code)
  if (hazard.majorStage === null && !roles.includes('reinspector')) return suspect(scene, code)
  return propose(scene, code)
}

async function propose(scene: KnownScene, code: string): Promise<Answer> {
  requireMay(scene, 'propose-listing')
  const hazard = await change(scene, code, { type: 'ProposeListing' })
  const n = shortNumber(hazard)
  const how = `政府下达后由消安委办回「${n}挂牌督办，文号……」。`
  return {
    reply: standing(scene, hazard, `${n}已提请挂牌督办`, [how]),
    tell: [
      toRole('proposed', hazard, 'office', drawn(scene, hazard, 'approver', `${n}已提请挂牌督办`, [how])),
    ],
    dialog: null,
    redraw: [hazard],
  }
}

function askNumber(scene: KnownScene, code: string): Answer {
  requireMay(scene, 'list-major')
  return {
    reply: say(
      `${numberOf(code)}挂牌督办的文号是什么？直接回文号，例如：云政督〔2026〕3号。有新期限可以一起写。`,
    ),
    dialog: { kind: 'listing-number', code },
  }
}

/** Records that the government has listed it, under which number; its units hear what they owe. */
export async function list(scene: KnownScene, code: string, number: string): Promise<Answer> {
  requireMay(scene, 'list-major')
  const dueAt = findDate(scene)
  const hazard = await change(scene, code, { type: 'List', number, dueAt }, { number, dueAt })
  const n = shortNumber(hazard)
  const card = drawn(scene, hazard, 'rectifier', `${n}已挂牌督办（${number}）`, [
    `请补齐五落实，回「${n}责任：…… 措施：…… 资金：…… 时限：…… 预案：……」。`,
  ])
  return {
    reply: standing(scene, hazard, `${n}已挂牌督办`, ['已通知整改单位、属地和牵头单位补齐五落实。']),
    tell: toUnits(
      scene,
      'listed',
      hazard,
      [hazard.responsibleId, hazard.localityId, hazard.leadId, ...hazard.assistingIds],
      card,
    ),
    dialog: null,
    redraw: [hazard],
  }
}

/** 「12号责任：… 资金：…」, one or several of the five. 措施 of a hazard that is not listed are interim measures. */
export async function fillFive(scene: KnownScene, code: string, five: Five): Promise<Answer> {
  const before = await hazards.find(scene.tx, code, scene.directory.regionId)
  const isListed = before?.majorStage === 'listed' || before?.majorStage === 'accepting'
  if (before && !isListed && five.measures && Object.keys(five).length === 1)
    return measures(scene, code, five.measures)
  requireMay(scene, 'rectify')
  const hazard = await change(scene, code, { type: 'FillFive', five }, { five })
  const n = shortNumber(hazard)
  const lacking = lackingOf(hazard.five)
  return {
    reply: standing(
      scene,
      hazard,
      lacking.length === 0 ? `${n}五落实已齐` : `${n}五落实已记${5 - lacking.length}项`,
      [
        lacking.length === 0
          ? `整改好后回「${n}申请验收」并附照片。`
          : `还差${lacking.map((part) => fiveNames[part]).join('、')}，接着回「${n}${fiveNames[lacking[0] ?? 'duty']}：……」。`,
      ],
    ),
    dialog: null,
    redraw: [hazard],
  }
}

/** 「12号申请验收」 with the photos of what was done; of what is not listed it is an ordinary 已改. */
export async function askAcceptance(scene: KnownScene, code: string): Promise<Answer> {
  requireMay(scene, 'rectify')
  const before = await hazards.find(scene.tx, code, scene.directory.regionId)
  if (before && before.majorStage !== 'listed' && before.majorStage !== 'accepting')
    return scene.pictures.length > 0
      ? submit(scene, [code], scene.pictures, null)
      : confirmRectified(scene, { intent: 'confirm-rectified', codes: [code] })
  const photos = scene.pictures
  const hazard = await change(
    scene,
    code,
    { type: 'AskAcceptance', photos: photos.length },
    { photos },
  ).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'rectification.needs_evidence') return undefined
    throw error
  })
  if (!hazard) return askPhoto(scene, code)
  await hazards.addPhotos(scene.tx, {
    hazardId: hazard.id,
    hashes: photos,
    step: 'after',
    byId: scene.person.id,
    at: scene.now,
  })
  const n = shortNumber(hazard)
  const card = drawn(scene, hazard, 'reinspector', `${n}申请验收`, [
    `验收合格回「${n}销案」，不合格回「${n}不合格 原因」。`,
  ])
  return {
    reply: standing(scene, hazard, `${n}已申请验收`, ['已通知消防救援大队，结果我会告诉您。']),
    tell: toBrigade(scene, 'acceptance', hazard, card).map((each) => ({ ...each, pictures: photos })),
    dialog: null,
    redraw: [hazard],
    ...answered(scene),
  }
}

/** The photo of what was done may be on its way: some apps send it as a message of its own. */
function askPhoto(scene: KnownScene, code: string): Answer {
  const dialog = { kind: 'rectify', codes: [code], acceptance: true } as const
  const question = `好的，${numberOf(code)}还差一张整改后的照片。`
  if (scene.conversation.kind === 'group')
    return { reply: say(`${question}请私聊直接发给我，收到就算申请验收。`), dialog }
  return askLater(scene, `${question}请直接发来，收到就算申请验收。`, dialog)
}

/** 「12号销案」: accepted, and taken off the list (摘牌). Of what was never listed it is the verdict 合格. */
export async function closeCase(scene: KnownScene, code: string): Promise<Answer> {
  const before = await hazards.find(scene.tx, code, scene.directory.regionId)
  const stage = before?.majorStage ?? null
  if (before && stage !== 'listed' && stage !== 'accepting') return verdict(scene, [code], 'pass', null)
  const hazard = await change(scene, code, { type: 'CloseCase' })
  const n = shortNumber(hazard)
  const text = `${n}（${whereabouts(scene.directory, hazard)}）验收合格，已销案摘牌。`
  return {
    reply: standing(scene, hazard, `${n}已销案摘牌`, [
      '以后可以回头看：「' + `${n}回头看合格」或「${n}回头看不合格 原因」。`,
    ]),
    tell: [
      ...toUnits(
        scene,
        'case-closed',
        hazard,
        [hazard.responsibleId, hazard.localityId, hazard.leadId],
        say(text),
      ),
      toRole('case-closed', hazard, 'office', say(text)),
    ],
    dialog: null,
    redraw: [hazard],
  }
}
