import { DomainError } from '../../../../domain/errors.ts'
import { batches, batchOf, byGrading, consequenceOf } from '../../../../domain/hazards/grading.ts'
import { may } from '../../../../domain/roles.ts'
import type { Hazard } from '../../../../store/hazards.ts'
import * as hazards from '../../../../store/hazards.ts'
import { countByGrade, ofGrade } from '../../../../store/hazards/grades.ts'
import { gradeHazard } from '../../../../usecases/hazards/grade.ts'
import { batchNames, gradingWords } from '../../../saying/grades.ts'
import { shortNumber, unitName, whatIsWrong, whereabouts } from '../../../saying/names.ts'
import { say, type Answer, type Notice, type Speech } from '../../../saying/speech.ts'
import { actor, currentCampaign, requireMay, type KnownScene } from '../../../scene.ts'
import type { GradingSaid } from '../../../understand/commands/grading.ts'
import type { HazardLifeSaid } from '../../../understand/commands/hazard-life.ts'
import { state } from '../../queries/progress.ts'
import { standing, toUnits } from './telling.ts'

/** More than anybody grades with one sentence. */
const MOST = 20

/** 「12号成因：… 建议：… 难度高 后果严重」: kept, seen on its card and in the tables; the rectifier hears an advice. */
export async function grade(
  scene: KnownScene,
  said: Extract<HazardLifeSaid, { act: 'grade' }>,
): Promise<Answer> {
  const { act, code, also = [], ...told } = said
  if (told.cause || told.advice) requireMay(scene, 'explain')
  if (told.difficulty || told.consequence) requireMay(scene, 'rate')
  if (also.length >= MOST) throw new DomainError('hazard.too_many', { max: String(MOST) })
  const graded: Hazard[] = []
  for (const each of [code, ...also]) {
    const input = { code: each, ...told, eventId: scene.eventId }
    graded.push(await gradeHazard(scene.tx, input, actor(scene), scene.now))
  }
  const [first] = graded
  if (!first) throw new DomainError('hazard.not_found', { code })
  return {
    reply: also.length === 0 ? oneGraded(scene, first, told) : say(gradedLines(scene, graded).join('\n')),
    tell: graded.flatMap((hazard) => advised(scene, hazard, told.advice)),
    dialog: null,
    redraw: graded,
  }
}

function oneGraded(scene: KnownScene, hazard: Hazard, told: GradingSaid): Speech {
  const n = shortNumber(hazard)
  const isRated = told.difficulty !== undefined || told.consequence !== undefined
  const kept = [
    ...(told.cause ? ['成因'] : []),
    ...(told.advice ? ['建议'] : []),
    ...(isRated ? ['分级'] : []),
  ]
  const missing =
    isRated && consequenceOf(hazard) === null
      ? [`还不知道危害后果，暂不分批，回「${n}后果严重」（或一般、轻微）。`]
      : []
  return standing(scene, hazard, `${n}的${kept.join('、')}已记下`, missing)
}

function gradedLines(scene: KnownScene, graded: readonly Hazard[]): readonly string[] {
  return [
    `${graded.length}处已记下：`,
    ...graded.map((hazard) => {
      const grading = gradingWords(hazard)
      return `- ${shortNumber(hazard)} ${whereabouts(scene.directory, hazard)}${grading ? `：${grading}` : ''}`
    }),
  ]
}

/** The rectifier hears what is advised. */
function advised(scene: KnownScene, hazard: Hazard, advice: string | undefined): readonly Notice[] {
  if (advice === undefined) return []
  const { directory, person } = scene
  const where = `${shortNumber(hazard)}（${whereabouts(directory, hazard)}）`
  const words = `${where}的整改建议：${advice}（${unitName(directory, person.unitId)}提）`
  return toUnits(scene, 'advice', hazard, [hazard.responsibleId], say(words))
}

const LINES = 8

/** 「整改路线图」: what is open by its batch, what comes first with its unit and limit; of all or of one unit. */
export async function roadmap(scene: KnownScene, said: string | undefined): Promise<Answer> {
  requireMay(scene, 'query')
  const { tx, directory, person, now } = scene
  const campaign = currentCampaign(scene)
  const unitId = said ?? (may(person.roles, 'export-all') ? undefined : person.unitId)
  const filter = { campaignId: campaign.id, unitId }
  const whose = unitId === undefined ? '' : unitName(directory, unitId)
  const { unrectified } = await hazards.tally(tx, filter, now)
  if (unrectified === 0) return { reply: say(`${whose || '目前'}没有要整改的隐患。`) }
  const grades = (await countByGrade(tx, filter)).toSorted(byGrading)
  const counted = batches.map((batch) => ({
    batch,
    hazards: sum(grades.filter((each) => batchOf(each) === batch)),
  }))
  const ungraded = unrectified - sum(grades)
  const first: Hazard[] = []
  for (const each of grades) {
    if (first.length >= LINES) break
    first.push(...(await ofGrade(tx, filter, each, LINES - first.length)))
  }
  const parts = [
    ...counted.flatMap((each) => (each.hazards > 0 ? [`${batchNames[each.batch]}${each.hazards}处`] : [])),
    ...(ungraded > 0 ? [`没分级${ungraded}处`] : []),
  ]
  const rest = unrectified - ungraded - first.length
  return {
    reply: say(
      [
        `**${whose}整改路线图**：要整改${unrectified}处，${parts.join('，')}`,
        ...first.map((hazard) => `- ${lineOf(scene, hazard)}`),
        ...(rest > 0 ? [`还有${rest}处分过级的没列出，全部在「两个清单」里，按分批排。`] : []),
        ...(ungraded > 0 ? ['分级回「12号难度低 后果严重」，号数换成要分的那处。'] : []),
      ].join('\n'),
    ),
  }
}

const sum = (grades: readonly Readonly<{ hazards: number }>[]): number =>
  grades.reduce((all, each) => all + each.hazards, 0)

function lineOf(scene: KnownScene, hazard: Hazard): string {
  const { directory } = scene
  const what = `${shortNumber(hazard)} ${whereabouts(directory, hazard)} ${whatIsWrong(directory, hazard)}`
  return `${what}（${gradingWords(hazard)}；${unitName(directory, hazard.responsibleId)}，${state(scene, hazard)}）`
}
